import GRDB
package import TraceModel

/// A trace file that is open for recording.
///
/// The file is locked until ``close()``: nobody reads half a batch. What has been committed
/// survives the end of the process at any moment. At rest a trace is one file.
package final class TraceWriter {
  /// The trace file.
  package let path: String
  let ladder: SchemaLadder
  let queue: DatabaseQueue
  private var hasIndexes: Bool
  private var isClosed = false
  /// SQLite's count of schema changes with the indexes that the file had, once they are dropped.
  private var indexedSchema: Int?

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
    hasIndexes = false
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
    hasIndexes = true
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
    guard !isClosed else { return }
    isClosed = true
    try translatingErrors(of: path) {
      let indexing = Result { try buildIndexes() }
      // Ends WAL without a journal: what is left to write then is the header, which is no longer
      // than a sector, and a journal that a killed process leaves keeps readers out.
      try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY") }
      try queue.close()
      try indexing.get()
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
      if let indexedSchema { try database.execute(sql: "PRAGMA schema_version = \(indexedSchema)") }
    }
  }

  /// Runs `body` in a transaction.
  func write(_ body: (Database) throws -> Void) throws {
    try translatingErrors(of: path) {
      try queue.inDatabase { database in
        if hasIndexes {
          let count = try Int.fetchOne(database, sql: "PRAGMA schema_version")
          if try ladder.dropIndexes(in: database) { indexedSchema = count }
          hasIndexes = false
        }
        try database.inTransaction {
          try body(database)
          return .commit
        }
      }
    }
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
