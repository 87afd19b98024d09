import DCERPC
import TraceModel

/// What the RPC runtimes of both ends do with a PDU.
extension Simulation {
  mutating func pduArrives(_ place: Int) throws {
    guard let transmission = transmissions.remove(place),
      let connection = connections[transmission.connection]
    else { return }
    let isOpen =
      transmission.toServer ? connection.serverIsOpen : connection.rpcClient.state != .closed
    guard isOpen else { return }
    cause = try record(
      transmission.pdu, transmission.operation, .received, of: connection,
      atServer: transmission.toServer)
    switch transmission.pdu.body {
    case .bind(let bind):
      try bindReceived(bind.associationGroup?.rawValue ?? 0, transmission.pdu.callID, connection)
    case .bindAck(let ack):
      try bindAcknowledged(
        ack.associationGroup?.rawValue ?? 0, transmission.pdu.callID, connection)
    case .bindNak(let nak):
      try bindRefused(nak.reason, connection)
    case .request where transmission.pdu.flags.contains(.lastFragment):
      if let operation = transmission.operation {
        try called(operation, connection, callID: transmission.pdu.callID)
      }
    case .response:
      try answered(transmission.pdu.callID, connection)
    default:
      break
    }
  }

  /// The server's runtime forms a group, joins one, or refuses.
  private mutating func bindReceived(
    _ requested: UInt32, _ callID: UInt32, _ connection: Connection
  ) throws {
    let server = connection.server
    let address = Int(connection.address)
    let (newGroup, chance) = requested == 0 ? drawGroup(at: server) : (0, false)
    let decision = hosts[Int(server.rawValue)].rpcServer.bind(
      requested, arrivingOn: address, newGroup: newGroup, chance: chance)
    switch decision {
    case .formed(let group, let filedUnder):
      _ = connections.update(connection.id) { $0.serverGroup = (group, filedUnder) }
      try record(
        .groupFiled, at: server, peer: connection.client, association: connection.association,
        connection: connection.id, group: group, code: UInt32(filedUnder))
      try acknowledge(group, callID, connection)
    case .joined(let group):
      _ = connections.update(connection.id) { $0.serverGroup = (group, address) }
      try acknowledge(group, callID, connection)
    case .groupMissed:
      cause = try record(
        .groupMissed, at: server, peer: connection.client, association: connection.association,
        connection: connection.id, group: requested, code: UInt32(address))
      let reason = RejectReason(rawValue: UInt16(scenario.parameters.assumptions.nakReason))
      try send(
        MTAInterface.bindNak(reason, callID: callID), nil, over: connection.id, toServer: false)
      try disconnect(connection.id, atServer: true)
    }
  }

  /// The id of the next group at a server, arbitrary to look at and never 0, and the draw of A3 =
  /// probability.
  private mutating func drawGroup(at server: HostIndex) -> (id: UInt32, chance: Bool) {
    let number = hosts[Int(server.rawValue)].groupCount
    hosts[Int(server.rawValue)].groupCount += 1
    var ids = RandomStream(seed: seed, .groupIDs, UInt64(server.rawValue), number)
    var filing = RandomStream(seed: seed, .filing, UInt64(server.rawValue), number)
    return (
      UInt32(truncatingIfNeeded: ids.next()) | 1,
      filing.happens(scenario.parameters.assumptions.misfilingProbability)
    )
  }

  private mutating func acknowledge(
    _ group: UInt32, _ callID: UInt32, _ connection: Connection
  ) throws {
    guard let id = AssociationGroupID(rawValue: group) else { return }
    let endpoint = hosts[Int(connection.server.rawValue)].endpoints[Int(connection.address)]
    try send(
      MTAInterface.bindAck(group: id, endpoint: endpoint, callID: callID), nil,
      over: connection.id, toServer: false)
  }

  /// The client's runtime may make its calls now.
  private mutating func bindAcknowledged(
    _ group: UInt32, _ callID: UInt32, _ connection: Connection
  ) throws {
    _ = connections.update(connection.id) { $0.rpcClient.acknowledged(group: group) }
    hosts[Int(connection.client.rawValue)].mta.controlJoined(
      group, connection: connection.id, association: connection.association, peer: connection.server
    )
    try send(MTAInterface.auth3(callID: callID), nil, over: connection.id, toServer: true)
    try sendCalls(on: connection.id)
  }

  private mutating func bindRefused(_ reason: RejectReason, _ connection: Connection) throws {
    guard let failure = connections.update(connection.id, { $0.rpcClient.refused(reason) }) else {
      return
    }
    try callFailed(failure, on: connection)
  }

  /// Tells the MTA that a call failed.
  mutating func callFailed(_ failure: CallFailure, on connection: Connection) throws {
    guard let operation = failure.operation else { return }
    let client = connection.client
    cause = try record(
      .callFailed, at: client, peer: connection.server, association: connection.association,
      connection: connection.id, opnum: operation.opnum, message: operation.message,
      code: failure.status.rawValue, queue: backlog[direction(client, connection.server)])
    switch operation {
    case .mtaBind, .mtaBindBack:
      hosts[Int(client.rawValue)].mta.openFailed(
        connection.association, with: connection.server, at: now, &output)
    case .transfer:
      hosts[Int(client.rawValue)].mta.transferFailed(
        connection.association, with: connection.server, status: failure.status, at: now, &output)
    case .turnPlease, .turnGive, .close, .abort:
      hosts[Int(client.rawValue)].mta.closed(
        connection.association, with: connection.server, at: now, &output)
    }
    try performEffects(at: client)
  }

  /// Takes a call on, if there is one, and sends what may go out.
  mutating func call(_ operation: Operation?, on id: RPCConnectionID) throws {
    if let operation { _ = connections.update(id) { $0.rpcClient.submit(operation) } }
    try sendCalls(on: id)
  }

  /// Sends waiting calls, each in as many fragments as it needs.
  private mutating func sendCalls(on id: RPCConnectionID) throws {
    while let call = connections.update(id, { $0.rpcClient.nextToSend() }) ?? nil {
      var rest = call.operation.requestOctets
      var isFirst = true
      repeat {
        let stub = min(rest, MTAInterface.maxStub)
        rest -= stub
        let pdu = MTAInterface.request(
          call.operation, callID: call.callID, stub: stub, isFirst: isFirst, rest: rest)
        try send(pdu, call.operation, over: id, toServer: true)
        isFirst = false
      } while rest > 0
    }
  }
}
