import Glibc

/// What is typed or piped into a command.
enum StandardInput {
  /// SQLite reads no longer text.
  private static let greatest = 1_000_000

  /// All of it, as text.
  /// - Throws: ``Failure`` with code 65 if it is no text or endless, 74 if it cannot be read.
  static func text(named name: String) throws -> String {
    var octets: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while octets.count <= greatest {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(.inputOutput, "Standard input, \(name), cannot be read: \(SystemError()).")
      }
      if count == 0 { break }
      octets += buffer[..<count]
    }
    guard octets.count <= greatest else {
      throw Failure(
        .badData, "Standard input, \(name), is longer than \(greatest.grouped) octets; shorten it.")
    }
    guard let text = String(validating: octets, as: UTF8.self) else {
      throw Failure(.badData, "Standard input, \(name), is no text in UTF-8; convert it.")
    }
    return text
  }
}
