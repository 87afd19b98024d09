/// One direction of a TCP connection: what an end of it sends.
struct TCPSide {
  let endpoint: NetworkEndpoint
  /// The sequence number of its SYN, and when that was seen.
  var opening: (sequence: UInt32, stamp: OctetStream.Stamp)?
  /// Whether its FIN was seen, and its RST.
  private(set) var isFinished = false
  var isReset = false
  /// Its octets, cut into PDUs; octets that wait for a decision wait here too.
  var pdus = PDUFraming()
  /// Its octets, cut into messages of SMB; on its own, since most connections carry none.
  private(set) var messages: SMBDirection?
  private var assembler: StreamAssembler?
  /// What the other end acknowledged before anything was seen from here.
  private var acknowledged: UInt32?

  init(endpoint: NetworkEndpoint) { self.endpoint = endpoint }

  /// Octets that wait, for others or to be read.
  var heldOctets: Int {
    (assembler?.earlyOctets ?? 0) + pdus.stream.count + (messages?.framing.stream.count ?? 0)
  }

  /// Whether octets are missing that are not going to come.
  var isGapLasting: Bool { assembler?.isGapLasting ?? false }

  /// Whether octets are missing before some that are there.
  var hasGap: Bool { assembler?.hasGap ?? false }

  /// Whether octets of it were taken, or its SYN.
  var hasBegun: Bool { assembler != nil }

  /// How many octets at its end are known to be missing.
  var missingAtEnd: Int64 { assembler?.missingAtEnd ?? 0 }

  /// Takes its FIN, which stands behind its last octet.
  mutating func finish(_ sequence: UInt32) {
    isFinished = true
    assembler?.finish(sequence)
  }

  /// Takes its SYN.
  mutating func open(_ sequence: UInt32, _ stamp: OctetStream.Stamp) {
    opening = (sequence, stamp)
    assembler = StreamAssembler(startingAt: sequence &+ 1)
  }

  /// Takes what the other end acknowledges.
  ///
  /// - Parameter isReaction: Whether it sent octets with that.
  mutating func acknowledge(_ sequence: UInt32, isReaction: Bool) {
    if assembler == nil {
      acknowledged = sequence
    } else {
      assembler?.acknowledge(sequence, isReaction: isReaction)
    }
  }

  /// Takes memory for octets, unless some wait already.
  mutating func borrow(_ room: inout OctetStream.Room) {
    if let messages {
      messages.framing.withStream { $0.borrow(&room) }
    } else {
      pdus.withStream { $0.borrow(&room) }
    }
  }

  /// Gives back memory that it has no need of.
  mutating func giveBack(_ room: inout OctetStream.Room) {
    pdus.withStream { $0.giveBack(&room) }
    messages?.framing.withStream { $0.giveBack(&room) }
  }

  /// Takes octets.
  mutating func add(
    _ octets: Span<UInt8>, missing: Int, sequence: UInt32, _ stamp: OctetStream.Stamp
  ) {
    if assembler == nil { begin(at: sequence, octets.count + missing) }
    if let messages {
      messages.framing.withStream {
        assembler?.add(octets, missing: missing, sequence: sequence, stamp, to: &$0)
      }
    } else {
      pdus.withStream {
        assembler?.add(octets, missing: missing, sequence: sequence, stamp, to: &$0)
      }
    }
  }

  /// Begins in the middle of a connection, and so perhaps in the middle of a PDU.
  ///
  /// What the other end acknowledged before is not read again: a keep-alive repeats its last octet
  /// (RFC 9293, 3.8.4).
  private mutating func begin(at sequence: UInt32, _ count: Int) {
    var first = sequence
    if let acknowledged {
      let known = Int32(bitPattern: acknowledged &- sequence)
      if known > 0, known <= count { first = acknowledged }
    }
    assembler = StreamAssembler(startingAt: first)
    pdus.desynchronise()
    messages?.framing.desynchronise()
  }

  /// Goes on behind octets that are missing.
  ///
  /// - Returns: How many are missing.
  mutating func skipGap() -> Int64 {
    let missing =
      if let messages {
        messages.framing.withStream { assembler?.skipGap(in: &$0) }
      } else {
        pdus.withStream { assembler?.skipGap(in: &$0) }
      }
    return missing ?? 0
  }

  /// Forgets its octets and their order: the next to come are the first.
  mutating func restart() {
    assembler = nil
    acknowledged = nil
    pdus = PDUFraming()
  }

  /// Takes octets that waited for a decision as messages of SMB.
  mutating func becomeMessages() {
    messages = SMBDirection(continuing: pdus)
    pdus = PDUFraming()
  }
}
