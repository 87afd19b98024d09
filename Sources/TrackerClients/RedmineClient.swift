import Tickets

/// Redmine's REST interface: https://www.redmine.org/projects/redmine/wiki/Rest_Issues and
/// Rest_api, "Attaching files".
///
/// Files are uploaded first and belong to nothing until an update of the issue names them.
package struct RedmineClient: TrackerClient {
  private let server: String
  private let transport: any CallTransport

  package init(server: String, transport: any CallTransport) {
    self.server = server
    self.transport = transport
  }

  package func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult {
    guard !ticket.isEmpty, ticket.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw SendingFault(.usage, "Redmine numbers its issues; \(ticket) is no number.")
    }
    let address = "\(server)/issues/\(ticket)"
    let issue = try transport.require(
      TrackerCall(
        purpose: "look for the issue", method: "GET",
        path: "/issues/\(ticket).json?include=journals"), of: .redmine, for: ticket)
    let notes = issue["issue"]["journals"].items.compactMap { $0["notes"].text }
    if notes.contains(where: { $0.contains(pack.identity) }) {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    let uploads = try pack.files.map { file in
      let answer = try transport.require(
        TrackerCall(
          purpose: "upload \(file.name)", method: "POST",
          path: "/uploads.json?filename=\(escapedForPath(file.name))", content: .file(file.name),
          supposed: "{\"upload\":{\"token\":\"TOKEN-OF-\(file.name)\"}}"),
        of: .redmine, for: ticket)
      guard let token = answer["upload"]["token"].text else {
        throw SendingFault(.refused, "Redmine's answer to \(file.name) has no token.")
      }
      return [
        "token": token, "filename": file.name, "content_type": file.type,
        "description": String(file.purpose.prefix(255)),
      ]
    }
    _ = try transport.require(
      TrackerCall(
        purpose: "comment and attach", method: "PUT", path: "/issues/\(ticket).json",
        content: .json(
          RequestJSON.text(["issue": ["notes": pack.body, "uploads": uploads] as [String: Any]]))),
      of: .redmine, for: ticket)
    return SendingResult(ticket: address, attached: pack.files.map(\.name), wasThere: false)
  }
}
