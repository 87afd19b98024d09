import TraceModel

/// What the simulation has scheduled: plain values, so that scheduling one allocates nothing.
enum ScheduledEvent {
  /// The next message of a flow arrives at its sender.
  case arrival(flow: Int)
  /// A storm of connections from other servers begins.
  case stormBegins(storm: Int)
  /// A storm ends.
  case stormEnds(storm: Int)
  /// A server other than the ones simulated connects during a storm.
  case stormConnection(storm: Int)
  /// A server other than the ones simulated connects, outside any storm.
  case crossConnection(host: HostIndex)
  /// A client's request for a connection reaches the server.
  case connectArrives(RPCConnectionID)
  /// The server's runtime gets around to accepting a connection.
  case accepts(RPCConnectionID)
  /// The server's answer to a request for a connection reaches the client.
  case connectedArrives(RPCConnectionID)
  /// The PDU at this place of the ``TransmissionStore`` reaches the other end.
  case pduArrives(transmission: Int)
  /// The end of a connection reaches the other end.
  case disconnectArrives(RPCConnectionID, atServer: Bool)
  /// A timer of an MTA runs out.
  case timer(MTATimer)
}

/// A timer that an MTA has started.
struct MTATimer: Equatable {
  var kind: TimerKind
  var host: HostIndex
  var peer: HostIndex
  /// The association it belongs to; `nil` for one that belongs to the peer.
  var association: MTAAssociationID?
}
