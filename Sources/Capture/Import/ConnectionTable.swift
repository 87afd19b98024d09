/// The connections of a capture that may still go on, within bounds.
struct ConnectionTable {
  /// More than this are not kept, nor more octets than this that wait to be whole.
  private static let greatestCount = 65_536
  private static let greatestHeldOctets = 128 << 20
  /// How long, in nanoseconds, a segment may be on its way, twice: RFC 9293, 3.4.2.
  private static let linger: Int64 = 240 * 1_000_000_000

  /// The ends of a connection, in an order that does not depend on who sends.
  private struct Key: Hashable {
    var low: NetworkEndpoint
    var high: NetworkEndpoint

    /// Two words for IPv4, since every segment is looked up.
    func hash(into hasher: inout Hasher) {
      if low.address.isVersion6 || high.address.isVersion6 {
        hasher.combine(low.address)
        hasher.combine(high.address)
      } else {
        hasher.combine(low.address.low << 32 | high.address.low)
      }
      hasher.combine(UInt32(low.port) << 16 | UInt32(high.port))
    }
  }

  /// A connection at its place: a reference, for it is changed where it is.
  private final class Followed {
    let place: Int
    var connection: TCPConnection
    /// When its last segment was captured: nanoseconds since 1970.
    var lastTime: Int64 = 0
    /// When it was put among ``ended``, if it is there.
    var endedSince: Int64?

    /// What it is found by, which the connection has anyway.
    var key: Key {
      let ends = connection.ends
      return Key(low: ends.0, high: ends.1)
    }

    init(_ key: Key, at place: Int) {
      self.place = place
      connection = TCPConnection((key.low, key.high))
    }
  }

  private var byEnds: [Key: Followed] = [:]
  /// Connections by place; `nil` at places that are free.
  private var connections: [Followed?] = []
  private var free: [Int] = []
  /// The one that took the last segment: often it takes the next one too.
  private var recent: Followed?
  private var heldOctets = 0
  /// Those that have ended, in that order: they are kept while segments may still come.
  private var ended: [Followed] = []
  private var firstEnded = 0

  /// Takes a segment to its connection.
  ///
  /// - Parameters:
  ///   - payload: Its octets, as far as they were captured.
  mutating func take(
    _ segment: TCPSegment, _ payload: Span<UInt8>, from source: NetworkAddress,
    to destination: NetworkAddress, _ stamp: OctetStream.Stamp, _ findings: inout WireFindings
  ) {
    let sender = NetworkEndpoint(address: source, port: segment.sourcePort)
    let receiver = NetworkEndpoint(address: destination, port: segment.destinationPort)
    let isLow = sender.precedes(receiver)
    let key = isLow ? Key(low: sender, high: receiver) : Key(low: receiver, high: sender)
    let side = isLow ? 0 : 1
    var followed = find(key)
    if segment.flags.contains(.syn), let former = followed,
      former.connection.isOver(by: segment, from: side)
    {
      end(former, &findings)
      followed = nil
    }
    // A segment without octets that begins nothing says nothing of a connection.
    let isEmpty = payload.count + segment.missing == 0 && !segment.flags.contains(.syn)
    guard let followed = followed ?? (isEmpty ? nil : begin(key, &findings)) else { return }
    recent = followed
    followed.lastTime = stamp.time
    heldOctets += followed.connection.take(segment, payload, from: side, stamp, &findings)
    if heldOctets > Self.greatestHeldOctets { makeRoom(&findings) }
    if followed.endedSince == nil, followed.connection.hasEnded {
      linger(followed, since: stamp.time)
    }
    forgetEnded(at: stamp.time, &findings)
  }

  private func find(_ key: Key) -> Followed? {
    if let recent, recent.key == key { return recent }
    return byEnds[key]
  }

  /// Ends every connection.
  mutating func endAll(_ findings: inout WireFindings) {
    for place in connections.indices {
      if let followed = connections[place] { end(followed, &findings) }
    }
  }

  private mutating func begin(_ key: Key, _ findings: inout WireFindings) -> Followed {
    if byEnds.count >= Self.greatestCount { makeRoom(&findings) }
    let followed = Followed(key, at: free.popLast() ?? connections.count)
    if followed.place == connections.count {
      connections.append(followed)
    } else {
      connections[followed.place] = followed
    }
    byEnds[key] = followed
    return followed
  }

  private mutating func end(_ followed: Followed, _ findings: inout WireFindings) {
    if recent === followed { recent = nil }
    connections[followed.place] = nil
    byEnds[followed.key] = nil
    free.append(followed.place)
    heldOctets -= followed.connection.heldOctets
    followed.connection.end(&findings)
    // Among ``ended`` it stays for a while, but need not keep what it had.
    if followed.endedSince != nil { followed.connection = TCPConnection(followed.connection.ends) }
  }

  private mutating func linger(_ followed: Followed, since time: Int64) {
    followed.endedSince = time
    ended.append(followed)
  }

  /// Forgets what ended so long ago that no segment of it is on its way, so that memory does not
  /// depend on how many connections a capture shows.
  private mutating func forgetEnded(at time: Int64, _ findings: inout WireFindings) {
    while firstEnded < ended.count {
      let followed = ended[firstEnded]
      let isDue = Self.isLong(since: followed.endedSince ?? time, time)
      // Where time stands still, those that others have replaced are not kept either.
      guard isDue || ended.count - firstEnded > Self.greatestCount else { break }
      firstEnded += 1
      followed.endedSince = nil
      guard isDue, connections[followed.place] === followed else { continue }
      if !Self.isLong(since: followed.lastTime, time) {
        // It goes on all the same.
        linger(followed, since: max(time, followed.lastTime))
      } else if followed.connection.heldOctets == 0 {
        end(followed, &findings)
      }
    }
    if firstEnded > 1_024, firstEnded > ended.count / 2 {
      ended.removeSubrange(..<firstEnded)
      firstEnded = 0
    }
  }

  private static func isLong(since first: Int64, _ time: Int64) -> Bool {
    let (age, overflow) = time.subtractingReportingOverflow(first)
    return overflow || age > linger
  }

  /// Ends the quarter of the connections whose last segments were the earliest.
  private mutating func makeRoom(_ findings: inout WireFindings) {
    let open = connections.compactMap { $0 }
    let order = open.sorted { $0.connection.lastFrame < $1.connection.lastFrame }
    for followed in order.prefix(max(1, order.count / 4)) {
      findings.unread.add(.connectionsForgotten, frame: followed.connection.lastFrame)
      end(followed, &findings)
    }
  }
}
