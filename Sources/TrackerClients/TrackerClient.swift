package import Tickets

/// Puts packs into the tickets of a tracker.
package protocol TrackerClient {
  /// - Parameter transport: What takes its requests.
  init(server: String, transport: any CallTransport)

  /// Attaches a pack's files and comments, unless the ticket has the pack already.
  ///
  /// - Parameter ticket: The ticket's number or key, as the tracker's users write it.
  /// - Throws: ``SendingFault``; the ticket has nothing of the pack then, or it says what.
  func send(_ pack: PackToSend, to ticket: String) throws -> SendingResult
}

extension Tracker {
  /// Who sends packs to it; `nil` where that is none of this program's requests.
  package var client: (any TrackerClient.Type)? {
    switch self {
    case .rt: RequestTrackerClient.self
    case .redmine: RedmineClient.self
    case .jira: JiraClient.self
    case .gitlab: GitLabClient.self
    case .bugzilla: BugzillaClient.self
    case .github, .markdown: nil
    }
  }
}

extension CallTransport {
  /// The answer to a request that has to be done.
  ///
  /// - Throws: ``SendingFault`` with what the tracker says, if it says no.
  func require(_ call: TrackerCall, of tracker: Tracker, for ticket: String) throws -> AnswerValue {
    let answer = try answer(to: call)
    if (200..<300).contains(answer.status) { return AnswerValue(answer.text) }
    let words = Self.complaint(in: answer.text).map { ": \($0)" } ?? ""
    switch answer.status {
    case 300..<400:
      throw SendingFault(
        .usage, "\(tracker.name) is at another address than the one given (\(answer.status)).")
    case 401:
      throw SendingFault(
        .refused, "\(tracker.name) does not know the user and token that it was given\(words).")
    case 403:
      throw SendingFault(
        .refused, "\(tracker.name) does not let this account \(call.purpose)\(words).")
    case 404:
      throw SendingFault(.noTicket, "\(tracker.name) has no ticket \(ticket)\(words).")
    case 413:
      throw SendingFault(
        .refused,
        "\(tracker.name) does not take as much at once, so that nothing was sent\(words).")
    default:
      throw SendingFault(
        .refused, "\(tracker.name) refused to \(call.purpose) (\(answer.status))\(words).")
    }
  }

  /// What a tracker says is wrong, on one line.
  private static func complaint(in text: String) -> String? {
    let value = AnswerValue(text)
    let words =
      value["message"].text ?? value["errors"].items.first?.text
      ?? value["errorMessages"].items.first?.text ?? value["error"].text ?? value.items.first?.text
    let line = words?.split(whereSeparator: \.isNewline).first.map(String.init)
    return line.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
  }
}

/// The path of a URL with a part that may be anything: RFC 3986, 2.3.
func escapedForPath(_ text: String) -> String {
  text.utf8.map { octet in
    let character = Character(UnicodeScalar(octet))
    let isPlain =
      octet < 128 && (character.isLetter || character.isNumber || "-._~".contains(character))
    if isPlain { return String(character) }
    let digits = String(octet, radix: 16, uppercase: true)
    return "%\(digits.count < 2 ? "0" : "")\(digits)"
  }
  .joined()
}
