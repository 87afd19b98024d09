import DCERPC
import TraceModel

/// How associations open: MtaBind with MtaBindBack nested in it (KB Q159298).
extension MessageTransferAgent {
  /// Begins to open an association as its initiator.
  mutating func open(
    _ peer: HostIndex, urgent: Bool, reason: OpeningReason, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    output.effects.append(.inputAgain)
    guard let entry = localityTable.allocate() else {
      output.effects.append(.log(.localityTableFull(), peer: peer, association: nil))
      return waitToOpen(peer, at: now, &output)
    }
    let side = AssociationSide(
      id: output.newAssociation(), isInitiator: true, isUrgent: urgent,
      control: output.newConnection(), localityTableIndex: entry,
      turn: firstTurn(isInitiator: true), lastUse: now)
    peers[Int(peer.rawValue)].associations.append(side)
    output.record(
      .associationOpening, peer: peer, association: side.id, code: reason.rawValue)
    output.effects.append(connect(side.control, .control, of: side, to: peer, isFirst: true))
    output.effects.append(.call(side.control, .mtaBind(urgent: urgent, recovery: nil)))
  }

  /// Who starts with the turn: assumption A11.
  private func firstTurn(isInitiator: Bool) -> ReliableTransfer {
    ReliableTransfer(
      hasTurn: isInitiator == (assumptions.firstTurn != .responder),
      isMonologue: assumptions.firstTurn == .monologue)
  }

  /// Whether a side's transfers go over its control connection: then nothing joins for them.
  var transfersOverControl: Bool {
    assumptions.controlConnection == .reusable || assumptions.nextBind != .joining
  }

  /// A connection for a side; one that carries transfers has room for a window of them.
  func connect(
    _ id: RPCConnectionID, _ purpose: Connection.Purpose, of side: AssociationSide,
    to peer: HostIndex, joining group: UInt32 = 0, isFirst: Bool = false
  ) -> MTAEffect {
    .connect(
      id, to: peer, side.id, purpose, joining: group,
      window: purpose == .transfer || transfersOverControl ? parameters.window : 1,
      resolving: isFirst)
  }

  /// MtaBind came in: this side binds back before it answers.
  mutating func bindRequested(
    _ association: MTAAssociationID, urgent: Bool, recovery: Operation.Recovery?,
    from peer: HostIndex, in group: UInt32,
    call: (connection: RPCConnectionID, callID: UInt32), at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    if let recovery {
      return recoveryRequested(
        association, recovery, from: peer, in: group, call: call, at: now, &output)
    }
    guard hasRoom(peer, urgent: urgent) else {
      logLimit(peer, association, &output)
      output.record(.associationRefused, peer: peer, association: association)
      output.effects.append(.refuse(call.connection, callID: call.callID, .serverTooBusy))
      return
    }
    guard let entry = localityTable.allocate() else {
      output.effects.append(.log(.localityTableFull(), peer: peer, association: association))
      output.record(.associationRefused, peer: peer, association: association)
      output.effects.append(.refuse(call.connection, callID: call.callID, .serverTooBusy))
      return
    }
    var side = AssociationSide(
      id: association, isInitiator: false, isUrgent: urgent, control: output.newConnection(),
      localityTableIndex: entry, turn: firstTurn(isInitiator: false), lastUse: now)
    side.unansweredBind = call
    side.peerGroup = group
    peers[index].associations.append(side)
    bindBack(place: peers[index].associations.count - 1, of: peer, recovery: nil, &output)
  }

  /// Makes the way back: a connection with a group of its own, over which MtaBindBack goes.
  ///
  /// Under assumption A2 = bindback, MtaBindBack goes over a second connection that joins it.
  mutating func bindBack(
    place: Int, of peer: HostIndex, recovery: Operation.Recovery?, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.effects.append(connect(side.control, .control, of: side, to: peer))
    guard assumptions.nextBind == .bindback else {
      output.effects.append(.call(side.control, .mtaBindBack(recovery: recovery)))
      return
    }
    peers[index].associations[place].anchor = side.control
  }

  /// The peer's server gave a connection of an association this group.
  mutating func controlJoined(
    _ group: UInt32, connection: RPCConnectionID, association: MTAAssociationID, peer: HostIndex,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else { return }
    let side = peers[index].associations[place]
    if connection == side.anchor {
      peers[index].associations[place].group = group
      joinBack(place: place, of: peer, &output)
    } else if connection == side.control {
      peers[index].associations[place].group = group
      if side.phase == .open { resumeTransfer(on: place, of: peer, &output) }
    }
  }

  /// Calls MtaBindBack over a connection that joins the group of the way back.
  mutating func joinBack(place: Int, of peer: HostIndex, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    let control = output.newConnection()
    peers[index].associations[place].control = control
    let side = peers[index].associations[place]
    output.effects.append(connect(control, .control, of: side, to: peer, joining: side.group))
    let recovery =
      side.phase == .lost ? Operation.Recovery(hasTurn: side.turn.hasTurn) : nil
    output.effects.append(.call(control, .mtaBindBack(recovery: recovery)))
  }

  /// MtaBindBack came in at the initiator.
  mutating func boundBack(
    _ association: MTAAssociationID, recovery: Operation.Recovery?, by peer: HostIndex,
    in group: UInt32
  ) {
    guard let place = peers[Int(peer.rawValue)].associations.index(of: association) else { return }
    peers[Int(peer.rawValue)].associations[place].peerGroup = group
    peers[Int(peer.rawValue)].associations[place].peerHasTurn = recovery?.hasTurn
    // From here on requests come over the new connections, before MtaBind returns too.
    if recovery != nil { peers[Int(peer.rawValue)].associations[place].turn.forgetRequests() }
  }

  /// This side's call of MtaBind or MtaBindBack returned: the association is open here.
  mutating func opened(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      [.opening, .lost].contains(peers[index].associations[place].phase)
    else { return }
    let isRecovered = peers[index].associations[place].phase == .lost
    peers[index].associations[place].phase = .open
    peers[index].associations[place].lastUse = now
    peers[index].failedOpenings = 0
    if isRecovered {
      output.record(.associationRecovered, peer: peer, association: association)
      settleTurn(place: place, of: peer)
    } else {
      output.record(.associationOpen, peer: peer, association: association)
      output.effects.append(.start(timer(.lifetime, peer, association), parameters.lifetime))
    }
    if let bind = peers[index].associations[place].unansweredBind {
      peers[index].associations[place].unansweredBind = nil
      let urgent = peers[index].associations[place].isUrgent
      output.effects.append(
        .answer(bind.connection, callID: bind.callID, .mtaBind(urgent: urgent, recovery: nil)))
    }
    if isRecovered {
      output.effects.append(.inputAgain)
      resumeTransfer(on: place, of: peer, &output)
    }
    dispatch(peer, at: now, &output)
    // The other side opened first, and may have asked for the turn meanwhile.
    if let place = peers[index].associations.index(of: association) {
      output.effects.append(.inputAgain)
      giveTurnIfDue(on: place, of: peer, &output)
    }
  }

  /// The association could not be opened by its initiator.
  mutating func openFailed(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.effects.append(
      .log(
        .bindFailed(
          localityTableIndex: side.localityTableIndex, status: failure.status,
          server: names[index], version: parameters.version),
        peer: peer, association: side.id))
    drop(side.id, with: peer, &output)
    waitToOpen(peer, at: now, &output)
  }

  /// Waits for the open interval before anything is opened, or gives the mail up when that has
  /// happened too often (KB Q157630).
  mutating func waitToOpen(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard !peers[index].waitsToOpen else { return }
    peers[index].failedOpenings += 1
    output.effects.append(
      .log(.connectionNotOpened(to: names[index]), peer: peer, association: nil))
    if peers[index].failedOpenings > parameters.maxOpenRetries {
      peers[index].failedOpenings = 0
      return giveUpQueue(of: peer, &output)
    }
    peers[index].waitsToOpen = true
    output.effects.append(
      .log(
        .openRetryDelay(
          entity: names[index], controlBlock: index,
          seconds: Int(parameters.openInterval.nanoseconds / 1_000_000_000)),
        peer: peer, association: nil))
    output.effects.append(.start(timer(.openRetry, peer, nil), parameters.openInterval))
  }

  /// The open interval is over.
  mutating func openRetryDue(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    guard peers[Int(peer.rawValue)].waitsToOpen else { return }
    peers[Int(peer.rawValue)].waitsToOpen = false
    guard queuedMessages(for: peer) > 0 else { return }
    output.record(.timerExpired, peer: peer, code: TimerKind.openRetry.rawValue)
    dispatch(peer, at: now, &output)
    // Mail that came meanwhile was not counted.
    testThreshold(peer, at: now, &output)
  }

  /// The way back could not be made: MtaBind fails with it.
  ///
  /// Under assumption A2 = bindback a refused bind is tried again, and MtaBind waits.
  mutating func bindBackFailed(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.effects.append(
      .log(
        .bindBackFailed(
          localityTableIndex: side.localityTableIndex, status: failure.status,
          server: names[index], binding: bindings[index], version: parameters.version),
        peer: peer, association: side.id))
    if assumptions.nextBind == .bindback, failure.reason == .bindRefused {
      retry(.recovery, place, of: peer, after: recoveryWait, at: now, &output)
      return
    }
    if let bind = side.unansweredBind {
      output.effects.append(.refuse(bind.connection, callID: bind.callID, .unspecifiedReject))
    }
    peers[index].associations[place].unansweredBind = nil
    // A lost association may still be recovered by another attempt.
    if side.phase == .opening { giveUpOpening(side.id, with: peer, at: now, &output) }
  }

  /// The responder lets go of an association that never opened; mail that waited for it may need
  /// another.
  mutating func giveUpOpening(
    _ association: MTAAssociationID, with peer: HostIndex, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    drop(association, with: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// Nobody waits any more for the answer to an MtaBind.
  mutating func callerIsGone(
    _ association: MTAAssociationID, connection: RPCConnectionID, peer: HostIndex,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      peers[index].associations[place].unansweredBind?.connection == connection
    else { return }
    peers[index].associations[place].unansweredBind = nil
    guard peers[index].associations[place].phase == .opening else { return }
    giveUpOpening(association, with: peer, at: now, &output)
  }

  /// Lets go of an association that never opened.
  mutating func drop(
    _ association: MTAAssociationID, with peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else { return }
    let side = peers[index].associations.remove(at: place)
    returnMail(of: side, to: peer)
    localityTable.free(side.localityTableIndex)
    output.record(.associationClosed, peer: peer, association: association)
    for connection in side.connections { output.effects.append(.disconnect(connection)) }
  }
}
