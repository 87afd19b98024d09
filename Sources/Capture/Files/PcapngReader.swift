import DCERPC

/// The format of Wireshark: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html.
struct PcapngReader: FrameReader {
  /// An interface that a section describes.
  private struct Interface {
    var linkType: LinkType
    var snapLength: Int
    var clock = PcapngClock()
  }

  private var order = ByteOrder.little
  private var interfaces: [Interface] = []
  private var count: Int64 = 0
  private(set) var isCutShort = false
  private(set) var unknownBlocks = 0

  private enum Block {
    static let section: UInt32 = 0x0a0d_0d0a
    static let interface: UInt32 = 1
    static let packet: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6
    /// Name resolution, statistics, secrets and custom blocks hold no packets.
    static let others: Set<UInt32> = [4, 5, 10, 0xbad, 0x4000_0bad]
  }

  /// Sections may describe no more interfaces than this, so that a hostile one fills no memory.
  private static let greatestInterfaceCount = 65_536

  /// Whether a file begins like one of this format.
  static func matches(_ octets: Span<UInt8>) -> Bool {
    octets.integer(UInt32.self, at: 0, .big) == Block.section
  }

  /// What begins every block.
  private struct Head {
    var type: UInt32
    /// The octets of the whole block, as it says.
    var length: Int64
  }

  mutating func next(from window: inout OctetWindow) throws -> CapturedFrame? {
    while true {
      guard try window.require(12) else {
        isCutShort = window.available > 0
        return nil
      }
      let position = window.position
      let head = try head(window.octets.span.extracting(droppingFirst: window.start), at: position)
      // Writers are to pad blocks to 32 bits, and not all do.
      let padded = (head.length + 3) & ~3
      guard Self.isRead(head.type) else {
        if !Block.others.contains(head.type) { unknownBlocks += 1 }
        guard try window.skip(padded) else {
          isCutShort = true
          return nil
        }
        continue
      }
      guard head.length <= CaptureReader.greatestFrame + 4_096 else {
        throw CaptureFileError(.badLength(head.length), at: position + 4)
      }
      guard try window.require(Int(head.length)) else {
        isCutShort = true
        return nil
      }
      _ = try window.require(Int(padded))
      let block = window.start..<window.start + Int(head.length)
      window.consume(min(Int(padded), window.available))
      let frame = try read(head.type, block, in: window.octets.span, at: position)
      if let frame { return frame }
    }
  }

  private mutating func head(_ octets: Span<UInt8>, at position: Int64) throws -> Head {
    let isSection = octets.integer(UInt32.self, at: 0, .big) == Block.section
    if isSection { order = try Self.byteOrder(of: octets, at: position) }
    let type = octets.integer(UInt32.self, at: 0, order) ?? 0
    let length = Int64(octets.integer(UInt32.self, at: 4, order) ?? 0)
    guard length >= 12 else { throw CaptureFileError(.badLength(length), at: position + 4) }
    return Head(type: type, length: length)
  }

  private static func isRead(_ type: UInt32) -> Bool {
    type == Block.section || type == Block.interface || type == Block.packet
      || type == Block.simplePacket || type == Block.enhancedPacket
  }

  private static func byteOrder(of head: Span<UInt8>, at position: Int64) throws -> ByteOrder {
    switch head.integer(UInt32.self, at: 8, .big) {
    case 0x1a2b_3c4d: .big
    case 0x4d3c_2b1a: .little
    default: throw CaptureFileError(.unknownByteOrder, at: position + 8)
    }
  }

  /// Reads a block at hand: the frame in it, or `nil` if it holds none.
  private mutating func read(
    _ type: UInt32, _ range: Range<Int>, in octets: Span<UInt8>, at position: Int64
  ) throws -> CapturedFrame? {
    let block = octets.extracting(range)
    switch type {
    case Block.section:
      let major = Int(block.integer(UInt16.self, at: 12, order) ?? 0)
      let minor = Int(block.integer(UInt16.self, at: 14, order) ?? 0)
      guard major == 1 else {
        throw CaptureFileError(.unsupportedVersion(major: major, minor: minor), at: position + 12)
      }
      interfaces.removeAll()
      return nil
    case Block.interface:
      guard interfaces.count < Self.greatestInterfaceCount else { return nil }
      let type = UInt32(block.integer(UInt16.self, at: 8, order) ?? 0)
      let snap = Int(block.integer(UInt32.self, at: 12, order) ?? 0)
      interfaces.append(
        Interface(
          linkType: LinkType(rawValue: type), snapLength: snap,
          clock: PcapngClock(options: block, from: 16, order)))
      return nil
    case Block.simplePacket:
      return try simplePacket(block, from: range.lowerBound, at: position)
    default:
      return try packet(
        block, from: range.lowerBound, isEnhanced: type != Block.packet, at: position)
    }
  }

  private mutating func packet(
    _ block: Span<UInt8>, from start: Int, isEnhanced: Bool, at position: Int64
  ) throws -> CapturedFrame {
    let index =
      isEnhanced
      ? block.integer(UInt32.self, at: 8, order) ?? 0
      : UInt32(block.integer(UInt16.self, at: 8, order) ?? 0)
    guard index < interfaces.count else {
      throw CaptureFileError(.unknownInterface(index), at: position + 8)
    }
    let interface = interfaces[Int(index)]
    let high = UInt64(block.integer(UInt32.self, at: 12, order) ?? 0)
    let low = UInt64(block.integer(UInt32.self, at: 16, order) ?? 0)
    let captured = Int(block.integer(UInt32.self, at: 20, order) ?? 0)
    let original = Int(block.integer(UInt32.self, at: 24, order) ?? 0)
    guard captured <= block.count - 32 else {
      throw CaptureFileError(.badLength(Int64(captured)), at: position + 20)
    }
    count += 1
    return CapturedFrame(
      number: count, time: interface.clock.nanoseconds(of: high << 32 | low),
      linkType: interface.linkType, octets: start + 28..<start + 28 + captured,
      originalLength: original)
  }

  private mutating func simplePacket(
    _ block: Span<UInt8>, from start: Int, at position: Int64
  ) throws -> CapturedFrame {
    guard let interface = interfaces.first else {
      throw CaptureFileError(.unknownInterface(0), at: position)
    }
    let original = Int(block.integer(UInt32.self, at: 8, order) ?? 0)
    let limit = interface.snapLength > 0 ? min(original, interface.snapLength) : original
    count += 1
    let captured = max(0, min(limit, block.count - 16))
    return CapturedFrame(
      number: count, time: nil, linkType: interface.linkType,
      octets: start + 12..<start + 12 + captured, originalLength: original)
  }
}

/// How an interface counts time: the options `if_tsresol` and `if_tsoffset`.
struct PcapngClock: Equatable {
  /// Ticks of a second.
  private var ticks: UInt64 = 1_000_000
  /// Seconds that are added.
  private var offset: Int64 = 0

  /// Microseconds since 1970, as for an interface without options.
  init() {}

  /// Reads the options of an interface's description.
  init(options block: Span<UInt8>, from start: Int, _ order: ByteOrder) {
    var place = start
    while let code = block.integer(UInt16.self, at: place, order), code != 0,
      let length = block.integer(UInt16.self, at: place + 2, order)
    {
      if code == 9, length >= 1, let octet = block.octet(at: place + 4) {
        ticks = Self.ticks(of: octet) ?? ticks
      }
      if code == 14, let value = block.integer(UInt64.self, at: place + 4, order), length >= 8 {
        offset = Int64(bitPattern: value)
      }
      place += 4 + (Int(length) + 3) & ~3
    }
  }

  /// A power of ten, or of two with the highest bit; `nil` for one beyond 64 bits.
  private static func ticks(of octet: UInt8) -> UInt64? {
    let power = Int(octet & 0x7f)
    if octet & 0x80 != 0 { return power < 64 ? 1 << UInt64(power) : nil }
    guard power < 20 else { return nil }
    return (0..<power).reduce(1) { ticks, _ in ticks * 10 }
  }

  /// Nanoseconds since 1970; what does not fit in 64 bits is cut to fit.
  func nanoseconds(of time: UInt64) -> Int64 {
    let whole = Int128(time / ticks) + Int128(offset)
    let part = Int128(time % ticks) * 1_000_000_000 / Int128(ticks)
    return Int64(clamping: whole * 1_000_000_000 + part)
  }
}
