import DCERPC

/// Cuts one direction of a connection, or of a named pipe, into PDUs.
struct PDUFraming {
  /// Octets of an unread part of the stream.
  private(set) var stream = OctetStream()
  /// Whether the next octet is where a PDU begins, as far as is known.
  private(set) var isSynchronised = true

  /// What was found in the stream.
  enum Piece {
    case pdu(CapturedPDU)
    /// Octets that are no PDU.
    case foreign(Int)
  }

  mutating func append(_ octets: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp) {
    stream.append(octets, missing: missing, stamp)
  }

  /// Lets the assembler append to the stream.
  mutating func withStream<Result>(_ body: (inout OctetStream) -> Result) -> Result {
    body(&stream)
  }

  /// Makes the stream begin anywhere, and not where a PDU does.
  mutating func desynchronise() { isSynchronised = false }

  /// Octets are missing at the end of the stream: what is unread is not going to be whole.
  ///
  /// - Returns: How many octets of a PDU that began are given up.
  mutating func loseRest() -> Int {
    let rest = stream.count
    stream.consume(rest)
    isSynchronised = false
    return rest
  }

  /// What comes next in the stream; `nil` until more octets come.
  mutating func next() -> Piece? {
    guard stream.count > 0 else { return nil }
    if !isSynchronised { return synchronise() }
    guard stream.count >= PDUOutline.length else { return nil }
    guard stream.known(ofNext: PDUOutline.length) == PDUOutline.length else {
      return loseUntilNextArrival()
    }
    guard let length = fragmentLength, length >= PDUOutline.length else {
      return loseUntilNextArrival()
    }
    guard stream.count >= length else { return nil }
    defer { stream.consume(length) }
    guard let outline = PDUOutline(stream.octets.span, at: stream.start) else {
      // Another version, or a type that is not known: its length is believed.
      return .foreign(length)
    }
    let known = stream.known(ofNext: length)
    let octets = stream.octets.span.array(stream.start..<stream.start + known)
    // Nobody can say when a PDU was whole that was not captured whole: its header's frame counts,
    // as in Wireshark.
    let stamp = stream.stamp(ofNext: known < length ? PDUOutline.length : length)
    return .pdu(CapturedPDU(octets: octets, stamp: stamp, header: outline))
  }

  /// The length that the next header claims, whatever else it says.
  private var fragmentLength: Int? {
    let octets = stream.octets.span
    guard let representation = octets.octet(at: stream.start + 4) else { return nil }
    let order: ByteOrder = representation & 0x10 != 0 ? .little : .big
    return octets.integer(UInt16.self, at: stream.start + 8, order).map(Int.init)
  }

  /// Looks for a frame that begins with a PDU.
  private mutating func synchronise() -> Piece? {
    guard stream.count >= PDUOutline.length else {
      return PDUOutline.mayBegin(stream.octets.span, at: stream.start)
        ? nil : loseUntilNextArrival()
    }
    if stream.known(ofNext: PDUOutline.length) == PDUOutline.length,
      PDUOutline.begins(stream.octets.span, at: stream.start)
    {
      isSynchronised = true
      return next()
    }
    return loseUntilNextArrival()
  }

  private mutating func loseUntilNextArrival() -> Piece {
    isSynchronised = false
    let count = stream.distanceToNextArrival ?? stream.count
    stream.consume(count)
    return .foreign(count)
  }
}
