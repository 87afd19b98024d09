package import TraceModel
package import TraceStore

/// The first thing in which a run that was simulated again differs from the stored one.
package enum ReplayDifference: Sendable {
  /// What the runs were started from.
  case header(new: RunHeader, stored: RunHeader)
  /// An event; `nil` where the run has ended.
  case event(new: TraceEvent?, stored: TraceEvent?)
  /// The text of an event-log entry; `nil` where there is none.
  case entry(at: EventSequence, new: EventLogEntry?, stored: EventLogEntry?)
  /// How many events have a text, although those of the event-log entries are equal.
  case entryCount(new: Int, stored: Int)
  /// A backlog that the trace states, although the events that it follows from are equal.
  case backlog(BacklogCheck.Difference)
  /// A connection; `nil` where there is none of its number.
  case connection(new: RPCConnection?, stored: RPCConnection?)
  /// The hash of the run's events, although the events are equal.
  case fingerprint(new: Fingerprint, stored: Fingerprint)
  /// How and when the run ended; `nil` where it did not.
  case end(new: (RunOutcome, TraceInstant), stored: (RunOutcome, TraceInstant)?)

  /// What differs, in lines: where it is, and what each run has there.
  package func lines(with text: EventText) -> [String] {
    switch self {
    case .header(let new, let stored):
      return ["The runs are started from different parameters."]
        + Self.parameterLines(new, stored)
    case .event(let new, let stored): return Self.eventLines(new, stored, text)
    case .entry(let event, let new, let stored):
      return Self.pair(
        "The event-log entry of event \(event.rawValue) differs.", new?.text, stored?.text)
    case .entryCount(let new, let stored):
      return Self.pair("Other events have a text.", "\(new) texts", "\(stored) texts")
    case .backlog(let difference): return Self.backlogLines(difference, text.run)
    case .connection(let new, let stored):
      let id = (new ?? stored)?.id.rawValue ?? 0
      return Self.pair(
        "Connection \(id) differs.", new.map(Self.describe), stored.map(Self.describe))
    case .fingerprint(let new, let stored):
      return Self.pair(
        "The events are equal, but the trace states another fingerprint.", new.text, stored.text)
    case .end(let new, let stored):
      return Self.pair("The runs end differently.", Self.describe(new), stored.map(Self.describe))
    }
  }

  private static func eventLines(
    _ new: TraceEvent?, _ stored: TraceEvent?, _ text: EventText
  ) -> [String] {
    guard let event = new ?? stored else { return [] }
    var lines = pair(
      "Event \(event.sequence.rawValue) is the first that differs.", new.map { text.line($0) },
      stored.map { text.line($0) })
    if let new, let stored {
      for field in text.differences(new, stored) {
        lines.append(
          "  \(field.name): \(field.one ?? "none") now, \(field.other ?? "none") in the trace")
      }
    }
    return lines
  }

  private static func backlogLines(_ difference: BacklogCheck.Difference, _ run: Run) -> [String] {
    switch difference {
    case .change(let sender, let recipient, let new, let stored):
      return pair(
        "The events are equal, but the trace states another backlog at \(run.name(of: sender)) "
          + "for \(run.name(of: recipient)).", new.map(describe), stored.map(describe))
    case .overview(let sender, let recipient, let from, let to):
      return [
        "The events are equal, but the trace sums the backlog at \(run.name(of: sender)) for "
          + "\(run.name(of: recipient)) up wrongly",
        "  between \(from.secondsText) s and \(to.secondsText) s.",
      ]
    }
  }

  private static func describe(_ change: SeriesChange) -> String {
    "\(change.value) waiting at \(change.time.secondsText) s"
  }

  private static func parameterLines(_ new: RunHeader, _ stored: RunHeader) -> [String] {
    var lines: [String] = []
    func compare(_ name: String, _ one: String?, _ other: String?) {
      guard one != other else { return }
      lines.append("  \(name): \(one ?? "none") now, \(other ?? "none") in the trace")
    }
    compare("scenario", new.scenario, stored.scenario)
    compare("build", new.build, stored.build)
    compare("seed", "\(new.seed)", "\(stored.seed)")
    compare("engine version", new.engineVersion, stored.engineVersion)
    compare("source", new.source.name, stored.source.name)
    compare("duration", new.duration.exactText, stored.duration.exactText)
    for parameter in new.parameters {
      compare(parameter.name, parameter.value, stored.value(of: parameter.name))
    }
    for parameter in stored.parameters where new.value(of: parameter.name) == nil {
      compare(parameter.name, nil, parameter.value)
    }
    compare("hosts", describe(new.hosts), describe(stored.hosts))
    return lines
  }

  private static func pair(_ what: String, _ new: String?, _ stored: String?) -> [String] {
    [what, "  now:      \(new ?? "nothing")", "  in trace: \(stored ?? "nothing")"]
  }

  private static func describe(_ end: (outcome: RunOutcome, time: TraceInstant)) -> String {
    "\(end.outcome.name) at \(end.time.secondsText) s"
  }

  private static func describe(_ hosts: [Host]) -> String {
    hosts.map { host in
      "\(host.name) (\(host.build): "
        + host.addresses.map(\.stringBinding).joined(separator: ", ") + ")"
    }.joined(separator: ", ")
  }

  private static func describe(_ connection: RPCConnection) -> String {
    var text = "host \(connection.client.rawValue)[\(connection.clientEndpoint)] to host "
    text += "\(connection.server.rawValue), address \(connection.serverAddress)"
    if let association = connection.association { text += ", association \(association.rawValue)" }
    return text
  }
}
