import DCERPC
import TraceModel

/// How calls and timers reach the MTAs, and how what they decide is performed.
extension Simulation {
  /// A whole request reached the server: its MTA acts on it.
  mutating func called(
    _ operation: Operation, _ connection: Connection, callID: UInt32
  ) throws {
    let host = Int(connection.server.rawValue)
    let association = connection.association
    let caller = connection.client
    switch operation {
    case .mtaBind(let urgent):
      hosts[host].mta.bindRequested(
        association, urgent: urgent, from: caller, call: (connection.id, callID), at: now, &output)
      return try performEffects(at: connection.server)
    case .mtaBindBack:
      break
    case .turnPlease:
      hosts[host].mta.turnAsked(association, by: caller, &output)
    case .turnGive:
      hosts[host].mta.turnGiven(association, by: caller, at: now, &output)
    case .transfer(let message, let octets, let isLast):
      hosts[host].mta.used(association, with: caller, at: now)
      if isLast { try delivered(message, octets: octets, over: connection) }
    case .close:
      hosts[host].mta.closeRequested(
        .associationClosing, association, by: caller, at: now, &output)
    case .abort:
      hosts[host].mta.closeRequested(
        .associationAborted, association, by: caller, at: now, &output)
    }
    // The answer leaves before anything that the call led to.
    try answer(operation, callID: callID, over: connection.id)
    try performEffects(at: connection.server)
  }

  /// The receiving MTA accepts a whole message: its transfer response leaves now.
  private mutating func delivered(
    _ message: MessageID, octets: Int, over connection: Connection
  ) throws {
    let place = direction(connection.client, connection.server)
    backlog[place] -= min(backlog[place], 1)
    cause = try record(
      .messageDelivered, at: connection.server, peer: connection.client,
      association: connection.association, connection: connection.id, message: message,
      queue: backlog[place])
  }

  private mutating func answer(
    _ operation: Operation, callID: UInt32, over id: RPCConnectionID
  ) throws {
    try send(
      MTAInterface.response(to: operation, callID: callID), operation, over: id, toServer: false)
  }

  /// A response reached the client: its MTA goes on.
  mutating func answered(_ callID: UInt32, _ connection: Connection) throws {
    guard
      let operation = connections.update(connection.id, { $0.rpcClient.answered(callID) }) ?? nil
    else { return }
    let host = Int(connection.client.rawValue)
    let association = connection.association
    let peer = connection.server
    switch operation {
    case .mtaBind, .mtaBindBack:
      hosts[host].mta.opened(association, with: peer, at: now, &output)
    case .transfer:
      hosts[host].mta.segmentAcknowledged(association, with: peer, at: now, &output)
    case .close:
      hosts[host].mta.closed(association, with: peer, at: now, &output)
    case .turnPlease, .turnGive, .abort:
      break
    }
    let answer = cause
    try performEffects(at: connection.client)
    // The connection is free for the next call.
    cause = answer
    try call(nil, on: connection.id)
  }

  mutating func timerExpired(_ timer: MTATimer) throws {
    let host = Int(timer.host.rawValue)
    switch (timer.kind, timer.association) {
    case (.recovery, let association?):
      hosts[host].mta.recoveryDue(association, with: timer.peer, at: now, &output)
    case (.lifetime, let association?):
      hosts[host].mta.lifetimeDue(association, with: timer.peer, at: now, &output)
    case (.disconnect, let association?):
      hosts[host].mta.disconnectDue(association, with: timer.peer, &output)
    case (.openRetry, _):
      hosts[host].mta.openRetryDue(timer.peer, at: now, &output)
    default:
      break
    }
    try performEffects(at: timer.host)
  }

  /// Performs what the MTA of a host decided, in order.
  ///
  /// Each recorded effect is the cause of those behind it, until one says that the input is the
  /// cause again. An event that names the input itself, such as a timer's, stands for it from then
  /// on.
  mutating func performEffects(at host: HostIndex) throws {
    var input = cause
    var next = 0
    while next < output.effects.count {
      switch output.effects[next] {
      case .inputAgain:
        cause = input
      case .record(let kind, let direction, let peer, let association, let message, let code):
        cause = try record(
          kind, direction, at: host, peer: peer, association: association, message: message,
          code: code, queue: backlog[self.direction(host, peer)])
        if direction == .received || kind.namesInput { input = cause }
      case .log(let entry, let peer, let association):
        let event = try record(
          .logEntry, at: host, peer: peer, association: association, code: entry.id,
          queue: backlog[direction(host, peer)])
        try sink.log(entry, at: event)
        cause = event
      case .connect(let id, let peer, let association, let group, let window):
        try connect(
          id, from: host, to: peer, association, joining: group, window: window)
      case .call(let id, let operation):
        try call(operation, on: id)
      case .answer(let id, let callID, let operation):
        try answer(operation, callID: callID, over: id)
      case .disconnect(let id):
        try disconnect(id, atServer: false)
      case .start(let timer, let wait):
        queue.schedule(.timer(timer), at: now + wait, cause: cause)
      }
      next += 1
    }
    output.effects.removeAll(keepingCapacity: true)
  }
}

extension EventKind {
  /// Whether an event of this kind says what came to an MTA, rather than what it did about it.
  fileprivate var namesInput: Bool { self == .timerExpired || self == .associationOpen }
}
