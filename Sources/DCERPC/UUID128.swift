/// A universal unique identifier: C706, appendix A.
///
/// Two words, and not one of 128 bits, so that the values that hold it are aligned to eight octets.
package struct UUID128: Hashable, Sendable {
  /// The first eight octets as they are written in text.
  private let high: UInt64
  /// The last eight octets as they are written in text.
  private let low: UInt64

  /// The number whose 32 hexadecimal digits are the text without its hyphens.
  package var rawValue: UInt128 { UInt128(high) << 64 | UInt128(low) }

  package init(rawValue: UInt128) {
    high = UInt64(truncatingIfNeeded: rawValue >> 64)
    low = UInt64(truncatingIfNeeded: rawValue)
  }

  /// The UUID of all zeros.
  package static let zero = UUID128(rawValue: 0)
}

extension UUID128: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    let timeLow: UInt32 = try input.readInteger()
    let timeMid: UInt16 = try input.readInteger()
    let timeHigh: UInt16 = try input.readInteger()
    high = UInt64(timeLow) << 32 | UInt64(timeMid) << 16 | UInt64(timeHigh)
    // The clock sequence and the node are octets: they have no byte order.
    var last: UInt64 = 0
    for _ in 0..<8 { last = last << 8 | UInt64(try input.readInteger(UInt8.self)) }
    low = last
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(UInt32(truncatingIfNeeded: high >> 32))
    output.writeInteger(UInt16(truncatingIfNeeded: high >> 16))
    output.writeInteger(UInt16(truncatingIfNeeded: high))
    for place in (0..<8).reversed() {
      output.writeInteger(UInt8(truncatingIfNeeded: low >> (8 * place)))
    }
  }

  package var length: Int { 16 }
}

extension UUID128: CustomStringConvertible {
  /// The text of C706, appendix A: `9e8ee830-4459-11ce-979b-00aa005ffebe`.
  package var description: String {
    // Digit by digit, since an import makes one for each presentation context.
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for place in 0..<32 {
      if place == 8 || place == 12 || place == 16 || place == 20 { text.append(0x2d) }
      let half = place < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - place % 16 * 4)) & 0xf
      text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
