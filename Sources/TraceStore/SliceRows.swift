import GRDB
import TraceModel

/// What only slices have, on its way into the file.
struct SliceRows {
  let slice: Run.Slice
  private var kept: Set<EventSequence> = []
  private var cuts: [(event: EventSequence, cause: EventSequence)] = []

  init(_ slice: Run.Slice) { self.slice = slice }

  /// Takes the next event; it comes back without its cause if the slice does not hold that.
  mutating func take(_ event: TraceEvent) -> TraceEvent {
    kept.insert(event.sequence)
    guard let cause = event.cause, !kept.contains(cause) else { return event }
    cuts.append((event.sequence, cause))
    var event = event
    event.cause = nil
    return event
  }

  mutating func markStored() { cuts.removeAll(keepingCapacity: true) }

  /// Stores the causes that were cut off.
  func store(in database: Database, run: Run.ID) throws {
    let row = try database.cachedStatement(sql: "INSERT INTO cut_cause VALUES (?, ?)")
    for (event, cause) in cuts {
      try row.execute(
        arguments: [EventKey.key(run: run, sequence: event.rawValue), cause.rawValue])
    }
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
