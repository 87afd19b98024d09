import DCERPC
import TraceModel

/// How messages move over an open association: RT-TRANSFER, RT-TURN-PLEASE and RT-TURN-GIVE of
/// X.218.
extension MessageTransferAgent {
  /// Takes the next message and sends it, over a connection that joins the association's group.
  ///
  /// The first transfer makes that connection; its bind is the article's "next bind" (assumption
  /// A2).
  mutating func beginTransfer(
    on place: Int, of peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let isUrgent = peers[index].associations[place].isUrgent
    guard let message = peers[index].queue.popNext(forUrgentAssociation: isUrgent) else { return }
    let segmentOctets =
      parameters.checkpointSize == 0 ? message.octets : parameters.checkpointSize * 1024
    let segments = (message.octets + segmentOctets - 1) / segmentOctets
    peers[index].associations[place].turn.begin(message, segments: segments)
    peers[index].associations[place].lastUse = now
    let side = peers[index].associations[place]
    output.effects.append(.inputAgain)
    output.record(.transferStarted, peer: peer, association: side.id, message: message.id)

    let connection: RPCConnectionID
    if case .connection(let existing) = side.transferConnection {
      connection = existing
    } else {
      connection = output.newConnection()
      peers[index].associations[place].transferConnection = .connection(connection)
      output.effects.append(
        .connect(
          connection, to: peer, side.id, joining: side.group, window: parameters.window))
    }
    for segment in 0..<segments {
      let octets = min(segmentOctets, message.octets - segment * segmentOctets)
      let operation = Operation.transfer(
        message: message.id, octets: octets, isLast: segment == segments - 1)
      output.effects.append(.call(connection, operation))
    }
  }

  /// A segment was acknowledged.
  mutating func segmentAcknowledged(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].index(of: association),
      peers[index].associations[place].turn.acknowledged() != nil
    else { return }
    peers[index].associations[place].lastUse = now
    giveTurnIfDue(on: place, of: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// The RPC runtime could not carry a transfer: the message returns to its queue, and the wait for
  /// recovery begins.
  ///
  /// 1727 means that nothing was sent, and is what event 9316 says (KB Q181721).
  mutating func transferFailed(
    _ association: MTAAssociationID, with peer: HostIndex, status: Win32Status,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].index(of: association) else { return }
    if let message = peers[index].associations[place].turn.fail() {
      peers[index].queue.putBack(message)
    }
    peers[index].associations[place].transferConnection = .recovering
    output.effects.append(
      .log(
        .communicationsError(
          localityTableIndex: peers[index].associations[place].localityTableIndex, status: status),
        peer: peer, association: association))
    output.effects.append(.start(timer(.recovery, peer, association), assumptions.recoveryWait))
    output.effects.append(.inputAgain)
    giveTurnIfDue(on: place, of: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// The wait for recovery is over: if mail still waits, one joining bind is tried into the same
  /// group.
  mutating func recoveryDue(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].index(of: association),
      peers[index].associations[place].transferConnection == .recovering
    else { return }
    peers[index].associations[place].transferConnection = .none
    let isUrgent = peers[index].associations[place].isUrgent
    guard peers[index].queue.hasMail(forUrgentAssociation: isUrgent) else { return }
    output.record(
      .timerExpired, peer: peer, association: association, code: TimerKind.recovery.rawValue)
    dispatch(peer, at: now, &output)
  }

  /// RT-TURN-PLEASE came in.
  mutating func turnAsked(
    _ association: MTAAssociationID, by peer: HostIndex, _ output: inout MTAOutput
  ) {
    output.record(.turnPlease, .received, peer: peer, association: association)
    guard let place = peers[Int(peer.rawValue)].index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].turn.asked()
    giveTurnIfDue(on: place, of: peer, &output)
  }

  /// RT-TURN-GIVE came in.
  mutating func turnGiven(
    _ association: MTAAssociationID, by peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    output.record(.turnGive, .received, peer: peer, association: association)
    guard let place = peers[Int(peer.rawValue)].index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].turn.given()
    dispatch(peer, at: now, &output)
  }

  /// Answers an open request for the turn, once no transfer is running.
  mutating func giveTurnIfDue(
    on place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    guard side.phase == .open, side.turn.mustGive else { return }
    peers[index].associations[place].turn.give()
    output.record(.turnGive, .sent, peer: peer, association: side.id)
    output.effects.append(.call(side.control, .turnGive))
  }

  /// The other side's transfer keeps an association in use.
  mutating func used(_ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant) {
    guard let place = peers[Int(peer.rawValue)].index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].lastUse = now
  }
}
