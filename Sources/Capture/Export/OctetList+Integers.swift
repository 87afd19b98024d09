/// Integers as octets, in the order of networks and in that of pcapng blocks.
extension [UInt8] {
  /// Adds an integer, most significant octet first.
  mutating func appendBigEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
    for place in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> place))
    }
  }

  /// Adds an integer, least significant octet first.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
    for place in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> place))
    }
  }

  /// Adds zeros up to a multiple of four octets.
  mutating func alignToFour() {
    while !count.isMultiple(of: 4) { append(0) }
  }
}
