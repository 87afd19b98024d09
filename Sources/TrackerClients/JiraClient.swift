import Tickets

/// Jira's REST interface, version 2, whose comments are wiki markup.
///
/// https://developer.atlassian.com/cloud/jira/platform/rest/v2/
///
/// Files are attached by one request, and taken away again if the comment fails.
package struct JiraClient: TrackerClient {
  private let server: String
  private let transport: any CallTransport

  package init(server: String, transport: any CallTransport) {
    self.server = server
    self.transport = transport
  }

  package func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult {
    let isKey = ticket.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
    }
    guard !ticket.isEmpty, isKey else {
      throw SendingFault(.usage, "Jira's issues have keys like MAIL-4711; \(ticket) is none.")
    }
    let address = "\(server)/browse/\(ticket)"
    let path = "/rest/api/2/issue/\(ticket)"
    let comments = try require(
      TrackerCall(
        purpose: "look for the issue and its comments", method: "GET", path: "\(path)/comment"),
      for: ticket)
    let texts = comments["comments"].items.compactMap { $0["body"].text }
    if texts.contains(where: { $0.contains(pack.identity) }) {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    let attached = try require(
      TrackerCall(
        purpose: "attach the files", method: "POST", path: "\(path)/attachments",
        headers: ["X-Atlassian-Token: no-check"],
        content: .form(json: nil, field: "file", files: pack.files), supposed: "[]"), for: ticket)
    do {
      _ = try require(
        TrackerCall(
          purpose: "comment", method: "POST", path: "\(path)/comment",
          content: .json(RequestJSON.text(["body": pack.body]))), for: ticket)
    } catch let fault as SendingFault {
      throw undo(attached.items.compactMap { $0["id"].text }, of: ticket, after: fault)
    }
    return SendingResult(ticket: address, attached: pack.files.map(\.name), wasThere: false)
  }

  /// Takes files away that no comment speaks of.
  private func undo(
    _ ids: [String], of ticket: String, after fault: SendingFault
  ) -> SendingFault {
    var fault = fault
    for id in ids {
      do {
        _ = try require(
          TrackerCall(
            purpose: "take an attachment away", method: "DELETE",
            path: "/rest/api/2/attachment/\(escapedForPath(id))"), for: ticket)
      } catch {
        fault.sentence += " Its files are attached to \(ticket) and could not be taken away again."
        return fault
      }
    }
    return fault
  }

  private func require(_ call: TrackerCall, for ticket: String) throws -> AnswerValue {
    try transport.require(call, of: .jira, for: ticket)
  }
}
