import TraceModel

/// How connections are lost, and how each end comes to know.
extension Simulation {
  /// An end gave its connection up: nothing that it sent was acknowledged.
  mutating func givenUp(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let (place, connection) = connections.find(id),
      connections[place].isOpen(atServer: atServer)
    else { return }
    let isRequest = !atServer && connections[place].rpcClient.state == .connecting
    cause = try record(
      isRequest ? .connectRefused : .reset, at: connection.host(atServer: atServer),
      peer: connection.host(atServer: !atServer), association: connection.association,
      connection: id, code: isRequest ? UInt32(connection.address) : nil)
    tellOtherEnd(of: connection, atServer: !atServer)
    try endIsLost(connection, atServer: atServer)
  }

  /// An end learned that the other one has no such connection.
  mutating func resetArrives(_ id: RPCConnectionID, atServer: Bool) throws {
    guard let connection = connections[id], connections.isOpen(id, atServer: atServer) else {
      return
    }
    cause = try record(
      .reset, at: connection.host(atServer: atServer), peer: connection.host(atServer: !atServer),
      association: connection.association, connection: id)
    try endIsLost(connection, atServer: atServer)
  }

  /// Lets an end know that the other one is closed: at once if a segment gets through, else when it
  /// has heard nothing for the time of keep-alive.
  mutating func tellOtherEnd(of connection: Connection, atServer: Bool) {
    guard connections.isOpen(connection.id, atServer: atServer) else { return }
    let link =
      atServer
      ? direction(connection.client, connection.server)
      : direction(connection.server, connection.client)
    let parameters = links[link].parameters
    let isUp =
      links[link].outages[now] == nil
      && !hosts[Int(connection.host(atServer: atServer).rawValue)].isDown
    queue.schedule(
      .resetArrives(connection.id, atServer: atServer),
      at: now + (isUp ? parameters.latency : parameters.keepAlive), cause: cause)
  }

  /// What an end sent came to a host that is down: it sends again until it gives up.
  mutating func giveUp(_ id: RPCConnectionID, atServer: Bool, afterRequest: Bool = false) {
    guard let connection = connections[id] else { return }
    let link = links[
      atServer
        ? direction(connection.server, connection.client)
        : direction(connection.client, connection.server)]
    let attempts =
      afterRequest ? link.parameters.connectRetransmissions : link.parameters.retransmissions
    queue.schedule(
      .givenUp(id, atServer: atServer), at: now + link.wait(before: attempts + 1), cause: cause)
  }

  /// A PDU reached a host whose end of the connection is closed.
  mutating func arrivedNowhere(_ connection: Connection, atServer: Bool) {
    if hosts[Int(connection.host(atServer: atServer).rawValue)].isDown {
      giveUp(connection.id, atServer: !atServer)
    } else {
      tellOtherEnd(of: connection, atServer: !atServer)
    }
  }

  /// Something in the network resets a connection: both ends lose it at once.
  mutating func reset(_ id: RPCConnectionID) throws {
    let fault = cause
    for atServer in [false, true] {
      guard let connection = connections[id], connections.isOpen(id, atServer: atServer) else {
        continue
      }
      cause = try record(
        .reset, at: connection.host(atServer: atServer),
        peer: connection.host(atServer: !atServer), association: connection.association,
        connection: id)
      try endIsLost(connection, atServer: atServer)
      cause = fault
    }
  }

  /// The live connections between two hosts, in either direction.
  func connections(
    between a: HostIndex, and b: HostIndex, of association: MTAAssociationID? = nil
  ) -> [RPCConnectionID] {
    connections.ids { connection, state in
      let isBetween =
        connection.client == a && connection.server == b
        || connection.client == b && connection.server == a
      return isBetween && (association == nil || connection.association == association)
        && state.rpcClient.state != .resolving
    }
  }

  /// Schedules the next reset that comes from nowhere, of a pair of hosts.
  mutating func scheduleRandomReset(_ pair: Int) {
    let rate = links[pair].parameters.resetRate
    guard rate > .zero else { return }
    let time = now + resets[pair].exponential(mean: rate)
    queue.schedule(.randomReset(pair: pair), at: time, cause: nil)
  }

  mutating func randomReset(_ pair: Int) throws {
    let (a, b) = (HostIndex(pair / hosts.count), HostIndex(pair % hosts.count))
    let live = connections(between: a, and: b)
    let draw = resets[pair].below(UInt64(live.count))
    if !live.isEmpty { try reset(live[Int(draw)]) }
    scheduleRandomReset(pair)
  }
}
