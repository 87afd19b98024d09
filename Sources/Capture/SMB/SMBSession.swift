/// The named pipes of one connection that carries SMB.
///
/// A reference, since it is large and few connections have one.
final class SMBSession {
  private var version1 = SMB1Messages()
  private var version2 = SMB2Messages()

  /// Reads one message.
  ///
  /// - Returns: What it did to pipes with PDUs.
  /// - Throws: ``SMBTrouble`` if it cannot be read.
  func read(
    _ message: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp
  ) throws(SMBTrouble) -> [SMBPipeChange] {
    switch message.network32(at: 0) {
    case 0xff53_4d42: return try version1.read(message, missing: missing, stamp)
    case 0xfe53_4d42: return try version2.read(message, missing: missing, stamp)
    case 0xfd53_4d42: throw .encrypted
    case 0xfc53_4d42: throw .compressed
    default: throw .malformed
    }
  }

  /// How many responses say nothing, since their requests were not captured.
  var unmatchedCount: Int { version1.unmatchedCount + version2.unmatchedCount }

  /// The pipes that are open, in the order of their opening within each version.
  var pipes: [SMBPipe] { version1.pipes + version2.pipes }
}

/// One direction of a connection that carries SMB, on its own as ``SMBSession`` is.
final class SMBDirection {
  var framing: SMBFraming

  /// Goes on with a stream that turned out to hold messages.
  init(continuing pdus: PDUFraming) { framing = SMBFraming(continuing: pdus) }
}

/// Cuts one direction of a connection into messages of SMB: the session service of RFC 1002, 4.3,
/// and the same over TCP directly ([MS-SMB2] 2.1).
struct SMBFraming {
  private(set) var stream = OctetStream()
  private var isSynchronised = true
  /// Octets of a message that is passed over.
  private var toSkip = 0

  private static let headerLength = 4
  /// Longer messages carry files, not pipes: [MS-SMB2] 3.3.5.15 limits transactions to a megabyte.
  private static let greatestLength = 1 << 20 + 1 << 12

  enum Piece {
    /// A message: where it is in the stream's octets, and how many octets of it were cut off.
    case message(Range<Int>, missing: Int, OctetStream.Stamp)
    /// Octets of a message that is too long to be kept.
    case tooLong(Int)
    /// Octets that are no message.
    case foreign(Int)
  }

  /// Goes on with a stream that turned out to hold messages.
  init(continuing pdus: PDUFraming) {
    stream = pdus.stream
    isSynchronised = pdus.isSynchronised
  }

  /// Makes the stream begin anywhere, and not where a message does.
  mutating func desynchronise() { isSynchronised = false }

  /// Whether octets begin a message of SMB.
  static func begins(_ octets: Span<UInt8>, at offset: Int = 0) -> Bool {
    guard octets.octet(at: offset) == 0, let magic = octets.network32(at: offset + 4) else {
      return false
    }
    return magic & 0x00ff_ffff == 0x0053_4d42 && magic >= 0xfc00_0000
  }

  mutating func withStream<Result>(_ body: (inout OctetStream) -> Result) -> Result {
    body(&stream)
  }

  /// Octets are missing at the end of the stream: what is unread is not going to be whole.
  mutating func loseRest() -> Int {
    let rest = stream.count
    stream.consume(rest)
    toSkip = 0
    isSynchronised = false
    return rest
  }

  /// Passes over a message that ``next()`` returned.
  mutating func consume(_ message: Range<Int>, missing: Int) {
    stream.consume(message.upperBound - stream.start + missing)
  }

  /// What comes next in the stream; `nil` until more octets come.
  mutating func next() -> Piece? {
    if toSkip > 0 {
      let count = min(toSkip, stream.count)
      guard count > 0 else { return nil }
      stream.consume(count)
      toSkip -= count
      return .tooLong(count)
    }
    guard stream.count >= Self.headerLength else { return nil }
    let start = stream.start
    let known = stream.known(ofNext: stream.count)
    if !isSynchronised || known < Self.headerLength {
      guard stream.count >= 2 * Self.headerLength else { return nil }
      guard known >= 8, Self.begins(stream.octets.span, at: start) else {
        let count = stream.distanceToNextArrival ?? stream.count
        stream.consume(count)
        isSynchronised = false
        return .foreign(count)
      }
      isSynchronised = true
    }
    let length = Int((stream.octets.span.network32(at: start) ?? 0) & 0x00ff_ffff)
    guard length <= Self.greatestLength else {
      toSkip = length + Self.headerLength
      return next()
    }
    let whole = Self.headerLength + length
    guard stream.count >= whole else { return nil }
    // Only type 0 carries a message; the others ask for a session, answer that, or keep it alive.
    guard stream.octets[start] == 0 else {
      let isOfService = (0x81...0x85).contains(stream.octets[start])
      stream.consume(whole)
      return isOfService ? next() : .foreign(whole)
    }
    let captured = stream.known(ofNext: whole)
    return .message(
      start + Self.headerLength..<start + max(captured, Self.headerLength),
      missing: whole - captured, stream.stamp(ofNext: whole))
  }
}
