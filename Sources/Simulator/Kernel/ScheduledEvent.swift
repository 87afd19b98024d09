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
  /// A fragment of a request has left, and the next one may.
  case fragmentLeft(RPCConnectionID)
  /// The end of a connection reaches the other end.
  case disconnectArrives(RPCConnectionID, atServer: Bool)
  /// An end gives a connection up, since nothing it sent was acknowledged.
  case givenUp(RPCConnectionID, atServer: Bool)
  /// An end learns that the other one has no such connection any more.
  case resetArrives(RPCConnectionID, atServer: Bool)
  /// The network resets a connection between two hosts.
  case randomReset(pair: Int)
  /// A client looks for calls without a response.
  case callsDue(RPCConnectionID)
  /// A group that lost its last connection is let go.
  case lingerEnds(RPCConnectionID)
  /// The trouble at this place of the scenario begins.
  case faultBegins(Int)
  /// The trouble at this place of the scenario ends.
  case faultEnds(Int)
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
  /// How often its host had started when the timer was: a restart forgets timers.
  var start: UInt32 = 0
}
