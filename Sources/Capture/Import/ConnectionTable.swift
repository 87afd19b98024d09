/// The connections of a capture that may still go on, within bounds.
struct ConnectionTable {
  /// More than this are not kept, nor more octets than this that wait to be whole.
  private static let greatestCount = 65_536
  private static let greatestHeldOctets = 128 << 20

  /// The ends of a connection, in an order that does not depend on who sends.
  private struct Key: Hashable {
    var low: NetworkEndpoint
    var high: NetworkEndpoint
  }

  private var places: [Key: Int] = [:]
  /// Connections by place; `nil` at places that are free.
  private var connections: [TCPConnection?] = []
  private var keys: [Key] = []
  private var free: [Int] = []
  private var heldOctets = 0

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
    var place = places[key]
    if let former = place, connections[former]?.isOver(by: segment, from: side) ?? true {
      end(former, &findings)
      place = nil
    }
    // A segment without octets that begins nothing says nothing of a connection.
    let isEmpty = payload.count + segment.missing == 0 && !segment.flags.contains(.syn)
    guard let place = place ?? (isEmpty ? nil : begin(key, &findings)) else { return }
    let before = connections[place]?.heldOctets ?? 0
    connections[place]?.take(segment, payload, from: side, stamp, &findings)
    heldOctets += (connections[place]?.heldOctets ?? 0) - before
    if heldOctets > Self.greatestHeldOctets { makeRoom(&findings) }
  }

  /// Ends every connection.
  mutating func endAll(_ findings: inout WireFindings) {
    for place in connections.indices where connections[place] != nil { end(place, &findings) }
  }

  private mutating func begin(_ key: Key, _ findings: inout WireFindings) -> Int {
    if places.count >= Self.greatestCount { makeRoom(&findings) }
    let connection = TCPConnection((key.low, key.high))
    let place: Int
    if let last = free.popLast() {
      place = last
      connections[place] = connection
      keys[place] = key
    } else {
      place = connections.count
      connections.append(connection)
      keys.append(key)
    }
    places[key] = place
    return place
  }

  private mutating func end(_ place: Int, _ findings: inout WireFindings) {
    guard var connection = connections[place] else { return }
    connections[place] = nil
    places[keys[place]] = nil
    free.append(place)
    heldOctets -= connection.heldOctets
    connection.end(&findings)
  }

  /// Ends the quarter of the connections whose last segments were the earliest.
  private mutating func makeRoom(_ findings: inout WireFindings) {
    let open = connections.indices.filter { connections[$0] != nil }
    let order = open.sorted { lastFrame($0) < lastFrame($1) }
    for place in order.prefix(max(1, order.count / 4)) {
      findings.unread.add(.connectionsForgotten, frame: lastFrame(place))
      end(place, &findings)
    }
  }

  private func lastFrame(_ place: Int) -> Int64 { connections[place]?.lastFrame ?? 0 }
}
