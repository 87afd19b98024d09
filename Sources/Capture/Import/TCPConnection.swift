/// A TCP connection as frames show it, and what it carries.
///
/// What it carries is decided by its ports where those are known, and else by its first octets.
struct TCPConnection {
  private enum Content {
    case undecided
    case rpc
    /// Messages of SMB, with PDUs in named pipes.
    case messages
    case other
  }

  private var sides: InlineArray<2, TCPSide>
  private var content = Content.undecided
  /// The side that asked for the connection.
  private var client: Int?
  private var session: RPCSession?
  /// What its messages of SMB say; `nil` if it carries none.
  private var smb: SMBSession?
  /// Octets in pipes that wait to be whole PDUs.
  private var pipeOctets = 0
  private var hasOctets = false
  /// The last frame that was part of it.
  private(set) var lastFrame: Int64 = 0

  /// - Parameters:
  ///   - ends: Its ends; sides are numbered in this order.
  init(_ ends: (NetworkEndpoint, NetworkEndpoint)) {
    sides = [TCPSide(endpoint: ends.0), TCPSide(endpoint: ends.1)]
  }

  /// Its ends, in the order of its sides.
  var ends: (NetworkEndpoint, NetworkEndpoint) { (sides[0].endpoint, sides[1].endpoint) }

  /// Whether both ends have closed it, or one has broken it off.
  var hasEnded: Bool {
    sides[0].isFinished && sides[1].isFinished || sides[0].isReset || sides[1].isReset
  }

  /// Octets that it keeps in memory.
  var heldOctets: Int { sides[0].heldOctets + sides[1].heldOctets + pipeOctets }

  /// Whether a segment belongs to a later connection between the same ends.
  func isOver(by segment: TCPSegment, from side: Int) -> Bool {
    guard segment.flags.contains(.syn) else { return false }
    if let opening = sides[side].opening { return opening.sequence != segment.sequence }
    return sides[side].hasBegun
  }

  /// Takes a segment.
  ///
  /// - Returns: How many octets more it keeps in memory.
  mutating func take(
    _ segment: TCPSegment, _ payload: Span<UInt8>, from side: Int, _ stamp: OctetStream.Stamp,
    _ findings: inout WireFindings
  ) -> Int {
    let before = heldOctets
    if lastFrame == 0 { recogniseService(by: segment, from: side, &findings) }
    lastFrame = stamp.frame
    if segment.flags.contains(.syn) { open(segment, from: side, stamp, &findings) }
    if segment.flags.contains(.ack), content != .other {
      sides[1 - side].acknowledge(
        segment.acknowledgement, isReaction: payload.count + segment.missing > 0)
      if sides[1 - side].isGapLasting { read(1 - side, &findings) }
    }
    if payload.count + segment.missing > 0 {
      // A SYN stands before the first octet: RFC 9293, 3.4.
      let first = segment.sequence &+ (segment.flags.contains(.syn) ? 1 : 0)
      take(payload, missing: segment.missing, sequence: first, from: side, stamp, &findings)
    }
    if segment.flags.contains(.rst) { reset(side, stamp, &findings) }
    if segment.flags.contains(.fin) {
      let last = segment.sequence &+ UInt32(truncatingIfNeeded: payload.count + segment.missing)
      finish(side, last, stamp, &findings)
    }
    for side in 0..<2 { sides[side].giveBack(&findings.room) }
    return heldOctets - before
  }

  /// Ends it: what waits for octets that are missing goes on without them.
  mutating func end(_ findings: inout WireFindings) {
    guard content != .other else {
      findings.unread.add(.otherConnections, frame: lastFrame)
      return
    }
    for side in 0..<2 {
      read(side, &findings)
      while sides[side].hasGap {
        skipGap(side, &findings)
        read(side, &findings)
      }
      loseRest(side, &findings)
      let missing = Int(clamping: sides[side].missingAtEnd)
      if missing > 0 {
        findings.unread.add(.octetsMissing, octets: missing, frame: lastFrame)
      }
    }
    if content == .undecided, hasOctets { findings.unread.add(.otherConnections, frame: lastFrame) }
    guard let smb else { return }
    for pipe in smb.pipes { loseRest(of: pipe, &findings) }
    findings.unread.add(.smbUnmatched, frame: lastFrame, times: smb.unmatchedCount)
  }
}

// What it carries.
extension TCPConnection {
  private mutating func recogniseService(
    by segment: TCPSegment, from first: Int, _ findings: inout WireFindings
  ) {
    var servers = [0, 1]
    if segment.flags.contains(.syn) {
      servers = [segment.flags.contains(.ack) ? first : 1 - first]
    }
    for side in servers where content == .undecided {
      guard let service = findings.service(at: sides[side].endpoint) else { continue }
      client = 1 - side
      content = service == .rpc ? .rpc : .messages
    }
    if content == .messages { becomeMessages() }
    if content == .rpc { beginSession(&findings) }
  }

  private mutating func take(
    _ payload: Span<UInt8>, missing: Int, sequence: UInt32, from side: Int,
    _ stamp: OctetStream.Stamp, _ findings: inout WireFindings
  ) {
    hasOctets = true
    if content == .other {
      guard PDUOutline.begins(payload) || SMBFraming.begins(payload) else { return }
      content = .undecided
      for side in 0..<2 { sides[side].restart() }
    }
    sides[side].borrow(&findings.room)
    sides[side].add(payload, missing: missing, sequence: sequence, stamp)
    read(side, &findings)
  }

  private mutating func becomeMessages() {
    smb = SMBSession()
    for side in 0..<2 { sides[side].becomeMessages() }
  }

  /// Reads what a side has sent, as far as it can be.
  private mutating func read(_ side: Int, _ findings: inout WireFindings) {
    while true {
      if content == .undecided { decide(by: side, &findings) }
      switch content {
      case .undecided: break
      case .other: return
      case .rpc: readPDUs(side, &findings)
      case .messages: readMessages(side, &findings)
      }
      guard sides[side].isGapLasting else { return }
      loseRest(side, &findings)
      skipGap(side, &findings)
    }
  }

  private mutating func decide(by side: Int, _ findings: inout WireFindings) {
    guard let found = Self.content(of: sides[side].pdus.stream) else { return }
    content = found
    switch found {
    case .undecided: break
    case .other:
      for side in 0..<2 { sides[side].restart() }
    case .rpc:
      readPDUs(side, &findings)
      readPDUs(1 - side, &findings)
    case .messages:
      becomeMessages()
      readMessages(1 - side, &findings)
    }
  }

  /// What a stream begins with; `nil` until there are more octets.
  private static func content(of stream: OctetStream) -> Content? {
    let octets = stream.octets.span
    guard let first = octets.octet(at: stream.start) else { return nil }
    // The version of a PDU, and the type of a message in the session service.
    guard first == 5 || first == 0 else { return .other }
    if SMBFraming.begins(octets, at: stream.start) { return .messages }
    guard stream.count >= PDUOutline.length else { return nil }
    return PDUOutline.begins(octets, at: stream.start) ? .rpc : .other
  }
}

// How it begins and ends.
extension TCPConnection {
  private mutating func open(
    _ segment: TCPSegment, from side: Int, _ stamp: OctetStream.Stamp,
    _ findings: inout WireFindings
  ) {
    let isAnswer = segment.flags.contains(.ack)
    client = client ?? (isAnswer ? 1 - side : side)
    guard sides[side].opening == nil, content != .other else { return }
    sides[side].open(segment.sequence, stamp)
    if let session {
      findings.take(isAnswer ? .accept : .connect, of: session, isFromClient: !isAnswer, stamp)
    }
  }

  private mutating func finish(
    _ side: Int, _ sequence: UInt32, _ stamp: OctetStream.Stamp, _ findings: inout WireFindings
  ) {
    guard !sides[side].isFinished else { return }
    sides[side].finish(sequence)
    end(sessionsBy: side, .finish, stamp, &findings)
  }

  private mutating func reset(
    _ side: Int, _ stamp: OctetStream.Stamp, _ findings: inout WireFindings
  ) {
    guard !sides[side].isReset else { return }
    sides[side].isReset = true
    end(sessionsBy: side, .reset, stamp, &findings)
  }

  private func end(
    sessionsBy side: Int, _ kind: WireEvent.Kind, _ stamp: OctetStream.Stamp,
    _ findings: inout WireFindings
  ) {
    let isClient = side == (client ?? side)
    if let session { findings.take(kind, of: session, isFromClient: isClient, stamp) }
    for pipe in smb?.pipes ?? [] {
      guard let session = pipe.session else { continue }
      findings.take(kind, of: session, isFromClient: isClient, stamp)
    }
  }

  /// The side that the client is on, whatever is known.
  private func clientSide(of header: PDUOutline, from side: Int) -> Int {
    if let client { return client }
    if let isFromClient = header.isFromClient { return isFromClient ? side : 1 - side }
    // Servers have the lower ports.
    return sides[0].endpoint.port > sides[1].endpoint.port ? 0 : 1
  }

  /// Begins a session, whose client is known, and tells how its connection began.
  private mutating func beginSession(_ findings: inout WireFindings) {
    let client = client ?? 0
    let session = RPCSession(
      client: sides[client].endpoint, server: sides[1 - client].endpoint, transport: .tcp)
    self.session = session
    if let opening = sides[client].opening {
      findings.take(.connect, of: session, isFromClient: true, opening.stamp)
    }
    if let opening = sides[1 - client].opening {
      findings.take(.accept, of: session, isFromClient: false, opening.stamp)
    }
  }
}

// What its octets are.
extension TCPConnection {
  private mutating func readPDUs(_ side: Int, _ findings: inout WireFindings) {
    while let piece = sides[side].pdus.next() {
      switch piece {
      case .pdu(let pdu):
        if session == nil {
          client = clientSide(of: pdu.header, from: side)
          beginSession(&findings)
        }
        guard let session else { return }
        findings.take(pdu, of: session, isFromClient: side == client)
      case .foreign(let octets):
        findings.unread.add(.foreignOctets, octets: octets, frame: lastFrame)
      }
    }
  }

  private mutating func readMessages(_ side: Int, _ findings: inout WireFindings) {
    guard let smb, let messages = sides[side].messages else { return }
    while let piece = messages.framing.next() {
      switch piece {
      case .message(let range, let missing, let stamp):
        do throws(SMBTrouble) {
          let octets = messages.framing.stream.octets
          let changes = try smb.read(octets.span.extracting(range), missing: missing, stamp)
          for change in changes { take(change, from: side, stamp, &findings) }
        } catch {
          findings.unread.add(error.unread, octets: range.count + missing, frame: stamp.frame)
        }
        messages.framing.consume(range, missing: missing)
      case .tooLong(let octets):
        findings.unread.add(.smbTooLong, octets: octets, frame: lastFrame)
      case .foreign(let octets):
        findings.unread.add(.smbForeign, octets: octets, frame: lastFrame)
      }
    }
  }

  private mutating func take(
    _ change: SMBPipeChange, from side: Int, _ stamp: OctetStream.Stamp,
    _ findings: inout WireFindings
  ) {
    let pipe = change.pipe
    defer {
      pipeOctets += pipe.heldOctets - pipe.countedOctets
      pipe.countedOctets = pipe.heldOctets
    }
    if change.kind == .closed {
      loseRest(of: pipe, &findings)
      guard let session = pipe.session else { return }
      findings.take(.finish, of: session, isFromClient: true, stamp)
      return
    }
    while let piece = pipe.next(isFromClient: change.isFromClient) {
      switch piece {
      case .pdu(let pdu):
        let client = client ?? (change.isFromClient ? side : 1 - side)
        let session = pipe.session(
          client: sides[client].endpoint, server: sides[1 - client].endpoint, &findings)
        findings.take(pdu, of: session, isFromClient: change.isFromClient)
      case .foreign(let octets):
        findings.unread.add(.foreignOctets, octets: octets, frame: lastFrame)
      }
    }
  }
}

// What is missing.
extension TCPConnection {
  private mutating func skipGap(_ side: Int, _ findings: inout WireFindings) {
    let missing = sides[side].skipGap()
    findings.unread.add(.octetsMissing, octets: Int(clamping: missing), frame: lastFrame)
  }

  private mutating func loseRest(_ side: Int, _ findings: inout WireFindings) {
    if let smb, let messages = sides[side].messages {
      let octets = messages.framing.loseRest()
      if octets > 0 { findings.unread.add(.smbIncomplete, octets: octets, frame: lastFrame) }
      for pipe in smb.pipes where side == client { _ = pipe.fromClient.loseRest() }
      for pipe in smb.pipes where side != client { _ = pipe.fromServer.loseRest() }
    } else {
      let octets = sides[side].pdus.loseRest()
      if octets > 0 { findings.unread.add(.pduIncomplete, octets: octets, frame: lastFrame) }
    }
  }

  private func loseRest(of pipe: SMBPipe, _ findings: inout WireFindings) {
    let octets = pipe.fromClient.loseRest() + pipe.fromServer.loseRest()
    if octets > 0 { findings.unread.add(.pduIncomplete, octets: octets, frame: lastFrame) }
  }
}
