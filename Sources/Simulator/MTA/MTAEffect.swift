import DCERPC
import TraceModel

/// What an MTA wants done; the simulation does it.
enum MTAEffect {
  /// Record that something happened at this host.
  case record(
    EventKind, EventDirection?, peer: HostIndex, association: MTAAssociationID?,
    message: MessageID?,
    code: UInt32?)
  /// Write an entry into the event log.
  case log(EventLogEntry, peer: HostIndex, association: MTAAssociationID?)
  /// Give a message up and write that down, unless the peer has accepted it.
  case giveUp(MessageID, EventLogEntry, peer: HostIndex)
  /// Make a connection to a peer, to bind with this group; 0 asks for a new one.
  case connect(
    RPCConnectionID, to: HostIndex, MTAAssociationID, Connection.Purpose, joining: UInt32,
    window: Int, resolving: Bool)
  /// Call the peer over a connection.
  case call(RPCConnectionID, Operation)
  /// Answer a call.
  case answer(RPCConnectionID, callID: UInt32, Operation)
  /// Answer a call with a fault.
  case refuse(RPCConnectionID, callID: UInt32, FaultStatus)
  /// Close a connection.
  case disconnect(RPCConnectionID)
  /// Start a timer.
  case start(MTATimer, TraceDuration)
  /// What follows has the input as its cause again, not the event recorded last.
  case inputAgain
}

/// Where MTAs put what they want done, and take new numbers from; used again for every input.
struct MTAOutput {
  var effects: [MTAEffect] = []
  private var lastAssociation: UInt32 = 0
  private var lastConnection: UInt32 = 0

  mutating func newAssociation() -> MTAAssociationID {
    lastAssociation += 1
    return MTAAssociationID(rawValue: lastAssociation)
  }

  mutating func newConnection() -> RPCConnectionID {
    lastConnection += 1
    return RPCConnectionID(rawValue: lastConnection)
  }

  mutating func record(
    _ kind: EventKind, _ direction: EventDirection? = nil, peer: HostIndex,
    association: MTAAssociationID? = nil, message: MessageID? = nil, code: UInt32? = nil
  ) {
    effects.append(
      .record(
        kind, direction, peer: peer, association: association, message: message, code: code))
  }
}
