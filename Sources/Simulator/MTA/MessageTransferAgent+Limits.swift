import TraceModel

/// When one more association is opened, and when no more may be (KB Q181721, Q194589).
extension MessageTransferAgent {
  /// Opens an association for waiting mail that none may take.
  mutating func openWhatIsMissing(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard !peers[index].waitsToOpen else { return }
    if parameters.urgentAssociations > 0, peers[index].queue.urgentCount > 0,
      needsUrgentAssociation(peer)
    {
      open(peer, urgent: true, reason: .urgent, at: now, &output)
    }
    let ordinaryMail =
      peers[index].queue.ordinaryCount
      + (parameters.urgentAssociations == 0 ? peers[index].queue.urgentCount : 0)
    guard ordinaryMail > 0, !peers[index].waitsToOpen, usableCount(peer, urgent: false) == 0 else {
      return
    }
    // In a monologue the peer's own associations may take up all there are.
    guard hasRoom(peer, urgent: false) else { return noteLimit(peer, &output) }
    open(peer, urgent: false, reason: .mail, at: now, &output)
  }

  /// Whether urgent mail has no association that will take it, and may have one more.
  private func needsUrgentAssociation(_ peer: HostIndex) -> Bool {
    for side in peers[Int(peer.rawValue)].associations where side.isUrgent && maySend(on: side) {
      guard side.phase != .closing else { continue }
      let isBusy = side.turn.transfer != nil || side.transferConnection == .recovering
      if !isBusy { return false }
    }
    return hasRoom(peer, urgent: true)
  }

  /// The associations of a class that this side may send on, dead ones included.
  private func usableCount(
    _ peer: HostIndex, urgent: Bool, countingDead: Bool = true
  ) -> Int {
    count(peer) { side in
      side.isUrgent == urgent && side.phase != .closing && maySend(on: side)
        && (countingDead || side.transferConnection != .recovering && side.phase != .lost)
    }
  }

  /// The associations with a peer that fulfil a condition.
  private func count(
    _ peer: HostIndex, where matches: (borrowing AssociationSide) -> Bool
  ) -> Int {
    let index = Int(peer.rawValue)
    return peers[index].associations.indices.reduce(0) {
      matches(peers[index].associations[$1]) ? $0 + 1 : $0
    }
  }

  /// Opens one more association if the queue has reached the threshold (KB Q181721, Q194589).
  ///
  /// It is a normal one, which takes urgent mail too. Where all mail is urgent, the associations
  /// for that are the ones counted: they may be dead like any other.
  mutating func testThreshold(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let normal = usableCount(peer, urgent: false)
    let open = normal > 0 ? normal : usableCount(peer, urgent: true)
    guard open > 0, !peers[index].waitsToOpen, isThresholdReached(peer, associations: open) else {
      return
    }
    guard hasRoom(peer, urgent: false) else { return noteLimit(peer, &output) }
    peers[index].limitLogged = false
    self.open(peer, urgent: false, reason: .threshold, at: now, &output)
  }

  /// Whether the queue is long enough for one more association, by assumption A7.
  ///
  /// An association that cannot deliver counts like any other, unless A7 says that
  /// it does not.
  private func isThresholdReached(_ peer: HostIndex, associations open: Int) -> Bool {
    let queued = queuedMessages(for: peer)
    switch assumptions.thresholdTest {
    case .reached: return queued >= parameters.threshold * open
    case .exceeded: return queued > parameters.threshold * open
    case .deadNotCounted:
      let live = usableCount(peer, urgent: false, countingDead: false)
      return queued >= parameters.threshold * max(1, live)
    case .perAssociation:
      guard assumptions.waitingMail == .bound else { return queued >= parameters.threshold }
      return peers[Int(peer.rawValue)].associations.contains {
        !$0.isUrgent && $0.ownMessages >= parameters.threshold
      }
    }
  }

  /// Writes event 57 when the limit is met, once until there is room again.
  private mutating func noteLimit(_ peer: HostIndex, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    guard !peers[index].limitLogged, let last = peers[index].associations.last else { return }
    peers[index].limitLogged = true
    output.effects.append(.inputAgain)
    logLimit(peer, last.id, &output)
  }

  /// Whether one more association with a peer may be opened, by either side.
  func hasRoom(_ peer: HostIndex, urgent: Bool) -> Bool {
    let open = count(peer) { $0.isUrgent == urgent && $0.phase != .closing }
    return open < (urgent ? max(1, parameters.urgentAssociations) : parameters.normalAssociations)
  }

  func logLimit(
    _ peer: HostIndex, _ association: MTAAssociationID, _ output: inout MTAOutput
  ) {
    output.effects.append(
      .log(
        .associationLimit(
          entity: names[Int(peer.rawValue)], limit: parameters.normalAssociations),
        peer: peer, association: association))
  }

  /// Logs that a queue has grown past its alarm, or shrunk to half of it (KB Q163085).
  mutating func raiseAlarms(_ peer: HostIndex, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    if parameters.outboundQueueAlarm > 0,
      let alarm = Self.alarm(
        &peers[index].isAlarmed, queuedMessages(for: peer), parameters.outboundQueueAlarm)
    {
      let entry = EventLogEntry.outboundQueueAlarm(
        alarm, entity: names[index], messages: queuedMessages(for: peer))
      output.effects.append(.inputAgain)
      output.effects.append(.log(entry, peer: peer, association: nil))
    }
    guard parameters.workQueueAlarm > 0 else { return }
    let total = peers.indices.reduce(0) { $0 + queuedMessages(for: HostIndex($1)) }
    if let alarm = Self.alarm(&isAlarmed, total, parameters.workQueueAlarm) {
      output.effects.append(.inputAgain)
      output.effects.append(
        .log(.workQueueAlarm(alarm, messages: total), peer: peer, association: nil))
    }
  }

  private static func alarm(_ isOn: inout Bool, _ count: Int, _ limit: Int) -> QueueAlarm? {
    if !isOn, count >= limit {
      isOn = true
      return .on
    }
    if isOn, count <= limit / 2 {
      isOn = false
      return .off
    }
    return nil
  }
}
