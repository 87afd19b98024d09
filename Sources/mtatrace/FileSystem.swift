import Glibc

/// What commands ask of the file system, with its own words for what went wrong.
enum FileSystem {
  /// What is at a path.
  enum Kind {
    case nothing
    case file
    case folder
    /// A device, a pipe or a socket.
    case other
  }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .nothing }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// Whether two paths lead to the same file that is there.
  static func areSame(_ path: String, _ other: String) -> Bool {
    var status = stat()
    var otherStatus = stat()
    guard unsafe stat(path, &status) == 0, unsafe stat(other, &otherStatus) == 0 else {
      return false
    }
    return status.st_dev == otherStatus.st_dev && status.st_ino == otherStatus.st_ino
  }

  /// Whether two paths lead to the same file, be it there or not.
  static func areOne(_ path: String, _ other: String) -> Bool {
    guard kind(of: path) == .nothing, kind(of: other) == .nothing else {
      return areSame(path, other)
    }
    func parts(_ path: String) -> (folder: String, name: Substring) {
      guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
      return (String(path[...slash]), path[path.index(after: slash)...])
    }
    let (one, two) = (parts(path), parts(other))
    return one.name == two.name && areSame(one.folder, two.folder)
  }

  /// Whether a file can be read and its first octets are these.
  static func begins(_ path: String, with octets: [UInt8]) -> Bool {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return false }
    defer { Glibc.close(number) }
    var start = [UInt8](repeating: 0, count: octets.count)
    let count = unsafe start.withUnsafeMutableBytes {
      unsafe read(number, $0.baseAddress, $0.count)
    }
    return count == octets.count && start == octets
  }

  /// The first and the last octets of a file, at most so many of each; `nil` if it cannot be read.
  static func ends(of path: String, reach: Int) -> (head: [UInt8], tail: [UInt8])? {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    defer { Glibc.close(number) }
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    func octets(from start: Int) -> [UInt8]? {
      var buffer = [UInt8](repeating: 0, count: reach)
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(number, $0.baseAddress, $0.count, start)
      }
      return count >= 0 ? Array(buffer.prefix(count)) : nil
    }
    guard let head = octets(from: 0),
      let tail = octets(from: max(status.st_size - reach, 0))
    else { return nil }
    return (head, tail)
  }

  /// All octets of a file.
  static func octets(of path: String) throws(SystemError) -> [UInt8] {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError() }
    defer { Glibc.close(number) }
    var octets: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe read(number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError() }
      if count == 0 { return octets }
      octets += piece[..<count]
    }
  }

  /// The names in a folder, in the order of their octets; `nil` if it cannot be read.
  static func names(in path: String) -> [String]? {
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Gives a file another name in the same folder, in place of what has it.
  static func rename(_ path: String, to name: String) throws(SystemError) {
    guard unsafe Glibc.rename(path, name) == 0 else { throw SystemError() }
  }

  /// Removes a file; that there is none is fine.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// Makes the folder that a path lies in, and those above it, as far as they are missing.
  static func makeFolder(for path: String) throws(SystemError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    guard kind(of: folder) != .folder else { return }
    try makeFolder(for: folder)
    guard unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw SystemError() }
  }

  /// Creates a file or empties it, and opens it for writing.
  static func create(
    _ path: String, _ permissions: mode_t = 0o666
  ) throws(SystemError) -> FileDescriptor {
    let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
    guard number >= 0 else { throw SystemError() }
    return FileDescriptor(number: number)
  }
}

/// An open file of the operating system.
struct FileDescriptor {
  let number: Int32

  static let standardOutput = Self(number: STDOUT_FILENO)
  static let standardError = Self(number: STDERR_FILENO)

  /// Whether a person is likely to be looking.
  var isTerminal: Bool { isatty(number) == 1 }

  /// Writes all octets.
  func write(_ octets: [UInt8]) throws(SystemError) {
    var written = 0
    while written < octets.count {
      let rest = octets[written...]
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError() }
      written += count
    }
  }

  /// Makes sure that what was written is on the disk.
  func synchronize() throws(SystemError) {
    // Devices and pipes have nothing to synchronise, and say so in one of these ways.
    guard fsync(number) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP
    else { throw SystemError() }
  }

  func close() throws(SystemError) {
    guard Glibc.close(number) == 0 else { throw SystemError() }
  }
}

/// What the operating system says went wrong last: `No space left on device`.
struct SystemError: Error, CustomStringConvertible {
  let description: String

  init() {
    let number = errno
    description = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
