import DCERPC
import TraceModel

/// How a lost association is opened again as it was, with its checkpoints and its turn (X.218, and
/// the RTS recovery timeout of KB Q234157).
extension MessageTransferAgent {
  /// The wait between attempts while the recovery timeout runs: the project's own.
  static let recoveryPause = TraceDuration.seconds(10)

  /// The context handle of an association was run down: the peer's connections are gone.
  mutating func contextRanDown(
    _ association: MTAAssociationID, with peer: HostIndex, in group: UInt32,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      peers[index].associations[place].phase == .open,
      peers[index].associations[place].peerGroup == group
    else { return }
    lose(place, of: peer, at: now, &output)
  }

  /// An open association has lost its connections: its state is kept for the recovery timeout, and
  /// its initiator opens it again.
  mutating func lose(
    _ place: Int, of peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.record(.associationLost, peer: peer, association: side.id)
    for connection in side.connections { output.effects.append(.disconnect(connection)) }
    peers[index].associations[place].phase = .lost
    peers[index].associations[place].lostAt = now
    peers[index].associations[place].transferConnection = .none
    peers[index].associations[place].anchor = nil
    peers[index].associations[place].group = 0
    peers[index].associations[place].peerHasTurn = nil
    peers[index].associations[place].turn.suspend()
    peers[index].associations[place].turn.forgetRequests()
    output.effects.append(
      .start(timer(.recoveryTimeout, peer, side.id), parameters.recoveryTimeout))
    if side.isInitiator { recover(place, of: peer, &output) }
  }

  /// The initiator opens a lost association again.
  mutating func recover(_ place: Int, of peer: HostIndex, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    replaceLostControl(place, of: peer, &output)
    let side = peers[index].associations[place]
    output.record(
      .associationOpening, peer: peer, association: side.id,
      code: OpeningReason.recovery.rawValue)
    output.effects.append(connect(side.control, .control, of: side, to: peer))
    output.effects.append(
      .call(
        side.control,
        .mtaBind(urgent: side.isUrgent, recovery: Operation.Recovery(hasTurn: side.turn.hasTurn))))
  }

  /// Another connection is the control connection from here on; one that an attempt before this one
  /// left is closed.
  private mutating func replaceLostControl(
    _ place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    output.effects.append(.disconnect(peers[index].associations[place].control))
    peers[index].associations[place].control = output.newConnection()
    peers[index].associations[place].retryAt = nil
  }

  /// The initiator asks for a lost association again: the responder binds back, or says that it
  /// knows none (RTORJ, cannotRecover).
  mutating func recoveryRequested(
    _ association: MTAAssociationID, _ recovery: Operation.Recovery, from peer: HostIndex,
    in group: UInt32, call: (connection: RPCConnectionID, callID: UInt32), at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      [.open, .lost].contains(peers[index].associations[place].phase)
    else {
      output.effects.append(.refuse(call.connection, callID: call.callID, .contextMismatch))
      return
    }
    // This side may not have noticed yet.
    if peers[index].associations[place].phase == .open { lose(place, of: peer, at: now, &output) }
    replaceLostControl(place, of: peer, &output)
    peers[index].associations[place].unansweredBind = call
    peers[index].associations[place].peerGroup = group
    peers[index].associations[place].peerHasTurn = recovery.hasTurn
    // From here on requests come over the new connections.
    peers[index].associations[place].turn.forgetRequests()
    let belief = Operation.Recovery(hasTurn: peers[index].associations[place].turn.hasTurn)
    bindBack(place: place, of: peer, recovery: belief, &output)
  }

  /// Settles who has the turn of an association that was opened again.
  ///
  /// A turn that was on its way when the association was lost is with nobody: its initiator takes
  /// it. Exchange as released forgets that, and each side keeps its old belief (KB Q166594).
  mutating func settleTurn(place: Int, of peer: HostIndex) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    guard parameters.exchange == .fixed, side.isInitiator, !side.turn.hasTurn,
      side.peerHasTurn == false
    else { return }
    peers[index].associations[place].turn.given()
  }

  /// The recovery timeout is over: checkpoints are deleted, and the mail returns to its queue.
  mutating func recoveryTimedOut(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      peers[index].associations[place].phase == .lost,
      now - peers[index].associations[place].lostAt >= parameters.recoveryTimeout
    else { return }
    output.record(
      .timerExpired, peer: peer, association: association,
      code: TimerKind.recoveryTimeout.rawValue)
    abort(place, of: peer, sending: false, at: now, &output)
  }

  /// Ends an association abnormally (RT-P-ABORT, or RT-U-ABORT if the peer is told).
  mutating func abort(
    _ place: Int, of peer: HostIndex, sending: Bool, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.record(.associationAborted, sending ? .sent : nil, peer: peer, association: side.id)
    if sending { output.effects.append(.call(side.control, .abort)) }
    output.effects.append(
      .log(
        .associationEndedAbnormally(entity: names[index]), peer: peer, association: side.id))
    if let bind = side.unansweredBind {
      output.effects.append(.refuse(bind.connection, callID: bind.callID, .unspecifiedReject))
    }
    end(side.id, with: peer, &output)
    dispatch(peer, at: now, &output)
  }
}
