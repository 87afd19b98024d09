import DCERPC
import TraceModel

/// How associations open: MtaBind with MtaBindBack nested in it (KB Q159298).
extension MessageTransferAgent {
  /// Begins to open an association as its initiator, which gets the turn (assumption A11).
  mutating func open(
    _ peer: HostIndex, urgent: Bool, reason: OpeningReason, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let side = AssociationSide(
      id: output.newAssociation(), isInitiator: true, isUrgent: urgent,
      control: output.newConnection(), localityTableIndex: localityTable.allocate(),
      turn: ReliableTransfer(hasTurn: true), lastUse: now)
    peers[Int(peer.rawValue)].associations.append(side)
    output.effects.append(.inputAgain)
    output.record(
      .associationOpening, peer: peer, association: side.id, code: reason.rawValue)
    output.effects.append(.connect(side.control, to: peer, side.id, joining: 0, window: 1))
    output.effects.append(.call(side.control, .mtaBind(urgent: urgent)))
  }

  /// MtaBind came in: this side binds back before it answers.
  mutating func bindRequested(
    _ association: MTAAssociationID, urgent: Bool, from peer: HostIndex,
    call: (connection: RPCConnectionID, callID: UInt32), at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    var side = AssociationSide(
      id: association, isInitiator: false, isUrgent: urgent, control: output.newConnection(),
      localityTableIndex: localityTable.allocate(), turn: ReliableTransfer(hasTurn: false),
      lastUse: now)
    side.unansweredBind = call
    peers[Int(peer.rawValue)].associations.append(side)
    output.effects.append(.connect(side.control, to: peer, association, joining: 0, window: 1))
    output.effects.append(.call(side.control, .mtaBindBack))
  }

  /// This side's call of MtaBind or MtaBindBack returned: the association is open here.
  mutating func opened(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].index(of: association) else { return }
    peers[index].associations[place].phase = .open
    peers[index].associations[place].lastUse = now
    output.record(.associationOpen, peer: peer, association: association)
    output.effects.append(.start(timer(.lifetime, peer, association), parameters.lifetime))
    if let bind = peers[index].associations[place].unansweredBind {
      peers[index].associations[place].unansweredBind = nil
      let urgent = peers[index].associations[place].isUrgent
      output.effects.append(
        .answer(bind.connection, callID: bind.callID, .mtaBind(urgent: urgent)))
    }
    dispatch(peer, at: now, &output)
    // The other side opened first, and may have asked for the turn meanwhile.
    if let place = peers[index].index(of: association) {
      output.effects.append(.inputAgain)
      giveTurnIfDue(on: place, of: peer, &output)
    }
  }

  /// The association could not be opened: it is tried again after the open interval, if mail still
  /// waits.
  mutating func openFailed(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    drop(association, with: peer, &output)
    guard !peers[index].waitsToOpen else { return }
    peers[index].waitsToOpen = true
    output.effects.append(.start(timer(.openRetry, peer, nil), parameters.openInterval))
  }

  /// The open interval is over.
  mutating func openRetryDue(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    peers[Int(peer.rawValue)].waitsToOpen = false
    guard peers[Int(peer.rawValue)].queue.count > 0 else { return }
    output.record(.timerExpired, peer: peer, code: TimerKind.openRetry.rawValue)
    dispatch(peer, at: now, &output)
  }

  /// The peer's server gave the control connection of an association this group.
  mutating func controlJoined(
    _ group: UInt32, connection: RPCConnectionID, association: MTAAssociationID, peer: HostIndex
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].index(of: association),
      peers[index].associations[place].control == connection
    else { return }
    peers[index].associations[place].group = group
  }
}
