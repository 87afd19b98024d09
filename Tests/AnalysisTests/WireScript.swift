import Analysis
import TraceModel
import TraceStore

/// PDUs, calls and connections between HUB1 and SLPS100, told in a few words.
extension MailScript {
  /// The addresses of SLPS100.
  static let listening: UInt8 = 0
  static let mapper: UInt8 = 2

  /// A connection of HUB1's to SLPS100.
  mutating func connect(
    to address: UInt8, at seconds: Double, association: UInt32? = nil
  ) -> RPCConnectionID {
    let id = RPCConnectionID(rawValue: UInt32(connections.count) + 1)
    let association = association.map { MTAAssociationID(rawValue: $0) }
    connections.append(
      RPCConnection(
        id: id, client: Self.hub, server: Self.site, clientEndpoint: "1024",
        serverAddress: address, association: association))
    add(.connect, at: seconds) {
      ($0.direction, $0.connection, $0.association) = (.sent, id, association)
      $0.code = UInt32(address)
    }
    return id
  }

  /// What one end sends and the other receives 40 ms later; `nil` if it is lost.
  mutating func send(
    _ kind: EventKind, at seconds: Double, over connection: RPCConnectionID?,
    fromServer: Bool = false, isLost: Bool = false, _ change: (inout TraceEvent) -> Void = { _ in }
  ) {
    let (host, peer) = fromServer ? (Self.site, Self.hub) : (Self.hub, Self.site)
    let association = connections.first { $0.id == connection }?.association
    let sent = add(kind, at: seconds, host: host, peer: peer) {
      ($0.direction, $0.connection, $0.association) = (.sent, connection, association)
      change(&$0)
    }
    guard !isLost else { return }
    add(kind, at: seconds + 0.04, host: peer, peer: host) {
      ($0.direction, $0.connection, $0.association) = (.received, connection, association)
      change(&$0)
      $0.cause = sent
    }
  }

  /// HUB1 asks the endpoint mapper of SLPS100.
  mutating func askMapper(at seconds: Double) {
    let connection = connect(to: Self.mapper, at: seconds)
    send(.bind, at: seconds + 0.1, over: connection) { $0.group = 0 }
    add(.groupFiled, at: seconds + 0.15, host: Self.site, peer: Self.hub) {
      ($0.connection, $0.group, $0.code) = (connection, 9, UInt32(Self.mapper))
    }
    send(.bindAck, at: seconds + 0.15, over: connection, fromServer: true) { $0.group = 9 }
    send(.request, at: seconds + 0.2, over: connection) { ($0.opnum, $0.call) = (3, 1) }
    send(.response, at: seconds + 0.25, over: connection, fromServer: true) {
      ($0.opnum, $0.call) = (3, 1)
    }
    send(.disconnect, at: seconds + 0.3, over: connection)
  }

  /// HUB1 opens an association, and gives the connection that carries control.
  mutating func open(_ association: UInt32, at seconds: Double, for reason: OpeningReason = .mail)
    -> RPCConnectionID
  {
    add(.associationOpening, at: seconds) {
      $0.association = MTAAssociationID(rawValue: association)
      ($0.code, $0.queue) = (reason.rawValue, 50)
    }
    askMapper(at: seconds + 0.05)
    let control = connect(to: Self.listening, at: seconds + 0.5, association: association)
    let group = 0xA0 + association
    send(.bind, at: seconds + 0.6, over: control) { $0.group = 0 }
    add(.groupFiled, at: seconds + 0.65, host: Self.site, peer: Self.hub) {
      ($0.connection, $0.group, $0.code) = (control, group, 0)
    }
    send(.bindAck, at: seconds + 0.65, over: control, fromServer: true) { $0.group = group }
    send(.request, at: seconds + 0.7, over: control) { ($0.opnum, $0.call) = (0, 1) }
    send(.response, at: seconds + 0.9, over: control, fromServer: true) {
      ($0.opnum, $0.call) = (0, 1)
    }
    return control
  }

  /// HUB1 sends a waiting message, which arrives unless it is lost.
  mutating func transfer(
    _ message: UInt32, at seconds: Double, over connection: RPCConnectionID, call: UInt32 = 2,
    leaving queue: UInt32 = 0, isLost: Bool = false
  ) {
    send(.request, at: seconds, over: connection, isLost: isLost) {
      ($0.opnum, $0.call, $0.message) = (2, call, MessageID(rawValue: message))
    }
    guard !isLost else { return }
    deliver(
      message, at: seconds + 0.05, queue: queue,
      association: connections.first { $0.id == connection }?.association?.rawValue ?? 1)
  }

  mutating func log(_ id: UInt32, at seconds: Double) {
    let event = add(.logEntry, at: seconds) { $0.code = id }
    entries[event] = EventLogEntry(id: id, type: .warning, category: "Interface", text: "Text.")
  }

  /// Q181721 with the article's “next bind” on the way back: HUB1 refuses it, and its own MtaBind
  /// hangs until it is cancelled.
  static func refusedWayBack() -> MailScript {
    var script = MailScript()
    script.enqueue(1, at: 10, queue: 1)
    script.add(.associationOpening, at: 10) {
      $0.association = MTAAssociationID(rawValue: 1)
      $0.code = OpeningReason.mail.rawValue
    }
    let control = script.connect(to: listening, at: 10, association: 1)
    script.send(.request, at: 11, over: control) { ($0.opnum, $0.call) = (0, 1) }
    let back = (2...3).map { RPCConnectionID(rawValue: $0) }
    script.connections += back.map {
      RPCConnection(
        id: $0, client: site, server: hub, clientEndpoint: "1025", serverAddress: 0,
        association: MTAAssociationID(rawValue: 1))
    }
    script.add(.groupFiled, at: 12, peer: site) {
      ($0.connection, $0.group, $0.code) = (back[0], 7, 1)
    }
    script.send(.bind, at: 12, over: back[1], fromServer: true) { $0.group = 7 }
    script.send(.bindNak, at: 12.1, over: back[1]) { $0.code = 0 }
    script.send(.coCancel, at: 131, over: control) { $0.call = 1 }
    script.log(9_277, at: 131.1)
    return script
  }

  /// The fault of Q166594, or a recovery as it should be.
  ///
  /// The turn that HUB1 gives is lost with the connection; later HUB1 wants it back, and SLPS100,
  /// which thinks that HUB1 has it, gives it only if it learned better.
  static func lostTurn(isFixed: Bool) -> MailScript {
    var script = MailScript(build: "nt4-sp4")
    (script.hasMappers, script.scenario) = (true, "q166594")
    script.parameters += [
      Parameter(name: "contrast", value: "exchange"),
      Parameter(name: "mta.exchange", value: isFixed ? "fixed" : "rtm"),
    ]
    script.enqueue(1, at: 10, queue: 1)
    let first = script.open(1, at: 10)
    script.transfer(1, at: 12, over: first)
    script.send(.turnPlease, at: 100, over: nil, fromServer: true) {
      $0.association = MTAAssociationID(rawValue: 1)
    }
    script.send(.turnGive, at: 100.2, over: nil, isLost: true) {
      $0.association = MTAAssociationID(rawValue: 1)
    }
    for (host, peer) in [(hub, site), (site, hub)] {
      script.add(.reset, at: 100.3, host: host, peer: peer) { $0.connection = first }
      script.add(.associationLost, at: 100.3, host: host, peer: peer) {
        $0.association = MTAAssociationID(rawValue: 1)
      }
    }
    let second = script.open(1, at: 105, for: .recovery)
    script.add(.associationRecovered, at: 106) { $0.association = MTAAssociationID(rawValue: 1) }
    script.enqueue(2, at: 200, queue: 1)
    script.send(.turnPlease, at: 200, over: nil) {
      $0.association = MTAAssociationID(rawValue: 1)
    }
    if isFixed {
      script.send(.turnGive, at: 200.1, over: nil, fromServer: true) {
        $0.association = MTAAssociationID(rawValue: 1)
      }
      script.transfer(2, at: 200.2, over: second)
    }
    for number in UInt32(3)...52 {
      let time = 210 + Double(number) * 6
      script.enqueue(number, at: time, queue: isFixed ? 1 : number - 1)
      if isFixed { script.transfer(number, at: time + 0.1, over: second) }
    }
    if !isFixed {
      let third = script.open(2, at: 523, for: .threshold)
      for number in UInt32(2)...52 {
        script.transfer(
          number, at: 524 + Double(number) * 0.2, over: third, call: number, leaving: 52 - number)
      }
    }
    return script
  }

  /// The trouble of Q189494: SLPS100's MTA hangs, and every call to it is cancelled and orphaned.
  static func slowCalls(_ build: String) -> MailScript {
    var script = MailScript(build: build)
    (script.hasMappers, script.scenario) = (true, "q189494")
    script.enqueue(1, at: 10, queue: 1)
    var connection = script.open(1, at: 10)
    script.transfer(1, at: 12, over: connection, call: 1)
    script.add(.hostHung, at: 300, host: site, peer: nil)
    for number in UInt32(0)..<5 {
      let start = 310 + Double(number) * 240
      script.enqueue(2 + number, at: start, queue: 1 + number)
      if number > 0 { connection = script.connect(to: listening, at: start, association: 1) }
      script.send(.request, at: start + 1, over: connection) {
        ($0.opnum, $0.call, $0.message) = (2, 2, MessageID(rawValue: 2))
      }
      script.send(.coCancel, at: start + 121, over: connection) { $0.call = 2 }
      script.log(9_277, at: start + 121.05)
      script.send(.orphaned, at: start + 181, over: connection) { $0.call = 2 }
      script.add(.callFailed, at: start + 181.05) {
        ($0.connection, $0.code, $0.message) = (connection, 1_726, MessageID(rawValue: 2))
      }
    }
    script.add(.hostResumed, at: 1_500, host: site, peer: nil)
    connection = script.connect(to: listening, at: 1_520, association: 1)
    for number in UInt32(2)...6 {
      script.transfer(number, at: 1_520 + Double(number), over: connection, leaving: 6 - number)
    }
    return script
  }
}
