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
    guard
      let message = peers[index].queue.popNext(forUrgentAssociation: isUrgent)
        ?? peers[index].associations[place].boundMail.popNext(forUrgentAssociation: isUrgent)
    else { return }
    let segments = (message.octets + segmentOctets(of: message) - 1) / segmentOctets(of: message)
    peers[index].associations[place].turn.begin(message, segments: segments, at: now)
    peers[index].associations[place].lastUse = now
    output.effects.append(.inputAgain)
    output.record(
      .transferStarted, peer: peer, association: peers[index].associations[place].id,
      message: message.id)
    sendSegments(from: 0, on: place, of: peer, &output)
  }

  /// Octets of a message that one request carries: assumption A10.
  private func segmentOctets(of message: QueuedMessage) -> Int {
    parameters.checkpointSize == 0 || assumptions.transferUnit == .message
      ? message.octets : parameters.checkpointSize * 1024
  }

  /// Goes on with a transfer that was broken off, after the last segment that was acknowledged.
  mutating func resumeTransfer(on place: Int, of peer: HostIndex, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    guard peers[index].associations[place].turn.hasTurn,
      let transfer = peers[index].associations[place].turn.resume()
    else { return }
    output.record(
      .transferResumed, peer: peer, association: peers[index].associations[place].id,
      message: transfer.message.id, code: UInt32(transfer.segments - transfer.segmentsLeft))
    sendSegments(from: transfer.segments - transfer.segmentsLeft, on: place, of: peer, &output)
  }

  private mutating func sendSegments(
    from first: Int, on place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) {
    guard let transfer = peers[Int(peer.rawValue)].associations[place].turn.transfer else { return }
    let connection = transferConnection(on: place, of: peer, &output)
    let octets = transfer.message.octets
    let segmentOctets = segmentOctets(of: transfer.message)
    for segment in first..<transfer.segments {
      let operation = Operation.transfer(
        message: transfer.message.id, octets: min(segmentOctets, octets - segment * segmentOctets),
        isLast: segment == transfer.segments - 1)
      output.effects.append(.call(connection, operation))
    }
  }

  /// The connection for this side's transfers, made if there is none.
  private mutating func transferConnection(
    on place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) -> RPCConnectionID {
    let index = Int(peer.rawValue)
    if case .connection(let existing) = peers[index].associations[place].transferConnection {
      return existing
    }
    let side = peers[index].associations[place]
    var connection = side.control
    if !transfersOverControl {
      connection = output.newConnection()
      output.effects.append(
        connect(connection, .transfer, of: side, to: peer, joining: side.group))
    }
    peers[index].associations[place].transferConnection = .connection(connection)
    return connection
  }

  /// A segment was acknowledged.
  mutating func segmentAcknowledged(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      peers[index].associations[place].turn.acknowledged() != nil
    else { return }
    peers[index].associations[place].lastUse = now
    peers[index].associations[place].failures = 0
    raiseAlarms(peer, &output)
    giveTurnIfDue(on: place, of: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// RT-TURN-PLEASE came in.
  mutating func turnAsked(
    _ association: MTAAssociationID, by peer: HostIndex, _ output: inout MTAOutput
  ) {
    output.record(.turnPlease, .received, peer: peer, association: association)
    guard let place = peers[Int(peer.rawValue)].associations.index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].turn.asked()
    giveTurnIfDue(on: place, of: peer, &output)
  }

  /// RT-TURN-GIVE came in.
  mutating func turnGiven(
    _ association: MTAAssociationID, by peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    output.record(.turnGive, .received, peer: peer, association: association)
    guard let place = peers[Int(peer.rawValue)].associations.index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].turn.given()
    dispatch(peer, at: now, &output)
  }

  /// Answers an open request for the turn, once no transfer is running.
  mutating func giveTurnIfDue(
    on place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard peers[index].associations[place].turn.mustGive,
      peers[index].associations[place].phase == .open, !isControlDead(at: place, of: peer)
    else { return }
    peers[index].associations[place].turn.give()
    output.record(.turnGive, .sent, peer: peer, association: peers[index].associations[place].id)
    output.effects.append(.call(peers[index].associations[place].control, .turnGive))
  }

  /// Whether the control connection itself waits to be made again.
  func isControlDead(at place: Int, of peer: HostIndex) -> Bool {
    transfersOverControl
      && peers[Int(peer.rawValue)].associations[place].transferConnection == .recovering
  }

  /// The other side's transfer keeps an association in use.
  mutating func used(_ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant) {
    guard let place = peers[Int(peer.rawValue)].associations.index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].lastUse = now
  }
}
