/// Something that frames show of a connection with DCE/RPC, in no order yet.
struct WireEvent {
  enum Kind {
    /// The client's SYN, and the server's answer to it: RFC 9293, 3.5.
    case connect
    case accept
    /// A FIN, or the end of a named pipe.
    case finish
    case reset
    case pdu(CapturedPDU)
  }

  var kind: Kind
  var session: RPCSession
  var isFromClient: Bool
  var stamp: OctetStream.Stamp
}

/// Brings what streams gave up late back into the order of frames.
///
/// A PDU that waited for a missing segment comes after those of other connections whose frames are
/// later, and the opening of a connection is known to be of interest only once its octets are.
struct WireEventOrder {
  /// How many events are kept back, and how many octets of PDUs.
  private static let greatestCount = 16_384
  private static let greatestOctets = 16 << 20

  private var events: [WireEvent] = []
  private var first = 0
  private var octets = 0

  /// Adds an event behind those of its frame and of earlier ones.
  mutating func add(_ event: WireEvent) {
    if case .pdu(let pdu) = event.kind { octets += pdu.octets.count }
    guard let last = events.last, first < events.count, last.stamp.frame > event.stamp.frame else {
      events.append(event)
      return
    }
    // The first place whose frame is later.
    var low = first
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].stamp.frame > event.stamp.frame { high = middle } else { low = middle + 1 }
    }
    events.insert(event, at: low)
  }

  /// The next event that has been kept back long enough, or any if the capture has ended.
  mutating func next(atEnd: Bool) -> WireEvent? {
    let count = events.count - first
    let isFull = count > Self.greatestCount || octets > Self.greatestOctets
    guard count > 0, atEnd || isFull else { return nil }
    let event = events[first]
    first += 1
    if case .pdu(let pdu) = event.kind { octets -= pdu.octets.count }
    if first > Self.greatestCount {
      events.removeSubrange(..<first)
      first = 0
    }
    return event
  }
}
