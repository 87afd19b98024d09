import TraceModel

/// Follows the associations between two MTAs, to say of each MTA which state it is in.
///
/// Of several associations the MTA's state is the best of theirs: whoever has the turn on one of
/// them may send.
struct AssociationWatch {
  static let kinds: [EventKind] = [
    .associationOpening, .associationOpen, .associationClosing, .associationClosed,
    .associationAborted, .associationRefused, .associationLost, .associationRecovered, .turnGive,
    .hostStopped,
  ]

  /// One end of an association.
  private struct End: Hashable {
    var host: HostIndex
    var association: MTAAssociationID
  }

  private let link: Link
  /// Whether whoever opened an association has the turn first: assumption A11.
  private let initiatorBegins: Bool
  private var states: [End: LifelineSpan.State] = [:]
  /// Who opened each association.
  private var initiators: [MTAAssociationID: HostIndex] = [:]

  init(run: Run, link: Link) {
    self.link = link
    initiatorBegins = run.header.value(of: "assumptions.A11") != "responder"
  }

  /// Takes the next event of the run, of the kinds above.
  mutating func take(_ event: TraceEvent) {
    if event.kind == .hostStopped {
      for end in states.keys where end.host == event.host { states.removeValue(forKey: end) }
      return
    }
    guard let association = event.association, link.joins(event) else { return }
    let end = End(host: event.host, association: association)
    switch (event.kind, event.direction) {
    case (.associationOpening, _):
      initiators[association] = event.host
      states[end] = .opening
    case (.associationOpen, _):
      let isInitiator = initiators[association] == event.host
      states[end] = isInitiator == initiatorBegins ? .turn : .open
    case (.associationRecovered, _): states[end] = .open
    case (.associationClosing, _), (.associationLost, _):
      if states[end] != nil { states[end] = .closing }
    case (.associationClosed, _), (.associationAborted, _), (.associationRefused, _):
      states.removeValue(forKey: end)
    case (.turnGive, .sent): if states[end] != nil { states[end] = .open }
    case (.turnGive, .received): if states[end] != nil { states[end] = .turn }
    default: break
    }
  }

  /// The state of a host's MTA; `nil` if it has no association with the other.
  func state(of host: HostIndex) -> LifelineSpan.State? {
    let order: [LifelineSpan.State] = [.turn, .open, .opening, .closing]
    let own = Set(states.filter { $0.key.host == host }.values)
    return order.first(where: own.contains)
  }
}
