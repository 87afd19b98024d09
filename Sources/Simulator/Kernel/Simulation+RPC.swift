import DCERPC
import TraceModel

/// What the RPC runtimes of both ends do with a PDU.
extension Simulation {
  mutating func pduArrives(_ place: Int) throws {
    let transmission = transmissions.remove(place)
    guard let (at, connection) = connections.find(transmission.connection) else { return }
    guard connections[at].isOpen(atServer: transmission.toServer) else {
      return arrivedNowhere(connection, atServer: transmission.toServer)
    }
    cause = try record(
      transmission.pdu, transmission.operation, .received, octets: transmission.octets,
      of: connection, atServer: transmission.toServer)
    let callID = transmission.pdu.callID
    switch transmission.pdu.body {
    case .bind(let bind):
      try bindReceived(bind.associationGroup?.rawValue ?? 0, callID, connection)
    case .bindAck(let ack):
      try bindAcknowledged(ack.associationGroup?.rawValue ?? 0, callID, connection)
    case .bindNak(let nak):
      try bindRefused(nak.reason, connection)
    case .request where transmission.pdu.flags.contains(.lastFragment):
      if let operation = transmission.operation {
        try called(operation, connection, in: connections[at].serverGroup, callID: callID)
      }
    case .response:
      try answered(callID, connection)
    case .fault(let fault):
      try callFaulted(callID, fault.status, connection)
    case .alterContext:
      guard let group = AssociationGroupID(rawValue: connections[at].serverGroup?.id ?? 0) else {
        return
      }
      try send(
        MTAInterface.alterContextResponse(group: group, callID: callID), nil, over: connection.id,
        toServer: false)
    case .alterContextResponse:
      connections[at].rpcClient.contextAccepted()
      try sendCalls(on: connection.id)
    case .coCancel:
      try cancelReceived(callID, connection)
    case .request, .auth3, .shutdown, .orphaned:
      break
    }
  }

  /// The server's runtime forms a group, joins one, or refuses.
  private mutating func bindReceived(
    _ requested: UInt32, _ callID: UInt32, _ connection: Connection
  ) throws {
    let server = connection.server
    let address = Int(connection.address)
    if case .endpointMapper = connection.purpose { return try mapperBound(callID, connection) }
    let (newGroup, chance) = requested == 0 ? drawGroup(at: server) : (0, false)
    let decision = hosts[Int(server.rawValue)].rpcServer.bind(
      requested, arrivingOn: address, newGroup: newGroup, chance: chance, at: now)
    switch decision {
    case .formed(let group, let filedUnder):
      join(ConnectionState.ServerGroup(id: group, filedUnder: filedUnder), connection.id)
      try record(
        .groupFiled, at: server, peer: connection.client, association: connection.association,
        connection: connection.id, group: group, code: UInt32(filedUnder))
      try acknowledge(group, callID, connection)
    case .joined(let group):
      join(ConnectionState.ServerGroup(id: group, filedUnder: address), connection.id)
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

  private mutating func join(_ group: ConnectionState.ServerGroup, _ id: RPCConnectionID) {
    _ = connections.update(id) { $0.serverGroup = group }
  }

  /// The endpoint mapper forms a group of its own for whoever asks.
  private mutating func mapperBound(_ callID: UInt32, _ connection: Connection) throws {
    var ids = RandomStream(
      seed: seed, .groupIDs, UInt64(direction(connection.client, connection.server)),
      UInt64(connection.number), 1)
    let group = UInt32(truncatingIfNeeded: ids.next()) | 1
    guard let id = AssociationGroupID(rawValue: group) else { return }
    try send(
      EndpointMapperInterface.bindAck(group: id, callID: callID), nil, over: connection.id,
      toServer: false)
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

  private mutating func bindAcknowledged(
    _ group: UInt32, _ callID: UInt32, _ connection: Connection
  ) throws {
    let id = connection.id
    _ = connections.update(id) { $0.rpcClient.acknowledged(group: group) }
    if case .endpointMapper = connection.purpose { return try sendCalls(on: id) }
    try send(MTAInterface.auth3(callID: callID), nil, over: id, toServer: true)
    let client = Int(connection.client.rawValue)
    hosts[client].mta.controlJoined(
      group, connection: id, association: connection.association, peer: connection.server, &output)
    try performEffects(at: connection.client)
    try sendCalls(on: id)
  }

  private mutating func bindRefused(_ reason: RejectReason, _ connection: Connection) throws {
    guard let failure = connections.update(connection.id, { $0.rpcClient.refused(reason) }) else {
      return
    }
    try connectionFailed(failure, connection)
    disconnectRefused(connection.id)
  }

  /// The server closes a connection whose bind it refused; the client has let go of it already.
  private mutating func disconnectRefused(_ id: RPCConnectionID) {
    guard !connections.isOpen(id, atServer: true) else { return }
    connections.remove(id)
  }

  /// A connection leaves its group; a group that ends with a context handle open has it run down.
  mutating func leaveGroup(
    _ group: ConnectionState.ServerGroup?, _ connection: Connection
  ) throws {
    let server = Int(connection.server.rawValue)
    guard let group else { return try callerIsGone(connection) }
    switch hosts[server].rpcServer.leave(group.id) {
    case .stays: break
    case .ended(let hadContext): try groupEnded(group, connection, hadContext: hadContext)
    case .lingers:
      lingering[connection.id] = (connection, group)
      queue.schedule(.lingerEnds(connection.id), at: now + Self.lingerTime, cause: cause)
    }
    try callerIsGone(connection)
  }

  /// How long a group under assumption A2 = rebind waits for a connection: what later Windows do
  /// with an idle association.
  private static let lingerTime = TraceDuration.seconds(20)

  mutating func lingerEnds(_ id: RPCConnectionID) throws {
    guard let (connection, group) = lingering.removeValue(forKey: id),
      case .ended(let hadContext) =
        hosts[Int(connection.server.rawValue)].rpcServer.endLingering(group.id)
    else { return }
    try groupEnded(group, connection, hadContext: hadContext)
  }

  private mutating func groupEnded(
    _ group: ConnectionState.ServerGroup, _ connection: Connection, hadContext: Bool
  ) throws {
    cause = try record(
      .groupEnded, at: connection.server, peer: connection.client,
      association: connection.association, connection: connection.id, group: group.id,
      code: UInt32(group.filedUnder))
    let server = Int(connection.server.rawValue)
    guard hadContext,
      hosts[server].mta.knows(connection.association, with: connection.client)
    else { return }
    cause = try record(
      .contextRundown, at: connection.server, peer: connection.client,
      association: connection.association, connection: connection.id, group: group.id)
    hosts[server].mta.contextRanDown(
      connection.association, with: connection.client, in: group.id, at: now, &output)
    try performEffects(at: connection.server)
  }

  /// The MTA hears that nobody waits any more for the answer to an MtaBind.
  private mutating func callerIsGone(_ connection: Connection) throws {
    guard connection.purpose == .control else { return }
    hosts[Int(connection.server.rawValue)].mta.callerIsGone(
      connection.association, connection: connection.id, peer: connection.client, at: now, &output)
    try performEffects(at: connection.server)
  }
}
