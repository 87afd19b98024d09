/// Brings the segments of one direction of a TCP connection into order (RFC 9293, 3.4).
///
/// What came first counts: retransmissions of it are passed over. What is missing is waited for
/// until the other side has acknowledged it or too much came behind it; then the stream goes on
/// behind the gap.
struct StreamAssembler {
  /// A segment that came before what it follows.
  private struct Early {
    var start: Int64
    var octets: [UInt8]
    var missing: Int
    var stamp: OctetStream.Stamp
    var end: Int64 { start + Int64(octets.count + missing) }
  }

  /// At most so many octets and segments wait for one that is missing.
  private static let greatestEarlyOctets = 1 << 20
  private static let greatestEarlyCount = 1_024
  /// Once a missing octet is acknowledged, it may still come out of order within so many segments.
  private static let patience = 16

  /// The position of the next octet in order, counted from the first that was seen.
  private var next: Int64 = 0
  /// The sequence number at that position.
  private var nextSequence: UInt32
  private var early: [Early] = []
  private(set) var earlyOctets = 0
  /// The farthest position that the other side has acknowledged.
  private var acknowledged: Int64 = 0
  /// The position behind the last octet, once a FIN says so.
  private var end: Int64?
  /// Segments that came while an acknowledged octet was missing.
  private var waited = 0

  /// - Parameter sequence: The sequence number of the first octet.
  init(startingAt sequence: UInt32) { nextSequence = sequence }

  /// Whether segments wait for a missing one.
  var hasGap: Bool { !early.isEmpty }

  /// Whether the missing octets are not going to come.
  var isGapLasting: Bool {
    guard let first = early.first else { return false }
    return earlyOctets > Self.greatestEarlyOctets || early.count > Self.greatestEarlyCount
      || (acknowledged > first.start && waited > Self.patience)
  }

  private func position(of sequence: UInt32) -> Int64 {
    next + Int64(Int32(bitPattern: sequence &- nextSequence))
  }

  /// Takes what the other side has acknowledged.
  ///
  /// - Parameter isReaction: Whether the segment had octets: what the other side says then is a
  ///   reaction to what it got, and order between the two sides matters more than patience.
  mutating func acknowledge(_ sequence: UInt32, isReaction: Bool) {
    acknowledged = max(acknowledged, position(of: sequence))
    if hasGap { waited += isReaction ? Self.patience + 1 : 1 }
  }

  /// Takes the sequence number of a FIN: no octet comes at or behind it.
  mutating func finish(_ sequence: UInt32) { end = position(of: sequence) }

  /// How many octets at the end of the stream are known to be missing, once no segment waits.
  ///
  /// An acknowledgement may count a FIN that was not seen.
  var missingAtEnd: Int64 {
    if let end { return max(0, end - next) }
    return acknowledged - next > 1 ? acknowledged - next : 0
  }

  /// Takes a segment's octets, and appends to the stream what is in order now.
  mutating func add(
    _ octets: Span<UInt8>, missing: Int, sequence: UInt32, _ stamp: OctetStream.Stamp,
    to stream: inout OctetStream
  ) {
    let start = position(of: sequence)
    let end = start + Int64(octets.count + missing)
    guard end > next else { return }
    guard start <= next else {
      // Nothing that is on its way is this far ahead: the largest window is 2^30 octets (RFC 7323).
      guard start - next < 1 << 30 else { return }
      insert(
        Early(start: start, octets: octets.array(0..<octets.count), missing: missing, stamp: stamp))
      return
    }
    append(octets, missing: missing, start: start, stamp, to: &stream)
    drain(to: &stream)
  }

  /// Goes on behind the gap.
  ///
  /// - Returns: How many octets are missing.
  mutating func skipGap(in stream: inout OctetStream) -> Int64 {
    guard let first = early.first else { return 0 }
    let missing = first.start - next
    advance(to: first.start)
    waited = 0
    drain(to: &stream)
    return missing
  }

  /// Forgets what waits.
  mutating func discard() {
    early = []
    earlyOctets = 0
  }

  private mutating func append(
    _ octets: Span<UInt8>, missing: Int, start: Int64, _ stamp: OctetStream.Stamp,
    to stream: inout OctetStream
  ) {
    let known = Int(min(Int64(octets.count), next - start))
    let cut = Int(next - start) - known
    stream.append(octets.extracting(droppingFirst: known), missing: missing - cut, stamp)
    advance(to: start + Int64(octets.count + missing))
  }

  private mutating func advance(to position: Int64) {
    nextSequence &+= UInt32(truncatingIfNeeded: position - next)
    next = position
  }

  private mutating func insert(_ segment: Early) {
    let place = early.firstIndex { $0.start > segment.start } ?? early.count
    // A copy of one that waits already.
    if place > 0, early[place - 1].end >= segment.end { return }
    early.insert(segment, at: place)
    earlyOctets += segment.octets.count
  }

  private mutating func drain(to stream: inout OctetStream) {
    var done = 0
    while done < early.count, early[done].start <= next {
      let segment = early[done]
      done += 1
      earlyOctets -= segment.octets.count
      guard segment.end > next else { continue }
      append(
        segment.octets.span, missing: segment.missing, start: segment.start, segment.stamp,
        to: &stream)
    }
    early.removeFirst(done)
    if early.isEmpty { waited = 0 }
  }
}
