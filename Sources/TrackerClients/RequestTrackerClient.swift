import Tickets

/// Request Tracker by REST 2.0.
///
/// https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html
///
/// A comment takes its attachments with it, so that a ticket has all of a pack or nothing.
package struct RequestTrackerClient: TrackerClient {
  private let server: String
  private let transport: any CallTransport

  package init(server: String, transport: any CallTransport) {
    self.server = server
    self.transport = transport
  }

  package func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult {
    guard !ticket.isEmpty, ticket.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw SendingFault(.usage, "Request Tracker numbers its tickets; \(ticket) is no number.")
    }
    let address = "\(server)/Ticket/Display.html?id=\(ticket)"
    let path = "/REST/2.0/ticket/\(ticket)"
    _ = try require(
      TrackerCall(purpose: "look for the ticket", method: "GET", path: path), for: ticket)
    let former = try attachments(of: ticket, pack)
    if !former.isEmpty {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    let comment = RequestJSON.text([
      "Subject": subject(of: pack), "Content": pack.body,
      "ContentType": pack.markup == .html ? "text/html" : "text/plain",
    ])
    _ = try require(
      TrackerCall(
        purpose: "comment and attach", method: "POST", path: "\(path)/comment",
        content: .form(json: ("JSON", comment), field: "Attachments", files: pack.files),
        supposed: "[\"Comments added\"]"), for: ticket)
    try check(pack, in: ticket)
    return SendingResult(ticket: address, attached: pack.files.map(\.name), wasThere: false)
  }

  /// A comment is known by its subject, which no reader changes.
  private func subject(of pack: PackToSend) -> String {
    let title = pack.title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "\(title.prefix(120)) (pack \(pack.identity))"
  }

  /// The names and sizes that the ticket has of the pack; none if it does not have it.
  private func attachments(
    of ticket: String, _ pack: PackToSend
  ) throws -> [(name: String, size: Int)] {
    var found: [(name: String, size: Int)] = []
    var isWithin = false
    var page = 1
    while true {
      let call = TrackerCall(
        purpose: "see what the ticket has", method: "GET",
        path: "/REST/2.0/ticket/\(ticket)/attachments?fields=Subject,Filename,ContentLength"
          + "&per_page=100&page=\(page)",
        supposed: "{\"items\":[],\"pages\":1}")
      let answer = try require(call, for: ticket)
      for item in answer["items"].items {
        let subject = item["Subject"].text ?? ""
        // The attachments of a comment follow the part that has its subject.
        if !subject.isEmpty { isWithin = subject.contains("(pack \(pack.identity))") }
        if isWithin {
          found.append((item["Filename"].text ?? "", item["ContentLength"].number ?? 0))
        }
      }
      guard page < answer["pages"].number ?? 1 else { return found }
      page += 1
    }
  }

  /// Checks that the server kept all: it may drop or cut what is larger than its settings let.
  private func check(_ pack: PackToSend, in ticket: String) throws {
    guard !(transport is Rehearsal) else { return }
    let found = try attachments(of: ticket, pack)
    let lost = pack.files.filter { file in
      !found.contains { $0.name == file.name && $0.size == file.size }
    }
    guard lost.isEmpty else {
      throw SendingFault(
        .refused,
        "Request Tracker took the comment, but not all of "
          + "\(lost.map(\.name).joined(separator: ", ")): its administrator limits attachments.")
    }
  }

  private func require(_ call: TrackerCall, for ticket: String) throws -> AnswerValue {
    try transport.require(call, of: .rt, for: ticket)
  }
}
