import DCERPC
import TraceModel

/// What becomes of an association whose calls fail, and of the mail on it (KB Q157630, Q181721).
extension MessageTransferAgent {
  /// A call failed, or a connection was lost on which none was made.
  mutating func failed(
    _ failure: CallFailure, on connection: RPCConnectionID, of association: MTAAssociationID,
    with peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else {
      return closedCallFailed(failure, association, with: peer, &output)
    }
    let side = peers[index].associations[place]
    if failure.status == .contextMismatch {
      return abort(place, of: peer, sending: false, at: now, &output)
    }
    if side.transferConnection == .connection(connection), connection != side.control {
      transferFailed(place, of: peer, failure, at: now, &output)
    } else if connection == side.control || connection == side.anchor {
      controlFailed(place, of: peer, failure, at: now, &output)
    }
  }

  /// A call of an association that is closed here: the end of it did not get through (9323).
  private func closedCallFailed(
    _ failure: CallFailure, _ association: MTAAssociationID, with peer: HostIndex,
    _ output: inout MTAOutput
  ) {
    guard failure.operation == .abort,
      let closed = peers[Int(peer.rawValue)].closed.first(where: { $0.id == association })
    else { return }
    output.effects.append(
      .log(
        .unbindBackFailed(localityTableIndex: closed.localityTableIndex, status: failure.status),
        peer: peer, association: association))
  }

  private mutating func controlFailed(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let side = peers[Int(peer.rawValue)].associations[place]
    switch (side.phase, side.isInitiator) {
    case (.opening, true):
      openFailed(place, of: peer, failure, at: now, &output)
    case (.opening, false), (.lost, false):
      bindBackFailed(place, of: peer, failure, at: now, &output)
    case (.lost, true):
      retry(.recovery, place, of: peer, after: Self.recoveryPause, at: now, &output)
    case (.closing, _):
      closed(side.id, with: peer, at: now, &output)
    case (.open, _) where assumptions.nextBind == .rebind && failure.reason != .faulted:
      rebind(place, of: peer, failure, at: now, &output)
    case (.open, _):
      lose(place, of: peer, at: now, &output)
    }
  }

  /// The RPC runtime could not carry a transfer.
  ///
  /// If nothing was sent, which is what 1727 and event 9316 say (KB Q181721), the message returns
  /// to its queue and the wait for recovery begins. A transfer that a lost connection broke off
  /// goes on at once from its last checkpoint; one that failed otherwise, or again, is tried again
  /// as KB Q157630 says.
  private mutating func transferFailed(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    switch failure.reason {
    case .bindRefused, .connectionRefused:
      recoverTransfers(place, of: peer, failure, at: now, &output)
    case .connectionLost:
      peers[index].associations[place].transferConnection = .none
      guard peers[index].associations[place].turn.transfer != nil else { return }
      guard peers[index].associations[place].failures == 0 else {
        return retryTransfer(place, of: peer, at: now, &output)
      }
      peers[index].associations[place].failures = 1
      peers[index].associations[place].turn.suspend()
      resumeTransfer(on: place, of: peer, &output)
    case .orphaned, .faulted:
      retryTransfer(place, of: peer, at: now, &output)
    }
  }

  /// Event 9316, and the wait that assumption A5 answers.
  private mutating func recoverTransfers(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    output.effects.append(
      .log(
        .communicationsError(
          localityTableIndex: side.localityTableIndex, status: failure.status),
        peer: peer, association: side.id))
    if assumptions.recovery == .retries {
      return retryTransfer(place, of: peer, wasSent: false, at: now, &output)
    }
    returnTransfer(on: place, of: peer, wasSent: false, at: now, &output)
    peers[index].associations[place].transferConnection = .recovering
    retry(.recovery, place, of: peer, after: recoveryWait, at: now, &output)
    output.effects.append(.inputAgain)
    giveTurnIfDue(on: place, of: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// The wait before a bind is tried again after 9316.
  var recoveryWait: TraceDuration {
    if case .sameGroup(let wait) = assumptions.recovery { wait } else { .seconds(60) }
  }

  /// The message returns to its queue and is sent again after the transfer interval; after too many
  /// retries the association is aborted and the open interval begins (KB Q157630).
  private mutating func retryTransfer(
    _ place: Int, of peer: HostIndex, wasSent: Bool = true, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    returnTransfer(on: place, of: peer, wasSent: wasSent, at: now, &output)
    peers[index].associations[place].failures += 1
    guard peers[index].associations[place].failures <= parameters.maxTransferRetries else {
      waitToOpen(peer, at: now, &output)
      return abort(place, of: peer, sending: true, at: now, &output)
    }
    peers[index].associations[place].transferConnection = .recovering
    retry(.transferRetry, place, of: peer, after: parameters.transferInterval, at: now, &output)
    output.effects.append(.inputAgain)
    giveTurnIfDue(on: place, of: peer, &output)
    dispatch(peer, at: now, &output)
  }

  /// Tries an association or its transfers again after a time, and at no other that was set before.
  mutating func retry(
    _ kind: TimerKind, _ place: Int, of peer: HostIndex, after wait: TraceDuration,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    peers[index].associations[place].retryAt = now + wait
    output.effects.append(
      .start(timer(kind, peer, peers[index].associations[place].id), wait))
  }

  /// The wait for recovery is over: if mail still waits, one joining bind is tried into the same
  /// group.
  mutating func recoveryDue(
    _ kind: TimerKind, _ association: MTAAssociationID, with peer: HostIndex,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      peers[index].associations[place].retryAt == now
    else { return }
    peers[index].associations[place].retryAt = nil
    let side = peers[index].associations[place]
    switch side.phase {
    case .lost where side.isInitiator: return recover(place, of: peer, &output)
    case .opening where side.anchor != nil && side.unansweredBind != nil:
      output.record(
        .timerExpired, peer: peer, association: association, code: kind.rawValue)
      return joinBack(place: place, of: peer, &output)
    case .open: break
    case .opening, .closing, .lost: return
    }
    guard side.transferConnection == .recovering else { return }
    if assumptions.recovery == .newGroup { peers[index].associations[place].group = 0 }
    peers[index].associations[place].transferConnection = .none
    // What was to recover is the control connection itself, if transfers go over that.
    guard hasMail(forSideAt: place, of: peer) || transfersOverControl else { return }
    output.record(.timerExpired, peer: peer, association: association, code: kind.rawValue)
    if transfersOverControl { replaceControl(place, of: peer, &output) }
    dispatch(peer, at: now, &output)
  }

  /// Assumption A2 = rebind: another connection takes the place of the lost one, and its bind names
  /// the group.
  private mutating func rebind(
    _ place: Int, of peer: HostIndex, _ failure: CallFailure, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    peers[index].associations[place].turn.forgetRequests()
    switch failure.turn {
    case .notGiven: break
    case .unsent: peers[index].associations[place].turn.given()
    // Who has the turn is settled only when the association itself is recovered.
    case .left: return lose(place, of: peer, at: now, &output)
    }
    guard failure.reason == .connectionLost, peers[index].associations[place].failures == 0 else {
      return recoverTransfers(place, of: peer, failure, at: now, &output)
    }
    peers[index].associations[place].failures = 1
    peers[index].associations[place].turn.suspend()
    replaceControl(place, of: peer, &output)
  }

  private mutating func replaceControl(
    _ place: Int, of peer: HostIndex, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let control = output.newConnection()
    peers[index].associations[place].control = control
    peers[index].associations[place].transferConnection = .none
    let side = peers[index].associations[place]
    output.effects.append(connect(control, .control, of: side, to: peer, joining: side.group))
  }

  /// Returns the message that was being transferred to its queue, or gives it up if it has taken
  /// longer than its size allows since some of it was first sent (KB Q234157).
  private mutating func returnTransfer(
    on place: Int, of peer: HostIndex, wasSent: Bool, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let began = peers[index].associations[place].turn.transfer?.began
    guard var message = peers[index].associations[place].turn.fail() else { return }
    if wasSent { message.firstSent = message.firstSent ?? began }
    if let first = message.firstSent, now - first > transferTimeout(of: message) {
      return giveUp(message, for: peer, .unableToTransfer, .maximumTimeExpired, &output)
    }
    if assumptions.waitingMail == .bound {
      peers[index].associations[place].boundMail.putBack(message)
    } else {
      peers[index].queue.putBack(message)
    }
    checkExpiry(of: peer, at: now, &output)
  }
}
