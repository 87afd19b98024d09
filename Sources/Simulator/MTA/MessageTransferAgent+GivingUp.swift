import DCERPC
import TraceModel

/// When mail is given up: it has waited too long, or taken too long, or its peer cannot be reached.
extension MessageTransferAgent {
  /// How long a message of a priority may wait (KB Q178539).
  private func expiry(of priority: MessagePriority) -> TraceDuration {
    switch priority {
    case .urgent: parameters.expiryUrgent
    case .normal: parameters.expiryNormal
    case .nonUrgent: parameters.expiryNonUrgent
    }
  }

  /// How long a message may take to be transferred: seconds for each KiB (KB Q234157).
  func transferTimeout(of message: QueuedMessage) -> TraceDuration {
    let perKibibyte =
      switch message.priority {
      case .urgent: parameters.transferTimeoutUrgent
      case .normal: parameters.transferTimeoutNormal
      case .nonUrgent: parameters.transferTimeoutNonUrgent
      }
    let (span, overflow) = perKibibyte.nanoseconds.multipliedReportingOverflow(
      by: Int64((message.octets + 1023) / 1024))
    return TraceDuration(nanoseconds: overflow ? .max : span)
  }

  /// Sees to it that messages which have waited too long are looked for in time.
  mutating func checkExpiry(
    of peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    var next = peers[index].queue.nextExpiry(expiry)
    if assumptions.waitingMail == .bound {
      for side in peers[index].associations {
        guard let bound = side.boundMail.nextExpiry(expiry) else { continue }
        next = next.map { min($0, bound) } ?? bound
      }
    }
    guard let next else { return }
    if let check = peers[index].expiryCheck, check <= next { return }
    peers[index].expiryCheck = next
    output.effects.append(.start(timer(.expiry, peer, nil), max(.zero, next - now)))
  }

  /// Sees to it that a new message is looked for in time; most often an older one is looked for
  /// before it.
  mutating func checkExpiry(
    of message: QueuedMessage, for peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    if let check = peers[Int(peer.rawValue)].expiryCheck,
      check <= message.enqueued + expiry(of: message.priority)
    {
      return
    }
    checkExpiry(of: peer, at: now, &output)
  }

  /// Gives up what has waited too long.
  mutating func expiryDue(_ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    guard let check = peers[index].expiryCheck, check <= now else { return }
    peers[index].expiryCheck = nil
    var isFirst = true
    func note(_ message: QueuedMessage, _ output: inout MTAOutput) {
      if isFirst { output.record(.timerExpired, peer: peer, code: TimerKind.expiry.rawValue) }
      isFirst = false
      giveUp(message, for: peer, .unableToTransfer, .maximumTimeExpired, &output)
    }
    while let message = peers[index].queue.popExpired(at: now, expiry) { note(message, &output) }
    for place in peers[index].associations.indices {
      while let message = peers[index].associations[place].boundMail.popExpired(at: now, expiry) {
        note(message, &output)
      }
    }
    checkExpiry(of: peer, at: now, &output)
  }

  /// Gives up all mail for a peer that could not be reached (KB Q157630).
  mutating func giveUpQueue(of peer: HostIndex, _ output: inout MTAOutput) {
    while let message = peers[Int(peer.rawValue)].queue.popFirst() {
      giveUp(message, for: peer, .transferFailure, .congestion, &output)
    }
  }

  func giveUp(
    _ message: QueuedMessage, for peer: HostIndex, _ reason: NonDeliveryReason,
    _ diagnostic: NonDeliveryDiagnostic, _ output: inout MTAOutput
  ) {
    let entry = EventLogEntry.nonDeliveryReport(
      reasonCode: reason, diagnosticCode: diagnostic,
      message: "C=US;A= ;P=ORG;L=\(name)-\(message.id.rawValue)",
      recipient: names[Int(peer.rawValue)])
    output.effects.append(.giveUp(message.id, entry, peer: peer))
  }
}
