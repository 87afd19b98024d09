import Glibc

/// A file that appears whole or not at all.
struct FileOutput {
  /// The path, or `-` for standard output.
  let path: String

  /// Writes the file under a temporary name beside it, waits until the disk has it, and renames it.
  ///
  /// A device or a pipe, which nothing may replace, is written to directly.
  /// - Throws: ``Failure``: 73 if the file cannot be created, 74 if it cannot be written.
  func write(_ octets: [UInt8]) throws {
    switch FileSystem.kind(of: path) {
    case _ where path == "-": try StandardOutput.write(octets)
    case .folder: throw Failure(.cannotCreate, "\(path) is a folder; name a file in it.")
    case .other: try write(octets, under: path)
    case .nothing, .file:
      let temporary = "\(path).\(getpid()).partial"
      do {
        try write(octets, under: temporary)
        try rename(temporary)
      } catch {
        FileSystem.remove(temporary)
        throw error
      }
    }
  }

  /// Makes the folders that the file lies in, as far as they are missing.
  /// - Throws: ``Failure`` with code 73.
  func makeFolder() throws {
    do {
      try FileSystem.makeFolder(for: path)
    } catch {
      throw Failure(.cannotCreate, "The folder of \(path) cannot be created: \(error).")
    }
  }

  private func write(_ octets: [UInt8], under name: String) throws(Failure) {
    let file: FileDescriptor
    do {
      file = try FileSystem.create(name)
    } catch {
      throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
    }
    do {
      try file.write(octets)
      try file.synchronize()
      try file.close()
    } catch {
      throw Failure(.inputOutput, "Not all of \(path) could be written: \(error).")
    }
  }

  private func rename(_ temporary: String) throws(Failure) {
    do {
      try FileSystem.rename(temporary, to: path)
    } catch {
      throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
    }
  }
}
