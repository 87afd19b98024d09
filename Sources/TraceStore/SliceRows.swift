import GRDB
import TraceModel

/// What only slices have, on its way into the file.
struct SliceRows {
  let slice: Run.Slice
  private var kept: Set<EventSequence> = []
  /// The causes that were cut off since the last batch.
  var cuts: [CutCause] = []

  init(_ slice: Run.Slice) { self.slice = slice }

  /// Takes the next event; it comes back without its cause if the slice does not hold that.
  mutating func take(_ event: TraceEvent) -> TraceEvent {
    kept.insert(event.sequence)
    guard let cause = event.cause, !kept.contains(cause) else { return event }
    cuts.append(CutCause(event: event.sequence, cause: cause))
    var event = event
    event.cause = nil
    return event
  }

}

/// What led to an event of a slice that does not hold that.
struct CutCause: Sendable {
  var event: EventSequence
  var cause: EventSequence

  func store(in database: Database, run: Run.ID) throws {
    try database.cachedStatement(sql: "INSERT INTO cut_cause VALUES (?, ?)").execute(
      arguments: [EventKey.key(run: run, sequence: event.rawValue), cause.rawValue])
  }
}

extension Run.Slice {
  /// Inserts the rows that say what a run holds of another.
  func insert(into database: Database, run: Run.ID) throws {
    try database.execute(
      sql: "INSERT INTO slice VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        run, window.lowerBound.nanoseconds, window.upperBound.nanoseconds, wholeEventCount,
        wholeEnd.nanoseconds, Int64(bitPattern: wholeFingerprint.value),
      ])
    for host in hosts {
      try database.execute(
        sql: "INSERT INTO slice_host VALUES (?, ?)", arguments: [run, Int(host.rawValue)])
    }
  }
}
