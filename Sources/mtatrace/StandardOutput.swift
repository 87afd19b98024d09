/// What a command prints, written in large pieces and checked: `print` loses a full disk's error.
struct StandardOutput: ~Copyable {
  private var pending: [UInt8] = []
  private static let pieceSize = 1 << 16

  /// Prints a line.
  /// - Throws: ``Failure`` with code 74.
  mutating func print(_ line: String = "") throws {
    pending.append(contentsOf: line.utf8)
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= Self.pieceSize { try flush() }
  }

  /// Writes what has been printed; a command calls it last.
  /// - Throws: ``Failure`` with code 74.
  mutating func flush() throws {
    try Self.write(pending)
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes octets as they are.
  /// - Throws: ``Failure`` with code 74.
  static func write(_ octets: [UInt8]) throws {
    do {
      try FileDescriptor.standardOutput.write(octets)
    } catch {
      throw Failure(.inputOutput, "Not all of the output could be written: \(error).")
    }
  }
}
