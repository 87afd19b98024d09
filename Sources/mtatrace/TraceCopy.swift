import Glibc
import TraceStore

/// A copy of a trace that something is added to before it appears.
struct TraceCopy {
  private let reader: TraceReader
  private let path: String

  /// - Parameter replacing: Whether a file of that name may be replaced.
  /// - Throws: ``Failure`` with code 73 if there is something of that name that may not.
  init(of reader: TraceReader, at path: String, replacing: Bool) throws {
    switch FileSystem.kind(of: path) {
    case .nothing: break
    case .file where replacing:
      // Locked if a recording goes into it; what SQLite keeps beside it would go with the new one.
      try TraceWriter(appendingTo: path).close()
    case .file, .folder, .other:
      throw Failure(
        .cannotCreate, "\(path) is there already; --force replaces a trace, -o names another file.")
    }
    self.reader = reader
    self.path = path
  }

  /// Makes the copy under another name, and gives it its own once `body` is done with it.
  func make<Result>(_ body: (_ temporary: String) throws -> Result) throws -> Result {
    let temporary = "\(path).\(getpid()).partial"
    do {
      try reader.copy(to: temporary)
      let result = try body(temporary)
      try FileSystem.rename(temporary, to: path)
      return result
    } catch {
      for suffix in ["", "-wal", "-journal"] { FileSystem.remove(temporary + suffix) }
      guard let error = error as? SystemError else { throw error }
      throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
    }
  }
}
