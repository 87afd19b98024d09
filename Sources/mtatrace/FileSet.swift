import Glibc

/// Files that belong together: none appears before all are written.
///
/// Each is written under a temporary name beside its own as soon as it is there, so that memory
/// holds one at a time. A program that is killed while they get their names leaves some of them,
/// each whole.
struct FileSet {
  private var written: [(temporary: String, path: String)] = []

  /// Writes a file, which does not appear yet.
  ///
  /// - Throws: ``Failure``: 73 if the file cannot be created, 74 if it cannot be written.
  mutating func add(_ octets: [UInt8], at path: String) throws {
    guard [.nothing, .file].contains(FileSystem.kind(of: path)) else {
      return try FileOutput(path: path).write(octets)
    }
    let temporary = "\(path).\(getpid()).partial"
    written.append((temporary, path))
    try FileOutput(path: temporary).writeOnce(octets, for: path)
  }

  /// Gives all files their names.
  ///
  /// - Throws: ``Failure`` with code 73.
  mutating func appear() throws {
    for (temporary, path) in written {
      do {
        try FileSystem.rename(temporary, to: path)
      } catch {
        throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
      }
    }
    written.removeAll()
  }

  /// Removes what has not appeared.
  mutating func discard() {
    for (temporary, _) in written { FileSystem.remove(temporary) }
    written.removeAll()
  }
}
