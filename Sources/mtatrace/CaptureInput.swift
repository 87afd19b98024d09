import Capture
import Glibc

/// A file to import, or standard input, that is read once from its start to its end.
final class CaptureInput: OctetSource {
  /// The path, or `-` for standard input.
  let path: String
  private let number: Int32
  /// The octets that the file has; 0 if that cannot be known.
  let size: Int64
  /// How many of them have been read.
  private(set) var position: Int64 = 0

  /// - Parameter thing: What the file should be: `a capture`.
  /// - Throws: ``Failure`` with code 65 or 66.
  init(_ path: String, expecting thing: String = "a capture") throws {
    self.path = path
    if path != "-" {
      switch FileSystem.kind(of: path) {
      case .nothing: throw Failure(.noInput, "There is no file \(path); name \(thing).")
      case .folder: throw Failure(.badData, "\(path) is a folder; name \(thing) in it.")
      case .file, .other: break
      }
    }
    number = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else {
      throw Failure(.noInput, "\(path) cannot be read (\(SystemError())); check its permissions.")
    }
    var status = stat()
    let isFile = unsafe fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isFile ? Int64(status.st_size) : 0
    _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit {
    if number != STDIN_FILENO { close(number) }
  }

  /// What a trace calls it: the name of the file without its folder.
  var name: String {
    guard path != "-" else { return "standard input" }
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    let scalars = name.unicodeScalars.filter { !$0.properties.isWhitespace || $0 == " " }
      .filter { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) }
    var text = ""
    for scalar in scalars.prefix(200) { text.unicodeScalars.append(scalar) }
    return text
  }

  /// - Throws: ``Failure`` with code 74.
  func read(upTo count: Int, into octets: inout [UInt8]) throws -> Int {
    let former = octets.count
    octets.append(contentsOf: repeatElement(0, count: count))
    var result = 0
    repeat {
      result = unsafe octets.withUnsafeMutableBytes {
        unsafe Glibc.read(number, $0.baseAddress.map { unsafe $0 + former }, count)
      }
    } while result < 0 && errno == EINTR
    octets.removeLast(count - max(result, 0))
    guard result >= 0 else {
      throw Failure(.inputOutput, "Reading \(path) broke off: \(SystemError()).")
    }
    position += Int64(result)
    return result
  }
}
