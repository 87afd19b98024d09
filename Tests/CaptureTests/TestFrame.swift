import DCERPC

/// A frame that a test puts into a capture.
struct TestFrame {
  /// Nanoseconds since 1970.
  var time: Int64
  /// LINKTYPE_ value.
  var link: UInt32
  var octets: [UInt8]
  /// Octets that it had on the wire, if more than these.
  var original: Int?

  init(time: Int64, link: UInt32, octets: [UInt8], original: Int? = nil) {
    self.time = time
    self.link = link
    self.octets = octets
    self.original = original
  }

  /// The packet of IP in an Ethernet frame.
  var packet: [UInt8] { Array(octets.dropFirst(14)) }

  /// The same packet behind another link layer.
  func behind(_ header: [UInt8], link: UInt32) -> TestFrame {
    TestFrame(time: time, link: link, octets: header + packet)
  }
}

/// Octets that are written in one byte order.
struct TestWriter {
  let order: ByteOrder
  private(set) var octets: [UInt8] = []

  init(_ order: ByteOrder) { self.order = order }

  mutating func put<Value: FixedWidthInteger>(_ value: Value) {
    let big = (0..<Value.bitWidth / 8).reversed()
      .map { UInt8(truncatingIfNeeded: value >> Value($0 * 8)) }
    octets += order == .big ? big : big.reversed()
  }

  mutating func put(_ new: [UInt8]) { octets += new }

  mutating func pad() { octets += repeatElement(0, count: (4 - octets.count % 4) % 4) }
}

/// Captures as other programs write them: the formats' specifications, word by word.
enum TestCapture {
  /// draft-ietf-opsawg-pcap.
  static func pcap(_ frames: [TestFrame], _ order: ByteOrder, nanoseconds: Bool = false) -> [UInt8]
  {
    var file = TestWriter(order)
    file.put(nanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4 as UInt32)
    file.put(2 as UInt16)
    file.put(4 as UInt16)
    file.put(0 as UInt64)
    file.put(262_144 as UInt32)
    file.put(frames.first?.link ?? 1)
    for frame in frames {
      file.put(UInt32(frame.time / 1_000_000_000))
      file.put(UInt32(frame.time % 1_000_000_000 / (nanoseconds ? 1 : 1_000)))
      file.put(UInt32(frame.octets.count))
      file.put(UInt32(frame.original ?? frame.octets.count))
      file.put(frame.octets)
    }
    return file.octets
  }

  /// draft-ietf-opsawg-pcapng: one section whose interfaces are the link types in turn.
  static func pcapng(_ frames: [TestFrame], _ order: ByteOrder) -> [UInt8] {
    var file = TestWriter(order)
    file.put(
      block(0x0a0d_0d0a, order) { body in
        body.put(0x1a2b_3c4d as UInt32)
        body.put(1 as UInt16)
        body.put(0 as UInt16)
        body.put(-1 as Int64)
      })
    let links = Set(frames.map(\.link)).sorted()
    for link in links {
      file.put(
        block(1, order) { body in
          body.put(UInt16(link))
          body.put(0 as UInt16)
          body.put(0 as UInt32)
          // if_tsresol: nanoseconds.
          body.put(9 as UInt16)
          body.put(1 as UInt16)
          body.put([9, 0, 0, 0])
          body.put(0 as UInt32)
        })
    }
    // A block of a kind that nobody knows.
    file.put(block(0x7fff_0001, order) { $0.put([1, 2, 3]) })
    for frame in frames {
      file.put(
        block(6, order) { body in
          body.put(UInt32(links.firstIndex(of: frame.link) ?? 0))
          body.put(UInt32(truncatingIfNeeded: frame.time >> 32))
          body.put(UInt32(truncatingIfNeeded: frame.time))
          body.put(UInt32(frame.octets.count))
          body.put(UInt32(frame.original ?? frame.octets.count))
          body.put(frame.octets)
        })
    }
    return file.octets
  }

  private static func block(
    _ type: UInt32, _ order: ByteOrder, _ fill: (inout TestWriter) -> Void
  ) -> [UInt8] {
    var body = TestWriter(order)
    fill(&body)
    body.pad()
    var block = TestWriter(order)
    block.put(type)
    block.put(UInt32(body.octets.count + 12))
    block.put(body.octets)
    block.put(UInt32(body.octets.count + 12))
    return block.octets
  }
}
