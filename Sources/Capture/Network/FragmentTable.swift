/// Puts packets together that IP sent in fragments, within bounds.
struct FragmentTable {
  /// The packets that are waited for are no more than this, and their octets no more than that.
  private static let greatestCount = 1_024
  private static let greatestOctets = 16 << 20
  /// The longest payload that fragments can make: RFC 791.
  private static let greatestPayload = 65_535

  private struct Key: Hashable {
    var source: NetworkAddress
    var destination: NetworkAddress
    var identification: UInt32
    var payloadProtocol: UInt8
  }

  private struct Waiting {
    /// Parts that came, in order of their offsets, none overlapping the next.
    var parts: [(offset: Int, octets: [UInt8])] = []
    var length: Int?
    /// The octets of all parts.
    var count = 0
    /// When it began, in calls of this table.
    var age: Int
  }

  private var waiting: [Key: Waiting] = [:]
  /// The keys in the order of their ages, for the oldest to go first; some may be gone already.
  private var ages: [(age: Int, key: Key)] = []
  private var oldest = 0
  private var octets = 0
  private var clock = 0
  /// Fragments that were given up, because of the bounds or at the end.
  private(set) var abandoned = 0

  /// How many fragments wait for the rest of their packet.
  var waitingFragments: Int { waiting.values.reduce(0) { $0 + $1.parts.count } }

  /// Takes a fragment.
  ///
  /// - Returns: The whole payload, once it is there.
  mutating func add(
    _ packet: InternetPacket, _ fragment: InternetPacket.Fragment, in frame: Span<UInt8>
  ) -> [UInt8]? {
    let key = Key(
      source: packet.source, destination: packet.destination,
      identification: fragment.identification, payloadProtocol: packet.payloadProtocol)
    let end = fragment.offset + packet.payload.count
    // A fragment that a snap length cut has a hole, and a packet with a hole is none.
    guard packet.missing == 0, end <= Self.greatestPayload, !packet.payload.isEmpty else {
      abandoned += 1
      return nil
    }
    clock += 1
    if waiting[key] == nil {
      makeRoom()
      waiting[key] = Waiting(age: clock)
      ages.append((clock, key))
    }
    // Taken out, so that it is changed in place.
    guard var entry = waiting.removeValue(forKey: key) else { return nil }
    if fragment.isLast { entry.length = end }
    insert(frame.array(packet.payload), at: fragment.offset, into: &entry)
    guard entry.length == entry.count, let whole = Self.join(entry.parts, entry.count) else {
      waiting[key] = entry
      return nil
    }
    octets -= entry.count
    return whole
  }

  private mutating func insert(_ part: [UInt8], at offset: Int, into entry: inout Waiting) {
    let index = (entry.parts.lastIndex { $0.offset < offset } ?? -1) + 1
    // What came first stays: https://datatracker.ietf.org/doc/html/rfc5722 forbids overlaps.
    if index < entry.parts.count, entry.parts[index].offset < offset + part.count { return }
    if index > 0, entry.parts[index - 1].offset + entry.parts[index - 1].octets.count > offset {
      return
    }
    entry.parts.insert((offset, part), at: index)
    entry.count += part.count
    octets += part.count
  }

  private static func join(_ parts: [(offset: Int, octets: [UInt8])], _ length: Int) -> [UInt8]? {
    var end = 0
    for part in parts {
      guard part.offset == end else { return nil }
      end += part.octets.count
    }
    guard end == length else { return nil }
    return parts.flatMap(\.octets)
  }

  private mutating func makeRoom() {
    while waiting.count >= Self.greatestCount || octets > Self.greatestOctets,
      oldest < ages.count
    {
      let (age, key) = ages[oldest]
      oldest += 1
      guard let entry = waiting[key], entry.age == age else { continue }
      abandoned += entry.parts.count
      octets -= entry.count
      waiting[key] = nil
    }
    if oldest > 4_096 {
      ages.removeSubrange(..<oldest)
      oldest = 0
    }
  }
}
