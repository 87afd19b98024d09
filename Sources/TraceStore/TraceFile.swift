import GRDB
import GRDBSQLite
import Glibc

/// How trace files are opened.
enum TraceFile {
  enum Purpose {
    /// Nobody else knows of the file yet.
    case creating
    case recording
    case reading
  }

  /// Checks that there is a file which can be opened, since SQLite does not say why it cannot.
  static func requireFile(_ path: String) throws {
    guard !path.isEmpty, unsafe access(path, F_OK) == 0 else {
      throw TraceStoreError(.notFound, path: path)
    }
    var status = stat()
    let isFile = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    guard isFile, unsafe access(path, R_OK) == 0 else {
      throw TraceStoreError(.cannotOpen, path: path)
    }
  }

  /// Checks that a file at rest ends with a whole page: SQLite reads what is missing of the last
  /// one as zeros.
  ///
  /// Beside a log it may end anywhere, since the log has the page.
  ///
  /// - Throws: ``TraceStoreError`` with the reason `damaged`.
  static func requireWholePages(_ path: String, of size: Int) throws {
    var (file, log) = (stat(), stat())
    guard size > 0, unsafe stat(path, &file) == 0, file.st_size % size != 0 else { return }
    guard unsafe stat(path + "-wal", &log) == 0, log.st_size > 0 else {
      throw TraceStoreError(.damaged, path: path)
    }
  }

  /// Opens a file.
  ///
  /// - Parameter limit: What a question may cost, from the first one on: the one for the schema.
  static func open(
    _ path: String, for purpose: Purpose, within limit: ReadingLimit? = nil
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "trace"
    configuration.readonly = purpose == .reading
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
      limit?.install(in: database)
      try database.execute(sql: purpose == .reading ? readingPragmas : recordingPragmas)
    }
    return try translatingErrors(of: path) {
      let queue = try DatabaseQueue(path: plainPath(path), configuration: configuration)
      if purpose != .reading {
        try queue.inDatabase { try $0.execute(sql: walPragmas) }
      }
      return queue
    }
  }

  /// SQLite takes some names for something else than a file: a URI, or a database in memory.
  private static func plainPath(_ path: String) -> String {
    path.hasPrefix("/") ? path : "./\(path)"
  }

  /// A file from elsewhere may hold anything.
  private static let readingPragmas = """
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA query_only = ON;
    PRAGMA temp_store = MEMORY;
    """

  /// A process that dies loses no committed batch: `NORMAL` leaves only a power cut to chance, and
  /// even that damages nothing.
  ///
  /// The cache also bounds what building the indexes keeps in memory, which sorts the rest in a
  /// temporary file: rows are appended, so that a larger cache makes nothing faster (measured over
  /// 11 million events: 52 MB in all, against 144 MB with 64 MiB of cache and no file).
  private static let recordingPragmas = """
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA page_size = 8192;
    PRAGMA temp_store = FILE;
    PRAGMA cache_size = -8192;
    """

  private static let walPragmas = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 4096;
    """
}
