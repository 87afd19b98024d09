import Glibc

/// A file that appears whole or not at all.
struct FileOutput {
  /// The path, or `-` for standard output.
  let path: String
  /// Who may read and write a file that is created, before the process's own mask.
  var permissions: mode_t = 0o666

  /// Writes the file under a temporary name beside it, waits until the disk has it, and renames it.
  ///
  /// A device or a pipe, which nothing may replace, is written to directly.
  /// - Throws: ``Failure``: 73 if the file cannot be created, 74 if it cannot be written.
  func write(_ octets: [UInt8]) throws {
    try write { add in try add(octets) }
  }

  /// Writes the file piece by piece, as ``write(_:)-([UInt8])`` does at once.
  ///
  /// - Parameter body: Gets a function that adds octets to the file. What it throws is thrown, and
  ///   no file is left.
  func write<Result>(
    _ body: (_ add: ([UInt8]) throws -> Void) throws -> Result
  ) throws -> Result {
    switch FileSystem.kind(of: path) {
    case _ where path == "-": return try body(StandardOutput.write)
    case .folder: throw Failure(.cannotCreate, "\(path) is a folder; name a file in it.")
    case .other: return try write(under: path, body)
    case .nothing, .file:
      let temporary = "\(path).\(getpid()).partial"
      do {
        let result = try write(under: temporary, body)
        try rename(temporary)
        return result
      } catch {
        FileSystem.remove(temporary)
        throw error
      }
    }
  }

  /// Writes the file under its own name, which is a temporary one for `path`.
  func writeOnce(_ octets: [UInt8], for path: String) throws {
    try FileOutput(path: path).write(under: self.path) { add in try add(octets) }
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

  private func write<Result>(
    under name: String, _ body: (_ add: ([UInt8]) throws -> Void) throws -> Result
  ) throws -> Result {
    let file: FileDescriptor
    do {
      file = try FileSystem.create(name, permissions)
    } catch {
      throw Failure(.cannotCreate, "\(path) cannot be created: \(error).")
    }
    do {
      let result = try body(file.write)
      try file.synchronize()
      try file.close()
      return result
    } catch let error as SystemError {
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

  /// Throws if the path is the trace's, also by way of a link, or that of another database: what is
  /// written can be made again, and a recording may be all there is.
  ///
  /// - Parameter thing: What is to be written, and how it is made of the trace: `picture`, `drawn`.
  /// - Throws: ``Failure`` with code 64 or 73.
  func requireOther(than trace: String, for thing: (noun: String, made: String)) throws {
    guard path != "-" else { return }
    guard !FileSystem.areSame(path, trace) else {
      throw Failure(
        .usage,
        "\(path) is the trace that the \(thing.noun) is \(thing.made) from; name another file "
          + "with -o.")
    }
    guard FileSystem.kind(of: path) != .file || !FileSystem.begins(path, with: Self.database) else {
      throw Failure(
        .cannotCreate,
        "\(path) is a trace or another database, which no \(thing.noun) replaces; "
          + "remove it first, or name another file with -o.")
    }
  }

  /// How a database of SQLite begins: https://sqlite.org/fileformat2.html, 1.3.1.
  private static let database = Array("SQLite format 3\0".utf8)

  /// `a.json` beside `a.png`, or `a` for no ending.
  func withEnding(_ ending: String) -> FileOutput {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let end = ending.isEmpty ? "" : ".\(ending)"
    guard let dot = path.lastIndex(of: "."), dot > slash else {
      return FileOutput(path: path + end)
    }
    return FileOutput(path: path[..<dot] + end)
  }

  /// `a-2.png` for the second of several files that are written in the place of `a.png`.
  func numbered(_ number: Int) -> FileOutput {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > slash else {
      return FileOutput(path: "\(path)-\(number)")
    }
    return FileOutput(path: "\(path[..<dot])-\(number)\(path[dot...])")
  }
}
