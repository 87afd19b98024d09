/// The order of the octets of an integer.
package enum ByteOrder: Sendable {
  case little, big
}

/// How a PDU's sender represents data: the `packed_drep` of C706, 14.1.
///
/// Only the representation of integers bears on a PDU's own fields; that of characters and
/// floating-point numbers concerns the stub data and is kept as it came.
package struct DataRepresentation: RawRepresentable, Hashable, Sendable {
  /// The four octets, the first in the most significant place.
  package let rawValue: UInt32

  /// The representation with these octets, or `nil` if it names no byte order.
  package init?(rawValue: UInt32) {
    guard rawValue >> 28 <= 1 else { return nil }
    self.rawValue = rawValue
  }

  private init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// Little-endian integers, ASCII, IEEE: what Intel machines send.
  package static let littleEndian = Self(0x1000_0000)
  /// Big-endian integers, ASCII, IEEE.
  package static let bigEndian = Self(0x0000_0000)

  /// The order of an integer's octets: the high four bits of the first octet.
  package var byteOrder: ByteOrder { rawValue >> 28 == 1 ? .little : .big }
}

extension DataRepresentation: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    let offset = input.offset
    var octets: UInt32 = 0
    for _ in 0..<4 { octets = octets << 8 | UInt32(try input.readInteger(UInt8.self)) }
    guard let representation = Self(rawValue: octets) else {
      throw PDUError(.unknownByteOrder(UInt8(truncatingIfNeeded: octets >> 24)), at: offset)
    }
    self = representation
  }

  package func write(to output: inout PDUWriter) {
    for place in (0..<4).reversed() {
      output.writeInteger(UInt8(truncatingIfNeeded: rawValue >> (8 * place)))
    }
  }

  package var length: Int { 4 }
}
