import TraceModel
import TraceStore

extension ReplayComparison {
  /// Compares an event of the new run with what a slice of the stored one holds of it.
  ///
  /// A slice has to hold what it promises, and knows the causes that it does not hold. The hash of
  /// the whole run, which it states, is that of the new run's events.
  func recordSliced(_ event: TraceEvent) throws {
    if run.status == .interrupted, event.sequence.rawValue > run.wholeEventCount {
      try compareStatements()
      isComplete = true
      if stops { throw Stop() }
      return
    }
    sliced?.fingerprint.combine(event)
    guard let next = sliced?.next, next.sequence == event.sequence else {
      if run.promises(event) { try found(.event(one: event, other: nil)) }
      return
    }
    guard try reader.whole(next, of: run.id) == event else {
      return try found(.event(one: event, other: next))
    }
    sliced?.next = try stored.nextEvent()
    try take(next)
  }
}
