import TraceModel

/// One side's view of an association.
struct AssociationSide {
  enum Phase {
    case opening
    case open
    /// RT-CLOSE was sent and is not answered yet.
    case closing
    /// Its connections are gone; for the time of recovery it may be opened again as it was.
    case lost
  }

  /// The connection that carries this side's transfers.
  enum TransferConnection: Equatable {
    case none
    /// Made or being made.
    case connection(RPCConnectionID)
    /// Refused or given up; a timer runs before it is made again.
    case recovering
  }

  let id: MTAAssociationID
  let isInitiator: Bool
  /// Whether it carries urgent messages only.
  let isUrgent: Bool
  /// The connection that carries this side's control traffic.
  var control: RPCConnectionID
  /// The connection that a control connection has joined (assumption A2 = bindback).
  var anchor: RPCConnectionID?
  /// This side's entry in its MTA's locality table.
  let localityTableIndex: Int
  var phase = Phase.opening
  var transferConnection = TransferConnection.none
  /// The group that the peer's server gave the control connection; 0 until it did.
  var group: UInt32 = 0
  /// The group of this host's server in which the peer holds its context handle.
  var peerGroup: UInt32 = 0
  var turn: ReliableTransfer
  /// When this side last had something to do.
  var lastUse: TraceInstant
  /// The initiator's MtaBind, which waits for MtaBindBack.
  var unansweredBind: (connection: RPCConnectionID, callID: UInt32)?
  /// Transfers that failed one after another.
  var failures = 0
  /// When it or its transfers are tried again; a timer for another moment is void.
  var retryAt: TraceInstant?
  /// When it was lost last.
  var lostAt = TraceInstant.start
  /// Whether the other side says that it has the turn, while the association is recovered.
  var peerHasTurn: Bool?
  /// Mail that waits for this association alone (assumption A6 = bound).
  var boundMail = MessageQueue()

  /// This side's connections.
  var connections: [RPCConnectionID] {
    var result = [control]
    if let anchor { result.insert(anchor, at: 0) }
    if case .connection(let transfer) = transferConnection, transfer != control {
      result.append(transfer)
    }
    return result
  }

  /// Messages that only this side can bring on: bound to it, or being transferred.
  var ownMessages: Int { boundMail.count + (turn.transfer == nil ? 0 : 1) }
}

extension [AssociationSide] {
  /// The place of the side of an association, or `nil` if there is none.
  func index(of association: MTAAssociationID) -> Int? {
    indices.first { self[$0].id == association }
  }
}

/// A closed association that keeps its connections for a while.
struct ClosedAssociation {
  let id: MTAAssociationID
  let connections: [RPCConnectionID]
  let localityTableIndex: Int
}
