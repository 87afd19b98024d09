import GRDB
import TraceModel

/// How a recording goes on that was interrupted: the run is handed over once more from its first
/// event, what is stored of it is compared, and what follows is stored.
extension Recorder {
  /// What a file has of a run that was interrupted.
  struct Remainder {
    var run: Run.ID
    var header: RunHeader
    /// The events that are stored, whole batches.
    var events: Int64
    var fingerprint: Fingerprint
    /// The number of the run's first series.
    var firstSeries: Int
  }

  /// What a file has of a run.
  ///
  /// - Throws: ``TraceStoreError`` if the run was not broken off behind a batch.
  static func remainder(of run: Run, in store: TraceWriter) throws -> Remainder {
    guard run.eventCount % batchSize == 0 else {
      throw TraceStoreError(
        .badData("The recording was not broken off behind a batch"), path: store.path,
        row: "run \(run.id)")
    }
    let series = try store.queue.inDatabase { database in
      try Int.fetchOne(
        database, sql: "SELECT max(id) FROM series WHERE run < ?", arguments: [run.id])
    }
    return Remainder(
      run: run.id, header: run.header, events: Int64(run.eventCount),
      fingerprint: run.fingerprint, firstSeries: 1 + (series ?? 0))
  }

  /// Compares a batch that is stored with the one that was handed over.
  ///
  /// - Throws: ``TraceStoreError`` with the first event that differs.
  func compare(_ batch: RunBatch, with remainder: Remainder) throws {
    var stored: [TraceEvent] = []
    let first = batch.count - Int64(batch.events.count) + 1
    try translatingErrors(of: store.path) {
      try store.queue.inDatabase { database in
        let statement = try database.cachedStatement(
          sql: "\(EventTable.selection) WHERE id BETWEEN ? AND ? ORDER BY id")
        try statement.setArguments([
          EventKey.key(run: batch.run, sequence: first),
          EventKey.key(run: batch.run, sequence: batch.count),
        ])
        try EventTable.read(statement, of: batch.run, path: store.path, into: &stored)
      }
    }
    let isEnd = batch.count == remainder.events
    guard stored != batch.events || isEnd && batch.fingerprint != remainder.fingerprint else {
      return
    }
    let pairs = zip(batch.events, stored).first { $0 != $1 }
    let event = pairs?.0.sequence.rawValue ?? batch.count
    throw TraceStoreError(
      .badData(
        "What is simulated now differs from what is stored from event \(event) on; nothing was "
          + "added"), path: store.path, row: "run \(batch.run)")
  }
}
