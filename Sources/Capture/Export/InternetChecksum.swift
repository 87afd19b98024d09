/// The checksum of IPv4 headers and TCP segments: RFC 1071.
struct InternetChecksum {
  private var sum: UInt64 = 0

  /// Adds octets; all but the last ones added are an even number.
  mutating func add(_ octets: some RandomAccessCollection<UInt8>) {
    var isHigh = true
    for octet in octets {
      sum += isHigh ? UInt64(octet) << 8 : UInt64(octet)
      isHigh.toggle()
    }
  }

  mutating func add(_ word: UInt16) { sum += UInt64(word) }

  /// The complement of the sum, as the header's field holds it.
  var value: UInt16 {
    var folded = sum
    while folded > 0xFFFF { folded = (folded & 0xFFFF) + folded >> 16 }
    return ~UInt16(truncatingIfNeeded: folded)
  }
}
