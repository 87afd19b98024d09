import GRDB
import TraceModel

/// What of a run goes into the file in one transaction, and how far the run has got with it.
struct RunBatch: Sendable {
  /// The text behind an event.
  struct Entry: Sendable {
    var event: EventSequence
    var entry: EventLogEntry
  }

  /// The hash of a run's events up to one.
  struct Checkpoint: Sendable {
    var sequence: Int64
    var fingerprint: Fingerprint
  }

  let run: Run.ID
  let captured: CapturedRows
  let connections: [RPCConnection]
  let events: [TraceEvent]
  let cuts: [CutCause]
  let entries: [Entry]
  let checkpoints: [Checkpoint]
  let backlogs: BacklogRows
  let outcome: RunOutcome?
  let duration: TraceDuration
  let time: TraceInstant
  /// How many events there are with those of the batch.
  let count: Int64
  let fingerprint: Fingerprint

  func store(in database: Database) throws {
    try captured.store(in: database, run: run)
    try storeConnections(in: database)
    try EventTable.insert(events, run: run, into: database)
    for cut in cuts { try cut.store(in: database, run: run) }
    try storeEntries(in: database)
    let row = try database.cachedStatement(sql: "INSERT INTO checkpoint VALUES (?, ?, ?)")
    for checkpoint in checkpoints {
      try row.execute(
        arguments: [
          run, checkpoint.sequence, Int64(bitPattern: checkpoint.fingerprint.value),
        ])
    }
    try backlogs.store(in: database, run: run)
    try database.execute(
      sql: """
        UPDATE run SET status = ?, outcome = ?, duration = ?, end_time = ?, event_count = ?,
          fingerprint = ?
        WHERE id = ?
        """,
      arguments: [
        outcome == nil ? 1 : 2, outcome.map { Int64($0.rawValue) }, duration.nanoseconds,
        time.nanoseconds, count, Int64(bitPattern: fingerprint.value), run,
      ])
  }

  private func storeConnections(in database: Database) throws {
    try RowInserter.insert(
      connections, into: "connection", columns: 7, of: database
    ) { row, connection in
      row.put(run)
      row.put(connection.id.rawValue)
      row.put(connection.client.rawValue)
      row.put(connection.server.rawValue)
      row.put(connection.clientEndpoint)
      row.put(connection.serverAddress)
      row.put(connection.association?.rawValue)
    }
  }

  private func storeEntries(in database: Database) throws {
    let row = try database.cachedStatement(sql: "INSERT INTO log_entry VALUES (?, ?, ?, ?, ?)")
    for entry in entries {
      try row.execute(
        arguments: [
          EventKey.key(run: run, sequence: entry.event.rawValue), Int64(entry.entry.id),
          Int(entry.entry.type.rawValue), entry.entry.category, entry.entry.text,
        ])
    }
  }
}
