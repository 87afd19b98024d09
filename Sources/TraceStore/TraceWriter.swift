import Dispatch
import GRDB
import Synchronization
package import TraceModel

/// A trace file that is open for recording.
///
/// The file is locked until ``close()``: nobody reads half a batch. What has been committed
/// survives the end of the process at any moment. At rest a trace is one file.
///
/// What is recorded is stored by a thread of its own, in the order in which it is handed over,
/// while the next batch comes about: the file is the same as from one thread.
package final class TraceWriter: Sendable {
  /// The trace file.
  package let path: String
  let ladder: SchemaLadder
  let queue: DatabaseQueue
  private let state: Mutex<State>
  private let storing = DispatchQueue(label: "storing")
  /// Batches that may wait to be stored, for memory does not grow with a slow disk.
  private let room = DispatchSemaphore(value: 2)

  private struct State {
    var hasIndexes: Bool
    var isClosed = false
    /// SQLite's count of schema changes with the indexes that the file had, once they are dropped.
    var indexedSchema: Int?
    /// Why a batch could not be stored; no later one is.
    var failure: TraceStoreError?
  }

  /// Creates a trace file.
  ///
  /// - Throws: ``TraceStoreError``, with the reason `alreadyExists` if there is a file of that
  ///   name.
  package convenience init(creating path: String) throws {
    try self.init(creating: path, ladder: .current)
  }

  /// Opens a trace file to add runs to it; an older one is brought to the newest schema.
  package convenience init(appendingTo path: String) throws {
    try self.init(appendingTo: path, ladder: .current)
  }

  init(creating path: String, ladder: SchemaLadder) throws {
    self.path = path
    self.ladder = ladder
    state = Mutex(State(hasIndexes: false))
    let file = NewTraceFile(path)
    try file.create { database in
      try ladder.climb(database, from: 0)
      try Self.nameKinds(in: database)
    }
    do {
      queue = try TraceFile.open(path, for: .recording)
    } catch {
      file.remove()
      throw error
    }
  }

  init(appendingTo path: String, ladder: SchemaLadder) throws {
    self.path = path
    self.ladder = ladder
    state = Mutex(State(hasIndexes: true))
    try TraceFile.requireFile(path)
    queue = try TraceFile.open(path, for: .recording)
    try translatingErrors(of: path) {
      try queue.inDatabase { database in
        let version = try ladder.version(of: database, path: path)
        try ladder.verifyTables(database, version: version, path: path)
        try ladder.verifyNoTriggers(database, path: path)
        if version < ladder.version { try ladder.climb(database, from: version) }
        try ladder.verify(database, path: path)
        try Self.nameKinds(in: database)
      }
    }
  }

  /// A sink that records runs into the file, one after another.
  ///
  /// - Parameters:
  ///   - branch: Where the runs leave the run of the file that they vary, if they vary one.
  ///   - isStopRequested: Asked before each run and after each batch of events; if it says so, the
  ///     recorder throws ``Recorder/Stop``.
  package func makeRecorder(
    branch: Run.Branch? = nil, isStopRequested: @escaping () -> Bool = { false }
  ) -> Recorder {
    Recorder(store: self, branch: branch, isStopRequested: isStopRequested)
  }

  /// A sink that records a part of a run into the file, under the run's number.
  ///
  /// Events keep their sequences, so that there may be gaps between them; where the part does not
  /// hold what led to an event, it keeps the sequence of that instead.
  ///
  /// - Parameters:
  ///   - run: The whole run, of another file.
  ///   - slice: What is promised of it.
  package func makeRecorder(of run: Run, slicedTo slice: Run.Slice) -> Recorder {
    Recorder(store: self, branch: run.branch, part: (run.id, slice), isStopRequested: { false })
  }

  /// A sink that goes on with a run of the file that was interrupted, and then records further
  /// ones; every event of that run is handed over once more, from the first.
  ///
  /// - Parameters:
  ///   - run: The last run of the file, as it is stored.
  ///   - isStopRequested: As for ``makeRecorder(branch:isStopRequested:)``.
  /// - Throws: ``TraceStoreError`` if the run cannot go on.
  package func makeResumingRecorder(
    of run: Run, isStopRequested: @escaping () -> Bool
  ) throws -> Recorder {
    Recorder(
      store: self, branch: nil, resuming: try Recorder.remainder(of: run, in: self),
      isStopRequested: isStopRequested)
  }

  /// Builds the indexes, makes the trace one file, and gives it free.
  ///
  /// Without it the trace is whole as well, but slower to read, and has a second file beside it.
  /// So it is where the indexes cannot be built, which is thrown once the file is closed.
  package func close() throws {
    let isClosed = state.withLock { state in
      defer { state.isClosed = true }
      return state.isClosed
    }
    guard !isClosed else { return }
    storing.sync {}
    try translatingErrors(of: path) {
      let indexing = Result { try buildIndexes() }
      // Ends WAL without a journal: what is left to write then is the header, which is no longer
      // than a sector, and a journal that a killed process leaves keeps readers out.
      let leaving = Result {
        try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY") }
      }
      // A full disk keeps the log from its end, and nobody from reading it.
      try queue.close()
      try indexing.get()
      try leaving.get()
    }
  }

  private func buildIndexes() throws {
    try queue.inDatabase { database in
      do {
        try ladder.buildIndexes(in: database)
      } catch is DatabaseError {
        // The temporary folder may be full where the trace's own is not; memory may do instead.
        try database.execute(sql: "PRAGMA temp_store = MEMORY")
        try ladder.buildIndexes(in: database)
      }
      // Dropped and built again, the schema is what it was: so is a trace that was added to in
      // parts the one that was recorded at once.
      if let indexedSchema = state.withLock(\.indexedSchema) {
        try database.execute(sql: "PRAGMA schema_version = \(indexedSchema)")
      }
    }
  }

  /// Runs `body` in a transaction.
  func write(_ body: (Database) throws -> Void) throws {
    try translatingErrors(of: path) {
      try queue.inDatabase { database in
        if state.withLock(\.hasIndexes) {
          let count = try Int.fetchOne(database, sql: "PRAGMA schema_version")
          let hadIndexes = try ladder.dropIndexes(in: database)
          state.withLock { state in
            if hadIndexes { state.indexedSchema = count }
            state.hasIndexes = false
          }
        }
        try database.inTransaction {
          try body(database)
          return .commit
        }
      }
    }
  }

  /// Runs `body` in a transaction behind the caller's back, which waits only where too much is left
  /// to be stored.
  ///
  /// - Throws: ``TraceStoreError`` if something that was handed over before could not be stored.
  func writeBehind(_ body: @escaping @Sendable (Database) throws -> Void) throws {
    room.wait()
    storing.async { [self] in
      defer { room.signal() }
      guard state.withLock({ $0.failure == nil }) else { return }
      do {
        try write(body)
      } catch {
        let failure =
          error as? TraceStoreError ?? TraceStoreError(.badData("\(error)"), path: path)
        state.withLock { $0.failure = failure }
      }
    }
    try checkFailure()
  }

  /// Waits until everything that was handed over is stored.
  ///
  /// - Throws: ``TraceStoreError`` if something could not be.
  func settle() throws {
    storing.sync {}
    try checkFailure()
  }

  private func checkFailure() throws {
    if let failure = state.withLock(\.failure) { throw failure }
  }

  /// Tells the file how views spell each kind, kinds included that an older program did not know.
  private static func nameKinds(in database: Database) throws {
    let statement = try database.makeStatement(
      sql: "INSERT OR IGNORE INTO kind (id, name) VALUES (?, ?)")
    try database.inTransaction {
      for kind in EventKind.allCases {
        try statement.execute(arguments: [Int(kind.rawValue), kind.name])
      }
      return .commit
    }
  }
}
