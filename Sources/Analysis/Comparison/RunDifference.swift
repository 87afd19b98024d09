package import TraceModel
package import TraceStore

/// The first thing in which two runs differ.
package enum RunDifference: Sendable {
  /// What the runs were started from.
  case header(one: RunHeader, other: RunHeader)
  /// An event; `nil` where the run has ended.
  case event(one: TraceEvent?, other: TraceEvent?)
  /// The text of an event-log entry; `nil` where there is none.
  case entry(at: EventSequence, one: EventLogEntry?, other: EventLogEntry?)
  /// How many events have a text, although those of the event-log entries are equal.
  case entryCount(one: Int, other: Int)
  /// A backlog that the trace states, although the events that it follows from are equal.
  case backlog(BacklogCheck.Difference)
  /// A connection; `nil` where there is none of its number.
  case connection(one: RPCConnection?, other: RPCConnection?)
  /// The hash of the run's events, although the events are equal.
  case fingerprint(one: Fingerprint, other: Fingerprint)
  /// How and when the run ended; `nil` where it did not.
  case end(one: (RunOutcome, TraceInstant)?, other: (RunOutcome, TraceInstant)?)

  /// The event that differs, or whose text does; `nil` for what is no event's.
  package var event: EventSequence? {
    switch self {
    case .event(let one, let other): (one ?? other)?.sequence
    case .entry(let event, _, _): event
    default: nil
    }
  }

  /// What the one run has at the event that differs, and what the other has.
  package var events: (one: TraceEvent?, other: TraceEvent?) {
    if case .event(let one, let other) = self { (one, other) } else { (nil, nil) }
  }
}
