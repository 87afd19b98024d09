/// A segment of TCP: RFC 9293.
struct TCPSegment {
  var sourcePort: UInt16
  var destinationPort: UInt16
  var sequence: UInt32
  var acknowledgement: UInt32
  var flags: TCPFlags
  /// Where the payload is in the octets, as far as it was captured.
  var payload: Range<Int>
  /// Octets of the payload that a snap length cut off.
  var missing: Int

  /// Reads the segment that fills a range of octets; `nil` if it is none.
  init?(_ octets: Span<UInt8>, _ range: Range<Int>, missing: Int) {
    let start = range.lowerBound
    let part = octets.extracting(..<min(range.upperBound, octets.count))
    guard let sourcePort = part.network16(at: start),
      let destinationPort = part.network16(at: start + 2),
      let sequence = part.network32(at: start + 4),
      let acknowledgement = part.network32(at: start + 8),
      let offset = part.octet(at: start + 12), let flags = part.octet(at: start + 13)
    else { return nil }
    let header = Int(offset >> 4) * 4
    guard header >= 20, header <= range.count + missing else { return nil }
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.sequence = sequence
    self.acknowledgement = acknowledgement
    self.flags = TCPFlags(rawValue: flags)
    let begin = min(start + header, range.upperBound)
    payload = begin..<range.upperBound
    self.missing = missing - max(0, start + header - range.upperBound)
  }
}
