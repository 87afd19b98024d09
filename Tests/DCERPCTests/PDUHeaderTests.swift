import DCERPC
import Testing

struct PDUHeaderTests {
  @Test(arguments: [
    ("05000b03 10000000 4800", 72), ("05000b03 00000000 0048", 72), ("05000b03 1fffffff 1000", 16),
    ("05000b03 10000000 ffff", 65_535), ("04ff6303 10000000 4800 0000", 72),
  ])
  func `ten octets say the length in the sender's byte order`(start: String, length: Int) throws {
    let octets = hex(start)
    let found = try PDUHeader.fragmentLength(in: octets.span)
    #expect(found == length)
  }

  @Test(arguments: 0..<10)
  func `fewer octets do not say the length`(count: Int) throws {
    let octets = Array(hex("05000b03 10000000 4800").prefix(count))
    let found = try PDUHeader.fragmentLength(in: octets.span)
    #expect(found == nil)
  }

  @Test func `a stream whose next length is impossible is refused`() {
    let octets = hex("05000b03 10000000 0f00")
    let error = #expect(throws: PDUError.self) {
      try PDUHeader.fragmentLength(in: octets.span)
    }
    #expect(error == PDUError(.fragmentTooShort(length: 15), at: 8))
  }

  @Test(arguments: UInt8(0)...255)
  func `only the high half of the first octet decides the byte order`(octet: UInt8) {
    let representation = DataRepresentation(rawValue: UInt32(octet) << 24 | 0x00FF_FFFF)
    switch octet {
    case ..<0x10: #expect(representation?.byteOrder == .big)
    case ..<0x20: #expect(representation?.byteOrder == .little)
    default: #expect(representation == nil)
    }
  }

  /// C706, chapter 12, and [MS-RPCE] 2.2.2.10.
  @Test func `there are twelve types`() {
    #expect(PDUType.allCases.map(\.rawValue) == [0, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  }

  @Test func `one bit means two things`() {
    #expect(PDUFlags.pendingCancel == .supportHeaderSign)
    #expect(PDUFlags.whole.rawValue == 3)
  }
}
