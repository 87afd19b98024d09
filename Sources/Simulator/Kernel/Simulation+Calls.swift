import DCERPC
import TraceModel

/// How a client's calls go out, and what becomes of them.
extension Simulation {
  /// Takes a call on, if there is one, and sends what may go out.
  mutating func call(_ operation: Operation?, on id: RPCConnectionID) throws {
    if let operation { _ = connections.update(id) { $0.rpcClient.submit(operation) } }
    try sendCalls(on: id)
  }

  /// Sends waiting calls, each in as many fragments as it needs.
  mutating func sendCalls(on id: RPCConnectionID) throws {
    while let (place, connection) = connections.find(id),
      connections[place].sending == nil, let next = connections[place].rpcClient.next
    {
      guard try hasContext(for: next, connection, at: place),
        let call = connections[place].rpcClient.nextToSend(at: now)
      else { return }
      watchCalls(on: id, at: place, until: now + scenario.parameters.rpc.callTimeout)
      if case .turnGive = call.operation { turnGiveLeaves(connection) }
      try sendFragment(
        ConnectionState.PartlySent(
          operation: call.operation, callID: call.callID, rest: call.operation.requestOctets),
        isFirst: true, on: connection, at: place)
    }
  }

  /// Whether a call's presentation context is there; transfers over a control connection have one
  /// of their own, which is asked for first (assumption A12).
  private mutating func hasContext(
    for operation: Operation, _ connection: Connection, at place: Int
  ) throws -> Bool {
    guard operation.isTransfer, connection.purpose == .control else { return true }
    switch connections[place].rpcClient.secondContext {
    case .accepted: return true
    case .asked: return false
    case .none:
      connections[place].rpcClient.askedForContext()
      try send(
        MTAInterface.alterContext(callID: bindCallID(of: connection) &+ 1), nil,
        over: connection.id, toServer: true)
      return false
    }
  }

  /// Sends the next fragment of a request; a further one waits until it has left, so that a
  /// connection never fills the link.
  private mutating func sendFragment(
    _ part: ConnectionState.PartlySent, isFirst: Bool, on connection: Connection, at place: Int
  ) throws {
    let id = connection.id
    let stub = min(part.rest, MTAInterface.maxStub)
    let rest = part.rest - stub
    let isInSecondContext = part.operation.isTransfer && connection.purpose == .control
    let pdu = MTAInterface.request(
      part.operation, callID: part.callID, context: isInSecondContext ? 1 : 0, stub: stub,
      isFirst: isFirst, rest: rest)
    var remaining = part
    remaining.rest = rest
    connections[place].sending = rest > 0 ? remaining : nil
    try send(pdu, part.operation, over: id, toServer: true)
    guard rest > 0 else { return }
    let left = connections[place].toServer.lastLeft
    queue.schedule(.fragmentLeft(id), at: max(now, left), cause: cause)
  }

  mutating func fragmentLeft(_ id: RPCConnectionID) throws {
    guard let (place, connection) = connections.find(id),
      let part = connections[place].sending
    else { return }
    try sendFragment(part, isFirst: false, on: connection, at: place)
    try sendCalls(on: id)
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
    case .endpointMap:
      return try endpointFound(connection)
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
    try sendCalls(on: connection.id)
  }

  /// The endpoint mapper said where the MTA listens: the connection that waited for it is made.
  private mutating func endpointFound(_ connection: Connection) throws {
    guard case .endpointMapper(let waiting) = connection.purpose else { return }
    let answer = cause
    try disconnect(connection.id, atServer: false)
    cause = answer
    _ = connections.update(waiting) { $0.rpcClient.resolved() }
    try request(waiting)
  }

  /// A fault reached the client: one call failed, and its connection stands.
  mutating func callFaulted(
    _ callID: UInt32, _ status: FaultStatus, _ connection: Connection
  ) throws {
    guard
      let operation = connections.update(connection.id, { $0.rpcClient.answered(callID) }) ?? nil
    else { return }
    try callFailed(
      CallFailure(operation: operation, status: Win32Status(status), reason: .faulted), connection)
    try sendCalls(on: connection.id)
  }

  /// A connection is of no more use: what its call or the next one would have done fails.
  mutating func connectionFailed(_ failure: CallFailure, _ connection: Connection) throws {
    if case .endpointMapper(let waiting) = connection.purpose {
      guard let other = connections[waiting],
        let refusal = connections.update(waiting, { $0.rpcClient.connectRefused() })
      else { return }
      connections.remove(waiting)
      return try callFailed(refusal, other)
    }
    try callFailed(failure, connection)
  }

  /// Tells the MTA that a call failed, or that a connection is gone on which none was made.
  private mutating func callFailed(_ failure: CallFailure, _ connection: Connection) throws {
    let client = connection.client
    if let operation = failure.operation {
      cause = try record(
        .callFailed, at: client, peer: connection.server, association: connection.association,
        connection: connection.id, opnum: operation.opnum, message: operation.message,
        code: failure.status.rawValue, queue: backlog[direction(client, connection.server)])
    }
    hosts[Int(client.rawValue)].mta.failed(
      failure, on: connection.id, of: connection.association, with: connection.server, at: now,
      &output)
    try performEffects(at: client)
  }
}
