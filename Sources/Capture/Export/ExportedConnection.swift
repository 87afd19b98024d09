import TraceModel

/// A connection of a run as TCP carries it: RFC 9293, 3.3.
struct ExportedConnection {
  /// One end of it.
  struct End {
    let host: HostIndex
    let place: WirePlace
    /// The sequence number of the next octet that it sends.
    var next: UInt32
    /// The number of the next octet that it expects, and the last one that it said it expects.
    var expected: UInt32 = 0
    var acknowledged: UInt32 = 0
    /// What it sent that did not arrive yet, in order.
    var underway: [Sending] = []
    /// How long what it sends takes, by what arrived last.
    var latency = TraceDuration.zero
    /// The packets that it has sent.
    var packets: UInt16 = 0
    var hasSentSYN = false
    var hasSentFIN = false
    var state = State.open
  }

  /// How far an end is.
  enum State {
    case open
    /// It closed the connection.
    case closed
    /// It lost the connection.
    case lost
    /// Its host stopped.
    case gone
  }

  /// Something that was sent and takes its time.
  struct Sending {
    /// The sequence number behind it.
    var end: UInt32
    var time: TraceInstant
    var isPDU: Bool
  }

  let id: RPCConnectionID
  let interface: UInt32
  var client: End
  var server: End
  var setting: PDUMaker.Setting
  /// Whether the client knows that the connection stands.
  var isEstablished = false
  /// The group that the server did not find for the last bind.
  var missedGroup: UInt32?
  /// Whether a packet of it was written.
  var isWritten = false
  /// Acknowledgements that are still to come.
  var closingCount = 0

  init(
    _ connection: RPCConnection, interface: UInt32, ends: (client: WirePlace, server: WirePlace),
    setting: PDUMaker.Setting
  ) {
    id = connection.id
    self.interface = interface
    self.setting = setting
    client = End(
      host: connection.client, place: ends.client, next: Self.initialNumber(connection.id, 0))
    server = End(
      host: connection.server, place: ends.server, next: Self.initialNumber(connection.id, 1))
    client.expected = server.next
    server.expected = client.next
    client.acknowledged = client.expected
    server.acknowledged = server.expected
  }

  /// The first sequence number of an end: arbitrary to look at, the same in every export.
  private static func initialNumber(_ id: RPCConnectionID, _ end: UInt64) -> UInt32 {
    // The finaliser of MurmurHash3 (Austin Appleby, https://github.com/aappleby/smhasher).
    var value = UInt64(id.rawValue) << 1 | end
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return UInt32(truncatingIfNeeded: value ^ value >> 33)
  }

  /// Whether both ends are done with it.
  var isOver: Bool {
    let serverIsDone = server.state != .open || !(server.hasSentSYN || isEstablished)
    return client.state != .open && serverIsDone && closingCount == 0
  }

  subscript(atServer: Bool) -> End {
    get { atServer ? server : client }
    _modify {
      if atServer { yield &server } else { yield &client }
    }
  }

  /// Whether an event happened at the server's end.
  func isAtServer(_ event: TraceEvent) -> Bool { event.host != client.host }

  /// Notes that an end sent something that ends where its numbers are now.
  mutating func send(fromServer: Bool, at time: TraceInstant, isPDU: Bool) {
    let end = self[fromServer].next
    self[fromServer].underway.append(Sending(end: end, time: time, isPDU: isPDU))
  }

  /// Takes what arrives at an end first of all that is on its way to it; `nil` if nothing is.
  mutating func receive(atServer: Bool, at time: TraceInstant) -> Sending? {
    guard !self[!atServer].underway.isEmpty else { return nil }
    let arrived = self[!atServer].underway.removeFirst()
    self[!atServer].latency = time - arrived.time
    self[atServer].expected = arrived.end
    return arrived
  }

  /// The segment that an end sends next; it moves the end's numbers.
  ///
  /// A SYN and a FIN take a number of their own, and whatever is sent acknowledges what arrived.
  mutating func segment(
    fromServer: Bool, _ flags: TCPFlags, payload: ArraySlice<UInt8> = [],
    options: [UInt8] = []
  ) -> OutgoingSegment {
    let destination = self[!fromServer].place
    var end = self[fromServer]
    let segment = OutgoingSegment(
      source: end.place, destination: destination, sequence: end.next,
      acknowledgement: flags.contains(.ack) ? end.expected : 0, flags: flags, options: options,
      payload: payload, identification: end.packets)
    end.next &+= UInt32(truncatingIfNeeded: payload.count)
    if flags.contains(.syn) || flags.contains(.fin) { end.next &+= 1 }
    if flags.contains(.syn) { end.hasSentSYN = true }
    if flags.contains(.fin) { end.hasSentFIN = true }
    if flags.contains(.ack) { end.acknowledged = end.expected }
    end.packets &+= 1
    self[fromServer] = end
    return segment
  }
}
