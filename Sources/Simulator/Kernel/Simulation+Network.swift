import DCERPC
import TraceModel

/// How connections are made and closed, and PDUs carried.
extension Simulation {
  /// Sends a client's request for a connection.
  mutating func connect(
    _ id: RPCConnectionID, from client: HostIndex, to server: HostIndex,
    _ association: MTAAssociationID, joining group: UInt32, window: Int
  ) throws {
    let pair = direction(client, server)
    connectionNumbers[pair] += 1
    let connection = Connection(
      id: id, client: client, server: server, association: association, address: 0,
      number: connectionNumbers[pair],
      rpcClient: RPCClientConnection(joining: group, window: window))
    connections.insert(connection)
    try sink.declare(
      RPCConnection(
        id: id, client: client, server: server,
        clientEndpoint: String(1024 + connectionNumbers[pair] % 3976),
        serverAddress: connection.address, association: association))
    let sent = try record(
      .connect, .sent, at: client, peer: server, association: association, connection: id,
      code: UInt32(connection.address))
    let arrival = carry(octets: 0, over: id, toServer: true)
    queue.schedule(.connectArrives(id), at: arrival, cause: sent)
  }

  mutating func connectArrives(_ id: RPCConnectionID) throws {
    guard let connection = connections[id] else { return }
    let received = try record(
      .connect, .received, at: connection.server, peer: connection.client,
      association: connection.association, connection: id, code: UInt32(connection.address))
    // What a client sends waits until its connection is accepted.
    let accepted = now + scenario.parameters.rpc.dispatchDelay
    _ = connections.update(id) {
      $0.serverIsOpen = true
      $0.toServer.lastArrival = max($0.toServer.lastArrival, accepted)
    }
    queue.schedule(.accepts(id), at: accepted, cause: received)
    queue.schedule(
      .connectedArrives(id), at: carry(octets: 0, over: id, toServer: false), cause: received)
  }

  /// The server's runtime accepts a connection: the moment that assumption A3 = race depends on.
  mutating func accepts(_ id: RPCConnectionID) throws {
    guard let connection = connections[id] else { return }
    hosts[Int(connection.server.rawValue)].rpcServer.accepted(on: Int(connection.address))
    try record(
      .accept, at: connection.server, peer: connection.client,
      association: connection.association, connection: id, code: UInt32(connection.address))
  }

  mutating func connectedArrives(_ id: RPCConnectionID) throws {
    guard let connection = connections[id], connection.rpcClient.state == .connecting else {
      return
    }
    cause = try record(
      .connected, at: connection.client, peer: connection.server,
      association: connection.association, connection: id)
    _ = connections.update(id) { $0.rpcClient.connected() }
    let bind = MTAInterface.bind(
      group: connection.rpcClient.group, callID: bindCallID(of: connection))
    try send(bind, nil, over: id, toServer: true)
  }

  /// The call id of a bind: arbitrary to look at, as in KB Q159298, and never 0.
  private func bindCallID(of connection: Connection) -> UInt32 {
    var random = RandomStream(
      seed: seed, .callIDs, UInt64(direction(connection.client, connection.server)),
      UInt64(connection.number))
    return UInt32(truncatingIfNeeded: random.next()) | 1
  }

  /// Sends a PDU; it arrives after those sent before it on its connection.
  mutating func send(
    _ pdu: PDU, _ operation: Operation?, over id: RPCConnectionID, toServer: Bool
  ) throws {
    guard let connection = connections[id] else { return }
    let sent = try record(pdu, operation, .sent, of: connection, atServer: !toServer)
    let arrival = carry(octets: pdu.fragmentLength, over: id, toServer: toServer)
    let transmission = transmissions.insert(
      Transmission(pdu: pdu, operation: operation, connection: id, toServer: toServer))
    queue.schedule(.pduArrives(transmission: transmission), at: arrival, cause: sent)
  }

  /// Closes one end of a connection and tells the other.
  mutating func disconnect(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let connection = connections[id] else { return }
    let isOpen = atServer ? connection.serverIsOpen : connection.rpcClient.state != .closed
    guard isOpen else { return }
    let host = atServer ? connection.server : connection.client
    let sent = try record(
      .disconnect, .sent, at: host, peer: atServer ? connection.client : connection.server,
      association: connection.association, connection: id)
    let arrival = carry(octets: 0, over: id, toServer: !atServer)
    queue.schedule(.disconnectArrives(id, atServer: !atServer), at: arrival, cause: sent)
    try closeEnd(of: id, atServer: atServer)
  }

  mutating func disconnectArrives(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let connection = connections[id] else { return }
    let isOpen = atServer ? connection.serverIsOpen : connection.rpcClient.state != .closed
    if isOpen {
      cause = try record(
        .disconnect, .received, at: atServer ? connection.server : connection.client,
        peer: atServer ? connection.client : connection.server,
        association: connection.association, connection: id)
      if !atServer {
        let failure = connections.update(id) { $0.rpcClient.lost() }
        if let failure { try callFailed(failure, on: connection) }
      }
      try closeEnd(of: id, atServer: atServer)
    }
    connections.remove(id)
  }

  /// Closes one end; a group ends with its last connection at the server.
  private mutating func closeEnd(of id: RPCConnectionID, atServer: Bool) throws {
    guard let connection = connections[id] else { return }
    guard atServer else {
      _ = connections.update(id) { $0.rpcClient.close() }
      return
    }
    _ = connections.update(id) { $0.serverIsOpen = false }
    guard let group = connection.serverGroup else { return }
    let ended = hosts[Int(connection.server.rawValue)].rpcServer.leave(
      group.id, filedUnder: group.filedUnder)
    guard ended else { return }
    try record(
      .groupEnded, at: connection.server, peer: connection.client,
      association: connection.association, connection: id, group: group.id,
      code: UInt32(group.filedUnder))
  }

  /// Puts octets onto the link and gives the time at which they arrive, in order.
  private mutating func carry(
    octets: Int, over id: RPCConnectionID, toServer: Bool
  ) -> TraceInstant {
    guard let connection = connections[id] else { return now }
    let link =
      toServer
      ? direction(connection.client, connection.server)
      : direction(connection.server, connection.client)
    let stream = toServer ? connection.toServer : connection.toClient
    let random = RandomStream(
      seed: seed, .latency,
      UInt64(link) << 1 | (toServer ? 1 : 0), UInt64(connection.number), stream.sent)
    let arrival = max(
      stream.lastArrival, links[link].arrival(of: octets, sentAt: now, random: random))
    let advanced = Connection.Stream(sent: stream.sent + 1, lastArrival: arrival)
    _ = connections.update(id) {
      if toServer { $0.toServer = advanced } else { $0.toClient = advanced }
    }
    return arrival
  }
}
