/// The checksum of IPv4 headers and TCP segments: RFC 1071.
struct InternetChecksum {
  private var sum: UInt64 = 0

  /// Adds octets from a place on; all but those added last are an even number.
  ///
  /// Four octets are taken at a time, since the order of carries does not matter: RFC 1071, 2.
  mutating func add(_ octets: [UInt8], from start: Int = 0) {
    var place = start
    while place + 4 <= octets.count {
      let high = UInt64(octets[place]) << 24 | UInt64(octets[place + 1]) << 16
      sum += high | UInt64(octets[place + 2]) << 8 | UInt64(octets[place + 3])
      place += 4
    }
    var shift: UInt64 = 24
    while place < octets.count {
      sum += UInt64(octets[place]) << shift
      shift -= 8
      place += 1
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
