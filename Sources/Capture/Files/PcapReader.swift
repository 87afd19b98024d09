import DCERPC

/// The format of libpcap: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html.
struct PcapReader: FrameReader {
  private let order: ByteOrder
  /// Nanoseconds of a unit of the second half of a time.
  private let fraction: Int64
  /// Octets before each frame: 16, or 24 in Kuznetsov's variant.
  private let recordLength: Int
  private let linkType: LinkType
  private var count: Int64 = 0
  private(set) var isCutShort = false
  let unknownBlocks = 0

  private static let headerLength = 24

  /// Whether a file begins like one of this format.
  static func matches(_ octets: Span<UInt8>) -> Bool { variant(of: octets) != nil }

  private static func variant(
    of octets: Span<UInt8>
  ) -> (order: ByteOrder, fraction: Int64, recordLength: Int)? {
    for order in [ByteOrder.big, .little] {
      switch octets.integer(UInt32.self, at: 0, order) {
      case 0xa1b2_c3d4: return (order, 1_000, 16)
      case 0xa1b2_3c4d: return (order, 1, 16)
      case 0xa1b2_cd34: return (order, 1_000, 24)
      default: break
      }
    }
    return nil
  }

  /// Reads the file's header.
  ///
  /// - Throws: ``CaptureFileError``.
  init(_ window: inout OctetWindow) throws {
    guard try window.require(Self.headerLength) else {
      throw CaptureFileError(.empty, at: Int64(window.available))
    }
    try self.init(header: window.octets.span.extracting(droppingFirst: window.start))
    window.consume(Self.headerLength)
  }

  private init(header octets: Span<UInt8>) throws {
    guard let variant = Self.variant(of: octets) else {
      throw CaptureFileError(.unknownFormat, at: 0)
    }
    (order, fraction, recordLength) = variant
    let major = Int(octets.integer(UInt16.self, at: 4, order) ?? 0)
    let minor = Int(octets.integer(UInt16.self, at: 6, order) ?? 0)
    guard major == 2 else {
      throw CaptureFileError(.unsupportedVersion(major: major, minor: minor), at: 4)
    }
    // The bits above are about frame check sequences.
    linkType = LinkType(rawValue: (octets.integer(UInt32.self, at: 20, order) ?? 0) & 0xffff)
  }

  /// What stands before each frame.
  private struct Record {
    var time: Int64
    var captured: Int
    var original: Int
  }

  private func record(_ header: Span<UInt8>) -> Record {
    let seconds = Int64(header.integer(UInt32.self, at: 0, order) ?? 0)
    let part = Int64(header.integer(UInt32.self, at: 4, order) ?? 0)
    return Record(
      time: seconds * 1_000_000_000 + part * fraction,
      captured: Int(header.integer(UInt32.self, at: 8, order) ?? 0),
      original: Int(header.integer(UInt32.self, at: 12, order) ?? 0))
  }

  mutating func next(from window: inout OctetWindow) throws -> CapturedFrame? {
    guard try window.require(recordLength) else {
      isCutShort = window.available > 0
      return nil
    }
    let record = record(window.octets.span.extracting(droppingFirst: window.start))
    guard record.captured <= CaptureReader.greatestFrame else {
      throw CaptureFileError(.badLength(Int64(record.captured)), at: window.position + 8)
    }
    guard try window.require(recordLength + record.captured) else {
      isCutShort = true
      return nil
    }
    count += 1
    let start = window.start + recordLength
    window.consume(recordLength + record.captured)
    return CapturedFrame(
      number: count, time: record.time, linkType: linkType,
      octets: start..<start + record.captured, originalLength: record.original)
  }
}
