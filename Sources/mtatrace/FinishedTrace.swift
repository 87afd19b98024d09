import Glibc
import TraceStore

/// A trace that appears under its name once it is finished, or not at all.
struct FinishedTrace {
  private let path: String

  /// - Parameter replacing: Whether a file of that name may be replaced.
  /// - Throws: ``Failure`` with code 73 if there is something of that name that may not.
  init(at path: String, replacing: Bool) throws {
    switch FileSystem.kind(of: path) {
    case .nothing: break
    case .file where replacing:
      // Locked if a recording goes into it; what SQLite keeps beside it would go with the new one.
      try TraceWriter(appendingTo: path).close()
    case .file, .folder, .other:
      throw Failure(
        .cannotCreate, "\(path) is there already; --force replaces a trace, -o names another file.")
    }
    self.path = path
  }

  /// Lets `body` make the trace under another name, and gives it its own then.
  func make<Result>(_ body: (_ temporary: String) throws -> Result) throws -> Result {
    let temporary = "\(path).\(getpid()).partial"
    do {
      let result = try body(temporary)
      try FileSystem.rename(temporary, to: path)
      return result
    } catch {
      for suffix in ["", "-wal", "-journal"] { FileSystem.remove(temporary + suffix) }
      if let error = error as? TraceStoreError, error.path == temporary {
        throw TraceStoreError(error.reason, path: path, row: error.row)
      }
      guard let error = error as? SystemError else { throw error }
      throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
    }
  }
}
