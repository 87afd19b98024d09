import Glibc
import TraceStore

/// What was at a path before a new trace; it is set aside until that can be created.
struct FormerTrace {
  private let path: String
  private var moved: [(from: String, to: String)] = []

  /// Creates a trace file.
  ///
  /// - Parameter replacing: Whether a file of this name may be replaced; it is only once the new
  ///   one is there.
  /// - Throws: ``Failure`` with code 73, or `TraceStoreError`.
  static func create(_ path: String, replacing: Bool) throws -> TraceWriter {
    let former = try FormerTrace(path: path, replaceable: replacing)
    do {
      let store = try TraceWriter(creating: path)
      former.discard()
      return store
    } catch {
      former.putBack()
      throw error
    }
  }

  /// - Throws: ``Failure`` with code 73 if something is there that may not or cannot be replaced.
  private init(path: String, replaceable: Bool) throws {
    self.path = path
    switch FileSystem.kind(of: path) {
    case .nothing where !replaceable: return
    case .nothing: break
    case .folder, .other:
      throw Failure(.cannotCreate, "\(path) is not a file; name another with -o.")
    case .file where !replaceable:
      throw Failure(
        .cannotCreate, "\(path) is there already; --force replaces it, -o names another file.")
    case .file: try Self.requireIdle(path)
    }
    // What SQLite keeps beside an interrupted trace belongs to that one alone.
    for suffix in ["", "-wal", "-shm", "-journal"] {
      let name = path + suffix
      guard FileSystem.kind(of: name) != .nothing else { continue }
      let aside = "\(name).\(getpid()).former"
      do {
        try FileSystem.rename(name, to: aside)
      } catch {
        putBack()
        throw Failure(.cannotCreate, "\(path) cannot be replaced: \(error).")
      }
      moved.append((name, aside))
    }
  }

  /// Throws if another process is recording into the file.
  private static func requireIdle(_ path: String) throws {
    do {
      _ = try TraceReader(path)
    } catch let error as TraceStoreError where error.reason == .busy {
      throw error
    } catch {
      // What cannot be read as a trace may be replaced all the same.
    }
  }

  private func putBack() {
    for file in moved { try? FileSystem.rename(file.to, to: file.from) }
  }

  private func discard() {
    for file in moved { FileSystem.remove(file.to) }
  }
}
