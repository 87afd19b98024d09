import DCERPC

extension Span<UInt8> {
  /// The integer at an offset, or `nil` if it reaches beyond the end.
  @inline(__always)
  func integer<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type, at offset: Int, _ order: ByteOrder
  ) -> T? {
    let size = T.bitWidth / 8
    guard offset >= 0, offset <= count - size else { return nil }
    var value: T = 0
    switch order {
    case .big: for index in 0..<size { value = value << 8 | T(self[offset + index]) }
    case .little:
      for index in (0..<size).reversed() { value = value << 8 | T(self[offset + index]) }
    }
    return value
  }

  /// The 16-bit integer in network byte order at an offset, or `nil` beyond the end.
  @inline(__always)
  func network16(at offset: Int) -> UInt16? { integer(UInt16.self, at: offset, .big) }

  /// The 32-bit integer in network byte order at an offset, or `nil` beyond the end.
  @inline(__always)
  func network32(at offset: Int) -> UInt32? { integer(UInt32.self, at: offset, .big) }

  /// The octet at an offset, or `nil` beyond the end.
  @inline(__always)
  func octet(at offset: Int) -> UInt8? {
    offset >= 0 && offset < count ? self[offset] : nil
  }

  /// A copy of the octets of a range, which is cut to the span.
  func array(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    return unsafe withUnsafeBufferPointer { unsafe [UInt8]($0[range]) }
  }
}
