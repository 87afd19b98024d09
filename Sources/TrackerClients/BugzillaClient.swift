import Foundation
import Tickets

/// Bugzilla's REST interface.
///
/// https://bugzilla.readthedocs.io/en/5.0/api/core/v1/
///
/// Each file is attached by a request of its own; if one fails, those before it become obsolete,
/// since nothing takes them away.
package struct BugzillaClient: TrackerClient {
  private let server: String
  private let transport: any CallTransport

  package init(server: String, transport: any CallTransport) {
    self.server = server
    self.transport = transport
  }

  package func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult {
    guard !ticket.isEmpty, ticket.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw SendingFault(.usage, "Bugzilla numbers its bugs; \(ticket) is no number.")
    }
    let address = "\(server)/show_bug.cgi?id=\(ticket)"
    let comments = try require(
      TrackerCall(
        purpose: "look for the bug and its comments", method: "GET",
        path: "/rest/bug/\(ticket)/comment"), for: ticket)
    let texts = comments["bugs"].members.flatMap { $0["comments"].items }
      .compactMap { $0["text"].text }
    if texts.contains(where: { $0.contains(pack.identity) }) {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    var attached: [String] = []
    do {
      for file in pack.files { attached += try attach(file, of: pack, to: ticket) }
      _ = try require(
        TrackerCall(
          purpose: "comment", method: "POST", path: "/rest/bug/\(ticket)/comment",
          content: .json(RequestJSON.text(["comment": pack.body]))), for: ticket)
    } catch let fault as SendingFault {
      throw undo(attached, of: ticket, after: fault)
    }
    return SendingResult(ticket: address, attached: pack.files.map(\.name), wasThere: false)
  }

  /// Attaches a file and gives the numbers of the attachment.
  private func attach(
    _ file: PackToSend.File, of pack: PackToSend, to ticket: String
  ) throws -> [String] {
    let data: String
    if transport is Rehearsal {
      data = "BASE64-OF-\(file.name)"
    } else {
      guard let octets = FileManager.default.contents(atPath: "\(pack.folder)/\(file.name)") else {
        throw SendingFault(.usage, "\(pack.folder)/\(file.name) cannot be read.")
      }
      data = octets.base64EncodedString()
    }
    let answer = try require(
      TrackerCall(
        purpose: "attach \(file.name)", method: "POST", path: "/rest/bug/\(ticket)/attachment",
        content: .json(
          RequestJSON.text(
            [
              "ids": [ticket], "data": data, "file_name": file.name, "content_type": file.type,
              "summary": String("\(file.name): \(file.purpose)".prefix(255)),
            ] as [String: Any]))), for: ticket)
    return answer["ids"].items.compactMap(\.text)
  }

  /// Marks attachments obsolete that no comment speaks of.
  private func undo(
    _ ids: [String], of ticket: String, after fault: SendingFault
  ) -> SendingFault {
    var fault = fault
    for id in ids {
      let call = TrackerCall(
        purpose: "mark an attachment obsolete", method: "PUT",
        path: "/rest/bug/attachment/\(escapedForPath(id))",
        content: .json(RequestJSON.text(["is_obsolete": true])))
      if (try? require(call, for: ticket)) == nil {
        fault.sentence += " Some of its files are attached to bug \(ticket) without a comment."
        return fault
      }
    }
    if !ids.isEmpty {
      fault.sentence += " What had been attached to bug \(ticket) is marked obsolete."
    }
    return fault
  }

  private func require(_ call: TrackerCall, for ticket: String) throws -> AnswerValue {
    try transport.require(call, of: .bugzilla, for: ticket)
  }
}
