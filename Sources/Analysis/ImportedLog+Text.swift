package import TraceModel

extension ImportedLog.Reason {
  /// What is the matter, in a few words.
  package var words: String {
    switch self {
    case .otherEvent: "another event"
    case .outsideRun: "outside of the run"
    case .unreadDate: "its date cannot be read"
    case .unreadID: "its event id cannot be read"
    case .unreadFields: "it has too few fields, or is cut off"
    case .longText: "its text is longer than a trace keeps, or has control characters"
    }
  }
}

extension ImportedLog {
  /// Where it comes from and what its clock showed when the run began.
  package var title: String { "\(name), whose clock showed \(clockText) at 0:00:00" }

  /// What its clock showed when the run began, as logs spell it: `1998-03-02 08:00:00`.
  package var clockText: String {
    var text = UnixTime(nanoseconds: clock).text.dropLast().replacing("T", with: " ")
    while text.last == "0", text.contains(".") { text.removeLast() }
    return text.last == "." ? String(text.dropLast()) : String(text)
  }

  /// What of the file is no entry of the run, in a sentence; `nil` if there is nothing.
  package var restSentence: String? {
    var parts: [String] = []
    for reason in Reason.allCases {
      let left = leftOut.filter { $0.reason == reason }
      let count = left.reduce(0) { $0 + $1.count }
      guard let first = left.first, count > 0 else { continue }
      let place = "from line \(first.line) on"
      switch reason {
      case .otherEvent: parts.append("\(count) of other events")
      case .outsideRun: parts.append("\(count) outside of the run")
      default: parts.append("\(count) not read \(place) (\(reason.words))")
      }
    }
    return parts.isEmpty ? nil : "Not shown of this file: \(parts.joined(separator: ", "))."
  }
}
