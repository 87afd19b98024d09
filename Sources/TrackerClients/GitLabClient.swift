import Tickets

/// GitLab's REST interface.
///
/// https://docs.gitlab.com/api/notes/ and
/// https://docs.gitlab.com/api/project_markdown_uploads/
///
/// Uploads are seen only where a note names their addresses.
package struct GitLabClient: TrackerClient {
  private let server: String
  private let transport: any CallTransport

  package init(server: String, transport: any CallTransport) {
    self.server = server
    self.transport = transport
  }

  package func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult {
    let parts = ticket.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].contains("/"), !parts[1].isEmpty,
      parts[1].allSatisfy({ $0.isASCII && $0.isNumber })
    else {
      throw SendingFault(
        .usage, "GitLab's issues are named like group/project#12; \(ticket) is not.")
    }
    let project = "/api/v4/projects/\(escapedForPath(String(parts[0])))"
    let notes = "\(project)/issues/\(parts[1])/notes"
    let address = "\(server)/\(parts[0])/-/issues/\(parts[1])"
    if try has(pack, notes, ticket) {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    var body = pack.body
    var others: [String] = []
    for file in pack.files {
      let answer = try require(
        TrackerCall(
          purpose: "upload \(file.name)", method: "POST", path: "\(project)/uploads",
          content: .form(json: nil, field: "file", files: [file]),
          supposed: "{\"url\":\"/uploads/OF/\(file.name)\"}"), for: ticket)
      guard let url = answer["url"].text else {
        throw SendingFault(.refused, "GitLab's answer to \(file.name) has no address.")
      }
      let reference = "](./\(file.name))"
      if body.contains(reference) {
        body = body.replacing(reference, with: "](\(url))")
      } else {
        others.append("[\(file.name)](\(url))")
      }
    }
    if !others.isEmpty { body += "\n\(others.joined(separator: " · "))\n" }
    _ = try require(
      TrackerCall(
        purpose: "comment", method: "POST", path: notes,
        content: .json(RequestJSON.text(["body": body]))), for: ticket)
    return SendingResult(ticket: address, attached: pack.files.map(\.name), wasThere: false)
  }

  /// Whether a note of the issue is the pack's.
  private func has(_ pack: PackToSend, _ notes: String, _ ticket: String) throws -> Bool {
    var page = 1
    while true {
      let found = try require(
        TrackerCall(
          purpose: "look for the issue and its notes", method: "GET",
          path: "\(notes)?per_page=100&page=\(page)", supposed: "[]"), for: ticket
      ).items
      if found.contains(where: { $0["body"].text?.contains(pack.identity) == true }) { return true }
      guard found.count == 100 else { return false }
      page += 1
    }
  }

  private func require(_ call: TrackerCall, for ticket: String) throws -> AnswerValue {
    try transport.require(call, of: .gitlab, for: ticket)
  }
}
