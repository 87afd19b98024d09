package import TraceModel
import TraceStore

/// How to call the two runs of a comparison, and how to print their events.
package struct DifferenceText: Sendable {
  /// One of the two runs.
  package struct Side: Sendable {
    /// What stands before what it has: `now`, `SP3`.
    package var label: String
    /// Where it has that: `now`, `in SP3`.
    package var place: String
    package var text: EventText

    package init(label: String, place: String, run: Run) {
      self.label = label
      self.place = place
      text = EventText(run: run)
    }
  }

  package var one: Side
  package var other: Side

  package init(one: Side, other: Side) {
    self.one = one
    self.other = other
  }

  /// A run as it is simulated now, beside the stored one.
  package init(replaying run: Run) {
    one = Side(label: "now", place: "now", run: run)
    other = Side(label: "in trace", place: "in the trace", run: run)
  }

  /// Two stored runs by their names: `SP3`, `SP4`.
  package init(_ one: (name: String, run: Run), _ other: (name: String, run: Run)) {
    self.one = Side(label: one.name, place: "in \(one.name)", run: one.run)
    self.other = Side(label: other.name, place: "in \(other.name)", run: other.run)
  }
}

extension DifferenceText {
  /// What differs, in lines: where it is, and what each run has there.
  package func lines(_ difference: RunDifference) -> [String] {
    switch difference {
    case .header(let one, let other):
      return ["The runs are started from different parameters."] + parameterLines(one, other)
    case .event(let one, let other): return eventLines(one, other)
    case .entry(let event, let one, let other):
      return pair("The event-log entry of event \(event.rawValue) differs.", one?.text, other?.text)
    case .entryCount(let one, let other):
      return pair("Other events have a text.", "\(one) texts", "\(other) texts")
    case .backlog(let difference): return backlogLines(difference)
    case .connection(let one, let other):
      let id = (one ?? other)?.id.rawValue ?? 0
      return pair(
        "Connection \(id) differs.", one.map(Self.describe), other.map(Self.describe))
    case .fingerprint(let one, let other):
      let isOfSlices = [self.one, self.other].contains { $0.text.run.slice != nil }
      return pair(
        isOfSlices
          ? "What both hold is equal, but the whole runs that they are of are not."
          : "The events are equal, but the trace states another fingerprint.",
        one.text, other.text)
    case .end(let one, let other):
      return pair(
        "The runs end differently.", one.map(Self.describe), other.map(Self.describe))
    }
  }

  /// The parameters in which two runs differ, a line each.
  package func parameterLines(_ one: RunHeader, _ other: RunHeader) -> [String] {
    HeaderDifference.all(one, other).map {
      "  \($0.name): \($0.one ?? "none") \(self.one.place), "
        + "\($0.other ?? "none") \(self.other.place)"
    }
  }

  private func eventLines(_ one: TraceEvent?, _ other: TraceEvent?) -> [String] {
    guard let event = one ?? other else { return [] }
    var lines = pair(
      "Event \(event.sequence.rawValue) is the first that differs.",
      one.map { self.one.text.line($0) }, other.map { self.other.text.line($0) })
    for field in fields(one, other) {
      lines.append(
        "  \(field.name): \(field.one ?? "none") \(self.one.place), "
          + "\(field.other ?? "none") \(self.other.place)")
    }
    return lines
  }

  /// The fields in which two events differ; none where there is only one.
  package func fields(_ one: TraceEvent?, _ other: TraceEvent?) -> [FieldDifference] {
    guard let one, let other else { return [] }
    return zip(self.one.text.fields(of: one), self.other.text.fields(of: other))
      .compactMap { one, other in
        one.value == other.value
          ? nil : FieldDifference(name: one.name, one: one.value, other: other.value)
      }
  }

  private func backlogLines(_ difference: BacklogCheck.Difference) -> [String] {
    let run = one.text.run
    switch difference {
    case .change(let sender, let recipient, let new, let stored):
      return pair(
        "The events are equal, but the trace states another backlog at \(run.name(of: sender)) "
          + "for \(run.name(of: recipient)).", new.map(Self.describe), stored.map(Self.describe))
    case .overview(let sender, let recipient, let from, let to):
      return [
        "The events are equal, but the trace sums the backlog at \(run.name(of: sender)) for "
          + "\(run.name(of: recipient)) up wrongly",
        "  between \(from.secondsText) s and \(to.secondsText) s.",
      ]
    }
  }

  /// What differs, and below it what each run has.
  private func pair(_ what: String, _ one: String?, _ other: String?) -> [String] {
    let width = max(self.one.label.count, self.other.label.count) + 1
    func line(_ side: Side, _ value: String?) -> String {
      let label = "\(side.label):"
      let space = String(repeating: " ", count: width - label.count)
      return "  \(label)\(space) \(value ?? "nothing")"
    }
    return [what, line(self.one, one), line(self.other, other)]
  }

  private static func describe(_ change: SeriesChange) -> String {
    "\(change.value) waiting at \(change.time.secondsText) s"
  }

  private static func describe(_ end: (outcome: RunOutcome, time: TraceInstant)) -> String {
    "\(end.outcome.name) at \(end.time.secondsText) s"
  }

  private static func describe(_ connection: RPCConnection) -> String {
    var text = "host \(connection.client.rawValue)[\(connection.clientEndpoint)] to host "
    text += "\(connection.server.rawValue), address \(connection.serverAddress)"
    if let association = connection.association { text += ", association \(association.rawValue)" }
    return text
  }
}
