import GRDB
import Glibc
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
    try Self.reserve(path)
    do {
      queue = try TraceFile.open(path, for: .recording)
      try translatingErrors(of: path) {
        try queue.inDatabase { database in
          try ladder.climb(database, from: 0)
          try Self.nameKinds(in: database)
          // The file itself is a trace from now on, also without what lies beside it.
          try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
      }
    } catch {
      Self.remove(path)
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
        if version < ladder.version { try ladder.climb(database, from: version) }
        try ladder.verify(database, path: path, forWriting: true)
        try Self.nameKinds(in: database)
      }
    }
  }

  /// A sink that records runs into the file, one after another.
  ///
  /// - Parameter branch: Where the runs leave the run of the file that they vary, if they vary one.
  package func makeRecorder(branch: Run.Branch? = nil) -> Recorder {
    Recorder(store: self, branch: branch)
  }

  /// Builds the indexes, makes the trace one file, and gives it free.
  ///
  /// Without it the trace is whole as well, but slower to read, and has a second file beside it.
  package func close() throws {
    guard !isClosed else { return }
    isClosed = true
    try translatingErrors(of: path) {
      try queue.inDatabase { database in
        try ladder.buildIndexes(in: database)
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try queue.close()
    }
  }

  /// Runs `body` in a transaction.
  func write(_ body: (Database) throws -> Void) throws {
    try translatingErrors(of: path) {
      try queue.inDatabase { database in
        if hasIndexes {
          try ladder.dropIndexes(in: database)
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

  /// Creates an empty file that was not there before.
  private static func reserve(_ path: String) throws {
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let reason: TraceStoreError.Reason =
        switch errno {
        case EEXIST: .alreadyExists
        case ENOSPC, EDQUOT: .diskFull
        case EROFS, EACCES, EPERM: .readOnly
        default: .cannotCreate
        }
      throw TraceStoreError(reason, path: path)
    }
    closeDescriptor(descriptor)
  }

  /// Removes a file that could not become a trace, with what SQLite keeps beside it.
  private static func remove(_ path: String) {
    for suffix in ["-wal", "-shm", "-journal", ""] { unsafe unlink(path + suffix) }
  }
}

/// `close(2)`, which a method of the same name hides.
private func closeDescriptor(_ descriptor: CInt) { _ = close(descriptor) }
