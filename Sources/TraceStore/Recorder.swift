import GRDB
package import TraceModel

/// Records runs into a trace file, one after another.
///
/// Events are kept in memory and stored a batch at a time, each batch in one transaction that also
/// says how far the run has got: a recording that is cut off is a trace up to its last batch.
package final class Recorder: TraceSink {
  /// How many events a transaction stores.
  static let batchSize = 10_000

  let store: TraceWriter
  private let branch: Run.Branch?
  /// The number and the rest of the run that is recorded in part, if one is.
  private let part: (run: Run.ID, slice: Run.Slice)?
  private let isStopRequested: () -> Bool
  private var run: RunInProgress?
  /// What the file has of the run that is handed over first, if that was interrupted.
  private var remainder: Remainder?

  /// The runs that have been recorded to their end.
  package private(set) var recorded: [Run] = []

  /// Thrown to the producer because it was asked to stop; all that it handed over is in the file.
  package struct Stop: Error {
    /// The run that it broke off, as far as that is recorded; `nil` if none had begun.
    package var run: Run?
  }

  init(
    store: TraceWriter, branch: Run.Branch?, resuming remainder: Remainder? = nil,
    part: (run: Run.ID, slice: Run.Slice)? = nil, isStopRequested: @escaping () -> Bool
  ) {
    self.part = part
    self.remainder = remainder
    self.store = store
    self.branch = branch
    self.isStopRequested = isStopRequested
  }

  package func begin(_ header: RunHeader) throws {
    guard run == nil else { throw misuse("A run begins before the last one ended") }
    if let fault = header.fault { throw misuse(fault) }
    guard !isStopRequested() else { throw Stop(run: nil) }
    if let remainder {
      guard header == remainder.header else {
        throw misuse("Run \(remainder.run) was started from something else")
      }
      run = RunInProgress(
        id: remainder.run, header: header, firstSeries: remainder.firstSeries)
      return
    }
    var id = 0
    var series = 0
    try store.write { database in
      id = try part?.run ?? 1 + (Int.fetchOne(database, sql: "SELECT max(id) FROM run") ?? 0)
      series = try 1 + (Int.fetchOne(database, sql: "SELECT max(id) FROM series") ?? 0)
      guard id <= EventKey.greatestRun else { throw misuse("The file has too many runs") }
      if let branch, part == nil { try check(branch, in: database) }
      try header.insert(into: database, id: id, branch: branch)
      try part?.slice.insert(into: database, run: id)
    }
    run = RunInProgress(
      id: id, header: header, firstSeries: series, slice: part.map { SliceRows($0.slice) })
  }

  package func declare(_ connection: RPCConnection) throws {
    guard let count = run?.connections.count else {
      throw misuse("A connection is declared, but no run has begun")
    }
    if count >= Self.batchSize { try flush() }
    run?.connections.append(connection)
  }

  package func record(_ event: TraceEvent) throws {
    guard let size = run?.events.count else {
      throw misuse("An event is recorded, but no run has begun")
    }
    if size >= Self.batchSize || (run?.captured.octets ?? 0) >= CapturedRows.greatestOctets {
      try flush()
      if isStopRequested() {
        try store.settle()
        throw stop()
      }
    }
    if let mistake = run?.record(event) { throw misuse(mistake.description) }
  }

  package func log(_ entry: EventLogEntry, at event: EventSequence) throws {
    guard let last = run?.events.last, last.sequence == event, last.kind == .logEntry else {
      throw misuse("The text of event \(event.rawValue) does not follow its event")
    }
    guard TextLimit.allows(entry.text, TextLimit.entry),
      TextLimit.allows(entry.category, TextLimit.name)
    else { throw misuse("The text of event \(event.rawValue) is none for a trace") }
    run?.log(entry)
  }

  package func end(_ outcome: RunOutcome, at time: TraceInstant) throws {
    guard let last = run?.time, time >= last else {
      throw misuse("A run ends before its last event, or has not begun")
    }
    run?.end(outcome, at: time)
    try finish()
    if let run { recorded.append(run.summary(outcome: outcome, branch: branch)) }
    run = nil
  }

  /// Stores what the run has so far, and leaves it interrupted; does nothing if no run has begun.
  ///
  /// - Parameter time: How far it got, if that is beyond its last event.
  package func breakOff(at time: TraceInstant? = nil) throws {
    guard run != nil else { return }
    if let time { run?.reach(time) }
    try finish()
    run = nil
  }

  /// Ends the run where it is; the event that comes next is not recorded.
  private func stop() -> Stop {
    defer { run = nil }
    return Stop(run: run?.summary(outcome: nil, branch: branch))
  }

  /// Hands what is in memory over to be stored; after an error the run has ended, and the file has
  /// what was stored before.
  private func flush() throws {
    guard let batch = run?.takeBatch() else { return }
    do {
      if let remainder, batch.count <= remainder.events {
        try compare(batch, with: remainder)
      } else {
        remainder = nil
        try store.writeBehind(batch.store)
      }
    } catch {
      run = nil
      throw error
    }
  }

  /// Hands over what is left, and waits until all of it is stored.
  private func finish() throws {
    try flush()
    do {
      try store.settle()
    } catch {
      run = nil
      throw error
    }
  }

  private func check(_ branch: Run.Branch, in database: Database) throws {
    let count = try Int64.fetchOne(
      database, sql: "SELECT event_count FROM run WHERE id = ?", arguments: [branch.run])
    guard let count, (1...max(count, 1)).contains(branch.event.rawValue) else {
      throw misuse("There is no event \(branch.event.rawValue) of run \(branch.run) to branch at")
    }
  }

  /// Lets `body` change the run that is being recorded; a text that it returns is a mistake.
  func update(_ body: (inout RunInProgress) -> String?) throws {
    let answer: String?? = run?.update(body)
    guard let answer else { throw misuse("Something is recorded, but no run has begun") }
    if let answer { throw misuse(answer) }
  }

  private func misuse(_ what: String) -> TraceStoreError {
    TraceStoreError(.badInput(what), path: store.path)
  }
}
