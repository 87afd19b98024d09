import GRDB
import Glibc

/// A trace file that is about to appear, and appears as a trace: a file of its name is one from its
/// first moment on, whenever the process ends.
struct NewTraceFile {
  let path: String
  /// What it is called until it is a trace.
  private let draft: String

  init(_ path: String) {
    self.path = path
    draft = "\(path).\(getpid()).draft"
  }

  /// Creates the file and fills it with what `body` writes.
  ///
  /// What an interrupted recording left beside a trace that is gone counts as well: SQLite would
  /// take it for the new file's own.
  ///
  /// - Throws: ``TraceStoreError``, with the reason `alreadyExists` if there is a file of that
  ///   name; what is there stays as it is.
  func create(_ body: (Database) throws -> Void) throws {
    for name in [path, path + "-wal", path + "-journal"] where Self.isTaken(name) {
      throw TraceStoreError(.alreadyExists, path: name)
    }
    removeDraft()
    do {
      try reserve(draft)
      try translatingErrors(of: path) {
        let queue = try TraceFile.open(draft, for: .creating)
        try queue.inDatabase(body)
        try queue.close()
      }
      try publish()
    } catch let error as TraceStoreError {
      removeDraft()
      throw TraceStoreError(error.reason, path: path, row: error.row)
    }
  }

  /// Gives the draft its name, unless that is taken by now.
  private func publish() throws {
    if unsafe link(draft, path) == 0 {
      removeDraft()
      return
    }
    guard [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) else { throw systemError }
    // The file system knows no second names: an empty file keeps the name until the draft has it.
    try reserve(path)
    guard unsafe rename(draft, path) == 0 else {
      let error = systemError
      unsafe unlink(path)
      throw error
    }
  }

  /// Creates an empty file that was not there before.
  private func reserve(_ name: String) throws {
    let descriptor = unsafe open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw systemError }
    close(descriptor)
  }

  private var systemError: TraceStoreError {
    let reason: TraceStoreError.Reason =
      switch errno {
      case EEXIST: .alreadyExists
      case ENOSPC, EDQUOT: .diskFull
      case EROFS, EACCES, EPERM: .readOnly
      default: .cannotCreate
      }
    return TraceStoreError(reason, path: path)
  }

  private func removeDraft() {
    for suffix in ["-wal", "-journal", ""] { unsafe unlink(draft + suffix) }
  }

  /// Removes the file again, with what SQLite keeps beside it.
  func remove() {
    for suffix in ["-wal", "-journal", ""] { unsafe unlink(path + suffix) }
  }

  /// Whether there is anything of this name, a link to nowhere included.
  private static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }
}
