import TraceModel

/// One side's view of an association.
struct AssociationSide {
  enum Phase {
    case opening
    case open
    /// RT-CLOSE was sent and is not answered yet.
    case closing
  }

  /// The connection that carries this side's transfers: it joins the group of the control
  /// connection.
  enum TransferConnection: Equatable {
    case none
    /// Made or being made.
    case connection(RPCConnectionID)
    /// Refused; the recovery timer runs.
    case recovering
  }

  let id: MTAAssociationID
  let isInitiator: Bool
  /// Whether it carries urgent messages only.
  let isUrgent: Bool
  /// The connection that carries this side's control traffic.
  let control: RPCConnectionID
  /// This side's entry in its MTA's locality table.
  let localityTableIndex: Int
  var phase = Phase.opening
  var transferConnection = TransferConnection.none
  /// The group that the peer's server gave the control connection; 0 until it did.
  var group: UInt32 = 0
  var turn: ReliableTransfer
  /// When this side last had something to do.
  var lastUse: TraceInstant
  /// The initiator's MtaBind, which waits for MtaBindBack.
  var unansweredBind: (connection: RPCConnectionID, callID: UInt32)?
}

/// A closed association that keeps its connections for a while.
struct ClosedAssociation {
  let id: MTAAssociationID
  let connections: [RPCConnectionID]
  let localityTableIndex: Int
}
