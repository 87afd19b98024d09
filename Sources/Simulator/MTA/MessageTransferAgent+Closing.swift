import DCERPC
import TraceModel

/// How associations end: Lifetime, RT-CLOSE or abort, then Disconnect (KB Q234157, Q220976).
extension MessageTransferAgent {
  /// The association's Lifetime may be over.
  ///
  /// Only the side with the turn acts: one with mail would have asked for the turn, so that a
  /// holder without mail knows both sides to be idle. Queued mail renews the Lifetime (KB Q217131).
  mutating func lifetimeDue(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else { return }
    let side = peers[index].associations[place]
    guard side.phase == .open else {
      // A lost association may be opened again, and then lives on.
      if side.phase == .lost {
        output.effects.append(.start(timer(.lifetime, peer, association), parameters.lifetime))
      }
      return
    }
    let hasMail = side.turn.transfer != nil || self.hasMail(forSideAt: place, of: peer)
    if hasMail || !side.turn.hasTurn {
      peers[index].associations[place].lastUse = now
    }
    let idle = now - peers[index].associations[place].lastUse
    guard idle >= parameters.lifetime, side.turn.mayClose else {
      let rest = TraceDuration(
        nanoseconds: max(1_000_000_000, parameters.lifetime.nanoseconds - idle.nanoseconds))
      output.effects.append(.start(timer(.lifetime, peer, association), rest))
      return
    }
    output.record(
      .timerExpired, peer: peer, association: association, code: TimerKind.lifetime.rawValue)
    if isControlDead(at: place, of: peer) {
      abort(place, of: peer, sending: false, at: now, &output)
    } else if side.isInitiator {
      peers[index].associations[place].phase = .closing
      output.record(.associationClosing, .sent, peer: peer, association: association)
      output.effects.append(.call(side.control, .close))
    } else {
      // X.218 lets only the initiator close.
      output.record(.associationAborted, .sent, peer: peer, association: association)
      output.effects.append(.call(side.control, .abort))
      end(association, with: peer, &output)
    }
  }

  /// RT-CLOSE or an abort came in: the association is over here too.
  mutating func closeRequested(
    _ kind: EventKind, _ association: MTAAssociationID, by peer: HostIndex,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    output.record(kind, .received, peer: peer, association: association)
    end(association, with: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// RT-CLOSE was answered.
  mutating func closed(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    end(association, with: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// Ends an association here; its connections stay for the time of Disconnect.
  mutating func end(
    _ association: MTAAssociationID, with peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else { return }
    let side = peers[index].associations.remove(at: place)
    returnMail(of: side, to: peer)
    peers[index].closed.append(
      ClosedAssociation(
        id: association, connections: side.connections,
        localityTableIndex: side.localityTableIndex))
    output.record(.associationClosed, peer: peer, association: association)
    output.effects.append(.start(timer(.disconnect, peer, association), parameters.disconnect))
  }

  /// The mail of an association that has ended returns to the queue of its peer.
  mutating func returnMail(of side: AssociationSide, to peer: HostIndex) {
    let index = Int(peer.rawValue)
    var turn = side.turn
    if side.boundMail.count > 0 { peers[index].queue.putBack(all: side.boundMail) }
    if let message = turn.fail() { peers[index].queue.putBack(message) }
  }

  /// The time of Disconnect is over: the connections of a closed association go.
  mutating func disconnectDue(
    _ association: MTAAssociationID, with peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].closed.firstIndex(where: { $0.id == association }) else {
      return
    }
    let closed = peers[index].closed.remove(at: place)
    localityTable.free(closed.localityTableIndex)
    output.record(
      .timerExpired, peer: peer, association: association, code: TimerKind.disconnect.rawValue)
    for connection in closed.connections { output.effects.append(.disconnect(connection)) }
  }
}
