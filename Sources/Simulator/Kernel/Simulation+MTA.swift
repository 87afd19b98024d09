import DCERPC
import TraceModel

/// How calls and timers reach the MTAs, and how what they decide is performed.
extension Simulation {
  /// A call that an MTA has not taken on yet, because it hangs.
  struct HeldCall {
    var operation: Operation
    /// The connection that brought it, and its group as it was then.
    ///
    /// The call is with the MTA, and its caller's going takes it away no more than a cancel does
    /// (C706, rpc_mgmt_set_cancel_timeout: the stub of an orphaned call runs on).
    var connection: Connection
    var group: ConnectionState.ServerGroup?
    var callID: UInt32
    /// The event that brought it.
    var cause: EventSequence?
  }

  /// A whole request reached the server, over a connection in a group: its MTA acts on it.
  mutating func called(
    _ operation: Operation, _ connection: Connection, in serverGroup: ConnectionState.ServerGroup?,
    callID: UInt32
  ) throws {
    let host = Int(connection.server.rawValue)
    let association = connection.association
    let caller = connection.client
    let group = serverGroup?.id ?? 0
    if case .endpointMap = operation {
      return try answer(operation, callID: callID, over: connection.id)
    }
    guard hosts[host].hangs == 0 else {
      hosts[host].heldCalls.append(
        HeldCall(
          operation: operation, connection: connection, group: serverGroup, callID: callID,
          cause: cause))
      return
    }
    if case .mtaBind(let urgent, let recovery) = operation {
      hosts[host].mta.bindRequested(
        association, urgent: urgent, recovery: recovery, from: caller, in: group,
        call: (connection.id, callID), at: now, &output)
      return try performEffects(at: connection.server)
    }
    guard hosts[host].mta.accepts(operation, of: association, in: group, from: caller) else {
      // The caller's context handle is not valid here.
      return try send(
        MTAInterface.fault(.contextMismatch, callID: callID), operation, over: connection.id,
        toServer: false)
    }
    let accepted = try act(on: operation, connection, in: serverGroup)
    // The answer leaves before anything that the call led to.
    try answer(operation, callID: callID, over: connection.id)
    try performEffects(at: connection.server)
    if let accepted {
      try reportDelivery(of: accepted, from: connection.server, to: connection.client)
    }
  }

  /// - Returns: The message that the MTA has accepted with it, if it has.
  private mutating func act(
    on operation: Operation, _ connection: Connection, in group: ConnectionState.ServerGroup?
  ) throws -> MessageID? {
    let host = Int(connection.server.rawValue)
    let association = connection.association
    let caller = connection.client
    switch operation {
    case .endpointMap, .mtaBind: break
    case .mtaBindBack(let recovery):
      hosts[host].mta.boundBack(
        association, recovery: recovery, by: caller, in: group?.id ?? 0)
      setContext(of: group, at: connection.server, open: true)
    case .turnPlease:
      hosts[host].mta.turnAsked(association, by: caller, &output)
    case .turnGive:
      hosts[host].mta.turnGiven(association, by: caller, at: now, &output)
    case .transfer(let message, let octets, let isLast):
      hosts[host].mta.used(association, with: caller, at: now)
      if isLast, try delivered(message, octets: octets, over: connection) { return message }
    case .close:
      setContext(of: group, at: connection.server, open: false)
      hosts[host].mta.closeRequested(
        .associationClosing, association, by: caller, at: now, &output)
    case .abort:
      setContext(of: group, at: connection.server, open: false)
      hosts[host].mta.closeRequested(
        .associationAborted, association, by: caller, at: now, &output)
    }
    return nil
  }

  /// The calls that came while an MTA hung are answered, in the order in which they came.
  mutating func answerHeldCalls(at host: HostIndex) throws {
    let held = hosts[Int(host.rawValue)].heldCalls
    hosts[Int(host.rawValue)].heldCalls.removeAll()
    let resumed = cause
    for call in held {
      // What an orphaned call asked for is done all the same; only its answer finds nobody.
      cause = call.cause ?? resumed
      let id = call.connection.id
      let group = connections.place(of: id).map { connections[$0].serverGroup } ?? call.group
      try called(call.operation, call.connection, in: group, callID: call.callID)
    }
  }

  private mutating func setContext(
    of group: ConnectionState.ServerGroup?, at server: HostIndex, open: Bool
  ) {
    guard let group else { return }
    hosts[Int(server.rawValue)].rpcServer.setContext(of: group.id, open: open)
  }

  /// The receiving MTA accepts a whole message: its transfer response leaves now.
  ///
  /// A message that it accepted before, and whose response was lost, is recognised (RTAB,
  /// transferCompleted). One that its sender has given up meanwhile is not accepted any more: the
  /// sender discarded the activity of X.228.
  ///
  /// - Returns: Whether it accepted the message now.
  private mutating func delivered(
    _ message: MessageID, octets: Int, over connection: Connection
  ) throws -> Bool {
    let place = direction(connection.client, connection.server)
    guard !givenUp.contains(message) else { return false }
    guard !delivered.contains(message) else {
      cause = try record(
        .duplicateRecognised, at: connection.server, peer: connection.client,
        association: connection.association, connection: connection.id, message: message)
      return false
    }
    delivered.insert(message)
    backlog[place] -= min(backlog[place], 1)
    cause = try record(
      .messageDelivered, at: connection.server, peer: connection.client,
      association: connection.association, connection: connection.id, message: message,
      queue: backlog[place])
    return true
  }

  private mutating func answer(
    _ operation: Operation, callID: UInt32, over id: RPCConnectionID
  ) throws {
    guard let (place, connection) = connections.find(id) else { return }
    if case .mtaBind = operation {
      setContext(of: connections[place].serverGroup, at: connection.server, open: true)
    }
    let isInSecondContext = operation.isTransfer && connection.purpose == .control
    try send(
      MTAInterface.response(to: operation, callID: callID, context: isInSecondContext ? 1 : 0),
      operation, over: id, toServer: false)
  }

  /// A sender gives a message up.
  ///
  /// One whose delivery it only has not heard of is not given up: RTAB with transferCompleted would
  /// have told it.
  private mutating func giveUp(
    _ message: MessageID, _ entry: EventLogEntry, at host: HostIndex, _ peer: HostIndex
  ) throws {
    let place = direction(host, peer)
    guard !delivered.contains(message) else { return }
    givenUp.insert(message)
    backlog[place] -= min(backlog[place], 1)
    cause = try record(
      .messageNonDelivered, at: host, peer: peer, message: message, queue: backlog[place])
    let event = try record(
      .logEntry, at: host, peer: peer, message: message, code: entry.id, queue: backlog[place])
    try sink.log(entry, at: event)
  }

  mutating func timerExpired(_ timer: MTATimer) throws {
    let host = Int(timer.host.rawValue)
    guard !hosts[host].isDown, timer.start == hosts[host].mta.starts else { return }
    switch (timer.kind, timer.association) {
    case (.recovery, let association?), (.transferRetry, let association?):
      hosts[host].mta.recoveryDue(
        timer.kind, association, with: timer.peer, at: now, &output)
    case (.recoveryTimeout, let association?):
      hosts[host].mta.recoveryTimedOut(association, with: timer.peer, at: now, &output)
    case (.lifetime, let association?):
      hosts[host].mta.lifetimeDue(association, with: timer.peer, at: now, &output)
    case (.disconnect, let association?):
      hosts[host].mta.disconnectDue(association, with: timer.peer, &output)
    case (.openRetry, _):
      hosts[host].mta.openRetryDue(timer.peer, at: now, &output)
    case (.expiry, _):
      hosts[host].mta.expiryDue(timer.peer, at: now, &output)
    case (.call, _), (.cancel, _), (_, nil):
      break
    }
    try performEffects(at: timer.host)
  }

  /// Performs what the MTA of a host decided, in order.
  ///
  /// Each recorded effect is the cause of those behind it, until one says that the input is the
  /// cause again. An event that names the input itself, such as a timer's, stands for it from then
  /// on. What an effect leads to at once is decided before the next one, in a buffer of its own.
  mutating func performEffects(at host: HostIndex) throws {
    guard !output.effects.isEmpty else { return }
    var effects = spareEffects.popLast() ?? []
    swap(&effects, &output.effects)
    var input = cause
    for effect in effects {
      if case .inputAgain = effect {
        cause = input
        continue
      }
      let before = cause
      try perform(effect, at: host)
      guard case .record(let kind, let direction, _, _, _, _) = effect else {
        if case .log = effect {} else { cause = before }
        continue
      }
      if direction == .received || kind.namesInput { input = cause }
    }
    effects.removeAll(keepingCapacity: true)
    spareEffects.append(effects)
  }

  private mutating func perform(_ effect: MTAEffect, at host: HostIndex) throws {
    switch effect {
    case .inputAgain: break
    case .giveUp(let message, let entry, let peer):
      try giveUp(message, entry, at: host, peer)
    case .record(let kind, let direction, let peer, let association, let message, let code):
      cause = try record(
        kind, direction, at: host, peer: peer, association: association, message: message,
        code: code, queue: backlog[self.direction(host, peer)])
    case .log(let entry, let peer, let association):
      cause = try record(
        .logEntry, at: host, peer: peer, association: association, code: entry.id,
        queue: backlog[direction(host, peer)])
      if let cause { try sink.log(entry, at: cause) }
    case .connect(
      let id, let peer, let association, let purpose, let group, let window, let resolving):
      try connect(
        id, from: host, to: peer, association, purpose, joining: group, window: window,
        resolving: resolving)
    case .call(let id, let operation):
      try call(operation, on: id)
    case .answer(let id, let callID, let operation):
      try answer(operation, callID: callID, over: id)
    case .refuse(let id, let callID, let status):
      try send(MTAInterface.fault(status, callID: callID), nil, over: id, toServer: false)
    case .disconnect(let id):
      try disconnect(id, atServer: false)
    case .start(let timer, let wait):
      queue.schedule(.timer(timer), at: now + wait, cause: cause)
    }
  }
}

extension EventKind {
  /// Whether an event of this kind says what came to an MTA, rather than what it did about it.
  fileprivate var namesInput: Bool { self == .timerExpired || self == .associationOpen }
}
