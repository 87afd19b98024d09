import DCERPC
import TraceModel

/// How connections are made and closed, and PDUs carried.
extension Simulation {
  /// Makes a connection of an MTA, which binds when it stands; an association's first one asks the
  /// endpoint mapper where to.
  mutating func connect(
    _ id: RPCConnectionID, from client: HostIndex, to server: HostIndex,
    _ association: MTAAssociationID, _ purpose: Connection.Purpose, joining group: UInt32,
    window: Int, resolving: Bool
  ) throws {
    let isResolving = resolving && endpointMapperAddress(of: server) != nil
    try declare(
      Connection(
        id: id, purpose: purpose, client: client, server: server, association: association,
        address: 0, number: nextConnectionNumber(client, server)),
      RPCClientConnection(joining: group, window: window, isResolving: isResolving))
    guard isResolving, let mapper = endpointMapperAddress(of: server) else {
      return try request(id)
    }
    let inquiry = output.newConnection()
    var question = RPCClientConnection(joining: 0, window: 1)
    question.submit(.endpointMap)
    mapperConnectionNumbers[direction(client, server)] += 1
    try declare(
      Connection(
        id: inquiry, purpose: .endpointMapper(for: id), client: client, server: server,
        association: association, address: mapper,
        number: mapperConnectionNumbers[direction(client, server)] | 1 << 31),
      question)
    try request(inquiry)
  }

  private mutating func nextConnectionNumber(_ client: HostIndex, _ server: HostIndex) -> UInt32 {
    let pair = direction(client, server)
    connectionNumbers[pair] += 1
    return connectionNumbers[pair]
  }

  private mutating func declare(
    _ connection: Connection, _ rpcClient: RPCClientConnection
  ) throws {
    connections.insert(connection, ConnectionState(rpcClient: rpcClient))
    try sink.declare(
      RPCConnection(
        id: connection.id, client: connection.client, server: connection.server,
        clientEndpoint: String(1024 + (connection.number & ~(1 << 31)) % 3976),
        serverAddress: connection.address, association: connection.association))
  }

  /// The index of a host's endpoint mapper behind the addresses of its MTA; `nil` if it is not
  /// asked.
  private func endpointMapperAddress(of host: HostIndex) -> UInt8? {
    let described = scenario.hosts[Int(host.rawValue)]
    guard scenario.parameters.rpc.endpointMapper == .yes, described.endpointMapper != nil else {
      return nil
    }
    return UInt8(described.addresses.count)
  }

  /// Sends a client's request for a connection.
  mutating func request(_ id: RPCConnectionID) throws {
    guard let connection = connections[id] else { return }
    let sent = try record(
      .connect, .sent, at: connection.client, peer: connection.server,
      association: connection.association, connection: id, code: UInt32(connection.address))
    guard let arrival = carry(octets: 0, over: id, toServer: true, isRequest: true) else { return }
    queue.schedule(.connectArrives(id), at: arrival, cause: sent)
  }

  mutating func connectArrives(_ id: RPCConnectionID) throws {
    guard let connection = connections[id] else { return }
    guard !hosts[Int(connection.server.rawValue)].isDown else {
      return giveUp(id, atServer: false, afterRequest: true)
    }
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
    if let arrival = carry(octets: 0, over: id, toServer: false) {
      queue.schedule(.connectedArrives(id), at: arrival, cause: received)
    }
  }

  /// The server's runtime accepts a connection: the moment that assumption A3 = race depends on.
  ///
  /// The endpoint mapper is another process, with a runtime of its own.
  mutating func accepts(_ id: RPCConnectionID) throws {
    guard let connection = connections[id], connections.isOpen(id, atServer: true) else { return }
    if case .endpointMapper = connection.purpose {
    } else {
      hosts[Int(connection.server.rawValue)].rpcServer.accepted(on: Int(connection.address))
    }
    try record(
      .accept, at: connection.server, peer: connection.client,
      association: connection.association, connection: id, code: UInt32(connection.address))
  }

  mutating func connectedArrives(_ id: RPCConnectionID) throws {
    guard let (place, connection) = connections.find(id),
      connections[place].rpcClient.state == .connecting
    else { return }
    cause = try record(
      .connected, at: connection.client, peer: connection.server,
      association: connection.association, connection: id)
    connections[place].rpcClient.connected()
    let callID = bindCallID(of: connection)
    if case .endpointMapper = connection.purpose {
      return try send(EndpointMapperInterface.bind(callID: callID), nil, over: id, toServer: true)
    }
    let bind = MTAInterface.bind(group: connections[place].rpcClient.group, callID: callID)
    try send(bind, nil, over: id, toServer: true)
  }

  /// The call id of a bind: arbitrary to look at, as in KB Q159298, and never 0.
  func bindCallID(of connection: Connection) -> UInt32 {
    var random = RandomStream(
      seed: seed, .callIDs, UInt64(direction(connection.client, connection.server)),
      UInt64(connection.number))
    return UInt32(truncatingIfNeeded: random.next()) | 1
  }

  /// Sends a PDU; it arrives after those sent before it on its connection.
  mutating func send(
    _ pdu: PDU, _ operation: Operation?, over id: RPCConnectionID, toServer: Bool
  ) throws {
    guard let (place, connection) = connections.find(id),
      connections[place].isOpen(atServer: !toServer)
    else { return }
    let octets = pdu.fragmentLength
    let sent = try record(
      pdu, operation, .sent, octets: octets, of: connection, atServer: !toServer)
    guard let arrival = carry(octets: octets, over: id, toServer: toServer) else { return }
    let transmission = transmissions.insert(
      Transmission(
        pdu: pdu, octets: octets, operation: operation, connection: id, toServer: toServer))
    queue.schedule(.pduArrives(transmission: transmission), at: arrival, cause: sent)
  }

  /// Closes one end of a connection and tells the other.
  mutating func disconnect(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let (place, connection) = connections.find(id),
      connections[place].isOpen(atServer: atServer)
    else { return }
    guard atServer || connections[place].rpcClient.state != .resolving else {
      return connections.remove(id)
    }
    let sent = try record(
      .disconnect, .sent, at: connection.host(atServer: atServer),
      peer: connection.host(atServer: !atServer), association: connection.association,
      connection: id)
    if let arrival = carry(octets: 0, over: id, toServer: !atServer) {
      queue.schedule(.disconnectArrives(id, atServer: !atServer), at: arrival, cause: sent)
    } else {
      // Its close does not get through, and nobody is left who would send it again.
      tellOtherEnd(of: connection, atServer: !atServer)
    }
    try closeEnd(of: id, atServer: atServer)
  }

  mutating func disconnectArrives(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let connection = connections[id], connections.isOpen(id, atServer: atServer) else {
      return
    }
    cause = try record(
      .disconnect, .received, at: connection.host(atServer: atServer),
      peer: connection.host(atServer: !atServer), association: connection.association,
      connection: id)
    try endIsLost(connection, atServer: atServer)
  }

  /// An end has learned that its connection is gone: it closes, and a client's MTA hears of it.
  mutating func endIsLost(_ connection: Connection, atServer: Bool) throws {
    let learned = cause
    guard !atServer else { return try closeEnd(of: connection.id, atServer: true) }
    let failure = connections.update(connection.id) {
      $0.rpcClient.state == .connecting ? $0.rpcClient.connectRefused() : $0.rpcClient.lost()
    }
    try closeEnd(of: connection.id, atServer: false)
    cause = learned
    if let failure { try connectionFailed(failure, connection) }
  }

  /// Closes one end; a group ends with its last connection at the server.
  mutating func closeEnd(of id: RPCConnectionID, atServer: Bool) throws {
    guard let (place, connection) = connections.find(id) else { return }
    let group = connections[place].serverGroup
    if atServer {
      connections[place].serverIsOpen = false
    } else {
      connections[place].rpcClient.close()
      connections[place].sending = nil
    }
    removeIfOver(id)
    if atServer { try leaveGroup(group, connection) }
  }

  /// Forgets a connection that is closed at both ends.
  mutating func removeIfOver(_ id: RPCConnectionID) {
    if let place = connections.place(of: id), connections[place].isOver { connections.remove(id) }
  }

  /// Puts octets onto the link; the sender gives the connection up if nothing is acknowledged.
  ///
  /// - Returns: When they arrive, in order; `nil` if they never do.
  mutating func carry(
    octets: Int, over id: RPCConnectionID, toServer: Bool, isRequest: Bool = false
  ) -> TraceInstant? {
    guard let (place, connection) = connections.find(id) else { return nil }
    var stream = toServer ? connections[place].toServer : connections[place].toClient
    guard !stream.isBroken else { return nil }
    let forward = direction(connection.client, connection.server)
    let back = direction(connection.server, connection.client)
    let link = toServer ? forward : back
    let network = links[link].parameters
    let passage = links[link].carry(
      octets, at: now,
      retransmissions: isRequest ? network.connectRetransmissions : network.retransmissions,
      acknowledgements: links[toServer ? back : forward].outages,
      random: RandomStream(
        seed: seed, .latency, UInt64(link) << 1 | (toServer ? 1 : 0), UInt64(connection.number),
        stream.sent))
    let arrival = passage.arrives.map { max(stream.lastArrival, $0) }
    stream.sent += 1
    stream.lastLeft = passage.leaves
    stream.lastArrival = arrival ?? stream.lastArrival
    stream.isBroken = arrival == nil
    if toServer {
      connections[place].toServer = stream
    } else {
      connections[place].toClient = stream
    }
    if let end = passage.givenUp {
      queue.schedule(.givenUp(id, atServer: !toServer), at: end, cause: cause)
    }
    return arrival
  }
}
