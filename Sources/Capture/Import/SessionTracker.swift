import DCERPC
import TraceModel

/// Tells what frames show as the events of a trace, each with its cause.
///
/// A capture is taken at one place: what was sent and what was received of it have one time.
final class SessionTracker {
  private let sink: any CaptureSink
  private var hosts = HostDirectory()
  private var connections: UInt32 = 0
  private var last = EventSequence(rawValue: 0)
  private(set) var time = TraceInstant.start
  /// When the capture began: nanoseconds since 1970.
  private let start: Int64
  private var frame: Int64 = 0
  private var place = 0
  /// How many PDUs were told, by PTYPE.
  private(set) var counts = [Int](repeating: 0, count: Int(PDUOutline.greatestType) + 1)

  init(_ sink: any CaptureSink, start: Int64) {
    self.sink = sink
    self.start = start
  }

  /// Tells the events that were kept back long enough, or all if the capture has ended.
  func tell(_ findings: inout WireFindings, atEnd: Bool) throws {
    while let event = findings.order.next(atEnd: atEnd) {
      let hasRoom = try tell(event)
      if !hasRoom { findings.unread.add(.tooManyHosts, frame: event.stamp.frame) }
    }
  }

  /// Tells one event.
  ///
  /// - Returns: Whether there was room for its hosts.
  private func tell(_ event: WireEvent) throws -> Bool {
    guard try begin(event.session) else { return false }
    advance(to: event.stamp.time)
    switch event.kind {
    case .connect: try connect(event.session)
    case .accept: try accept(event.session)
    case .finish: try end(event, .disconnect)
    case .reset: try end(event, .reset)
    case .pdu(let pdu): try tell(pdu, event)
    }
    return true
  }

  /// Trace time never falls, as times in captures sometimes do.
  func advance(to epoch: Int64) {
    let (offset, overflow) = epoch.subtractingReportingOverflow(start)
    if !overflow { time = max(time, TraceInstant(nanoseconds: offset)) }
  }

  private func begin(_ session: RPCSession) throws -> Bool {
    guard session.state == nil else { return true }
    guard let ends = try hosts.ends(of: session, sink),
      let address = try hosts.listener(of: session, at: ends.server, sink)
    else { return false }
    connections += 1
    let id = RPCConnectionID(rawValue: connections)
    let client = "\(session.client.port)"
    try sink.declare(
      RPCConnection(
        id: id, client: ends.client, server: ends.server, clientEndpoint: client,
        serverAddress: address, association: nil))
    try sink.describe(
      WireConnection(
        id: id, transport: session.transport.name, clientAddress: "\(session.client.address)",
        clientPort: session.client.port, serverAddress: "\(session.server.address)",
        serverPort: session.server.port))
    session.state = SessionState(
      connection: id, client: ends.client, server: ends.server, serverAddress: address)
    return true
  }

  /// An event of a session, at one of its ends.
  private func event(
    _ kind: EventKind, _ state: SessionState, atClient: Bool, _ direction: EventDirection? = nil,
    code: UInt32? = nil, cause: EventSequence?
  ) -> TraceEvent {
    last = EventSequence(rawValue: last.rawValue + 1)
    return TraceEvent(
      sequence: last, time: time, kind: kind, direction: direction,
      host: atClient ? state.client : state.server, peer: atClient ? state.server : state.client,
      connection: state.connection, code: code, cause: cause)
  }
}

// How connections begin and end.
extension SessionTracker {
  private func connect(_ session: RPCSession) throws {
    guard let state = session.state else { return }
    let code = UInt32(state.serverAddress)
    let sent = event(.connect, state, atClient: true, .sent, code: code, cause: nil)
    try sink.record(sent)
    let received = event(
      .connect, state, atClient: false, .received, code: code, cause: sent.sequence)
    try sink.record(received)
    session.state?.asked = received.sequence
  }

  private func accept(_ session: RPCSession) throws {
    guard let state = session.state else { return }
    let code = UInt32(state.serverAddress)
    let accepted = event(.accept, state, atClient: false, code: code, cause: state.asked)
    try sink.record(accepted)
    let connected = event(.connected, state, atClient: true, code: code, cause: accepted.sequence)
    try sink.record(connected)
    session.state?.ready = connected.sequence
  }

  private func end(_ event: WireEvent, _ kind: EventKind) throws {
    guard let state = event.session.state else { return }
    let atClient = event.isFromClient
    if kind == .reset, !atClient, state.ready == nil, let asked = state.asked {
      // A server that resets what it has not accepted refuses it: RFC 9293, 3.5.3.
      let code = UInt32(state.serverAddress)
      try sink.record(
        self.event(.connectRefused, state, atClient: true, code: code, cause: asked))
      return
    }
    let sent = self.event(
      kind, state, atClient: atClient, kind == .disconnect ? .sent : nil, cause: state.ready)
    try sink.record(sent)
    try sink.record(
      self.event(
        kind, state, atClient: !atClient, kind == .disconnect ? .received : nil,
        cause: sent.sequence))
  }
}

// PDUs.
extension SessionTracker {
  private func tell(_ pdu: CapturedPDU, _ wire: WireEvent) throws {
    if let state = wire.session.state { try tell(pdu, wire, in: state) }
    // Changed in place, since a copy would copy all calls that are under way.
    wire.session.state?.take(pdu.header, received: last)
  }

  /// Tells a PDU's sending and its receiving.
  private func tell(_ pdu: CapturedPDU, _ wire: WireEvent, in state: SessionState) throws {
    guard let kind = EventKind(rawValue: EventKind.request.rawValue + pdu.header.type) else {
      return
    }
    counts[Int(pdu.header.type)] += 1
    let fields = PDUFields(pdu)
    var sent = event(
      kind, state, atClient: wire.isFromClient, .sent,
      cause: state.cause(of: pdu.header, isFromClient: wire.isFromClient))
    sent.call = pdu.header.callID
    sent.length = UInt32(pdu.header.fragmentLength)
    sent.group = fields.group
    sent.code = fields.code
    sent.context = fields.context
    sent.opnum = fields.opnum
    try sink.record(sent)
    try keep(pdu, fields, of: state, at: sent.sequence)
    var received = sent
    last = EventSequence(rawValue: last.rawValue + 1)
    received.sequence = last
    received.direction = .received
    received.cause = sent.sequence
    received.host = wire.isFromClient ? state.server : state.client
    received.peer = sent.host
    try sink.record(received)
  }

  private func keep(
    _ pdu: CapturedPDU, _ fields: PDUFields, of state: SessionState, at event: EventSequence
  ) throws {
    if pdu.stamp.frame != frame { (frame, place) = (pdu.stamp.frame, 0) }
    defer { place += 1 }
    try sink.keep(
      WirePDU(
        frame: pdu.stamp.frame, place: place, time: pdu.stamp.time, flags: pdu.header.flags,
        octets: pdu.octets), at: event)
    for context in fields.contexts {
      let interface = context.interface
      try sink.propose(
        ProposedContext(
          connection: state.connection, event: event, id: context.id,
          interface: "\(interface.uuid)",
          version: "\(interface.majorVersion).\(interface.minorVersion)"))
    }
  }
}

extension SessionState {
  /// The event that led to the sending of a PDU, as far as PDUs say.
  fileprivate func cause(of header: PDUOutline, isFromClient: Bool) -> EventSequence? {
    switch PDUType(rawValue: header.type) {
    case .response, .fault: request(header.callID)
    case .bindAck, .bindNak, .alterContextResponse: proposal
    case .coCancel, .orphaned, .auth3: request(header.callID) ?? ready
    case .request: request(header.callID) ?? ready
    default: isFromClient ? ready : nil
    }
  }

  /// Takes what a PDU changes.
  fileprivate mutating func take(
    _ header: PDUOutline, received: EventSequence
  ) {
    let isLast = PDUFlags(rawValue: header.flags).contains(.lastFragment)
    switch PDUType(rawValue: header.type) {
    case .request: begin(header.callID, received)
    case .response where isLast, .fault where isLast: end(header.callID)
    case .bind, .alterContext: proposal = received
    case .bindAck, .bindNak, .alterContextResponse: ready = received
    default: break
    }
  }
}
