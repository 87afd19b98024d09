import GRDB

extension TraceStoreError {
  /// What an error of SQLite means for the trace at `path`.
  init(_ error: DatabaseError, path: String) {
    let reason: Reason =
      switch error.extendedResultCode {
      case .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP: .cannotGather
      default: Self.reason(of: error.resultCode)
      }
    self.init(reason, path: path)
  }

  private static func reason(of code: ResultCode) -> Reason {
    switch code {
    case .SQLITE_NOTADB: .notATrace
    case .SQLITE_CANTOPEN: .cannotOpen
    case .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH: .readOnly
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
    case .SQLITE_FULL: .diskFull
    case .SQLITE_IOERR, .SQLITE_NOLFS: .inputOutput
    case .SQLITE_INTERRUPT, .SQLITE_NOMEM: .tooCostly
    default: .damaged
    }
  }
}

/// Runs `body` and says in a trace's words what SQLite reports.
func translatingErrors<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as DatabaseError {
    throw TraceStoreError(error, path: path)
  } catch is RowDecodingError {
    throw TraceStoreError(.damaged, path: path)
  }
}
