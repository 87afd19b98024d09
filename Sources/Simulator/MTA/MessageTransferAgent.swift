import DCERPC
import TraceModel

/// An MTA: its queues, its associations with each peer, and what it decides about them.
///
/// A value: input and time go in, effects come out. The rules are those of Exchange 5.5's MTA over
/// RTSE.
struct MessageTransferAgent {
  /// What an MTA keeps about one peer.
  struct Peer {
    var queue = MessageQueue()
    /// Associations that are not closed, oldest first.
    var associations: [AssociationSide] = []
    var closed: [ClosedAssociation] = []
    /// Whether opening failed and the open interval runs.
    var waitsToOpen = false
    /// How often opening failed, one time after another.
    var failedOpenings = 0
    /// Whether the limit on associations was reached and logged.
    var limitLogged = false
    /// Whether the alarm about its queue was logged.
    var isAlarmed = false
    /// When the next message is looked for that has waited too long; `nil` if none is.
    var expiryCheck: TraceInstant?
  }

  private(set) var parameters: MTAParameters
  private(set) var assumptions: Assumptions
  /// The hosts' names, by index, for the event log.
  let names: [String]
  /// The string bindings of the hosts' MTAs, by index, for the event log.
  let bindings: [String]
  var peers: [Peer]
  var localityTable: LocalityTable
  /// How often the host was restarted: timers from before are void.
  private(set) var starts: UInt32 = 0
  /// When the host started last.
  private(set) var started = TraceInstant.start
  /// Whether the alarm about all queues was logged.
  var isAlarmed = false

  private let host: HostIndex

  init(
    host: HostIndex, names: [String], bindings: [String], parameters: MTAParameters,
    assumptions: Assumptions
  ) {
    self.host = host
    self.names = names
    self.bindings = bindings
    self.parameters = parameters
    self.assumptions = assumptions
    peers = Array(repeating: Peer(), count: names.count)
    localityTable = LocalityTable(capacity: parameters.localityTable)
  }

  /// Goes on with other parameters; timers that run keep the time that they were started with.
  mutating func become(_ parameters: MTAParameters, _ assumptions: Assumptions) {
    self.parameters = parameters
    self.assumptions = assumptions
    localityTable.capacity = parameters.localityTable
  }

  /// The messages for a peer that are not known to have arrived: waiting, or being transferred.
  func queuedMessages(for peer: HostIndex) -> Int {
    let index = Int(peer.rawValue)
    return peers[index].associations.indices.reduce(peers[index].queue.count) {
      $0 + peers[index].associations[$1].ownMessages
    }
  }

  /// Whether an association is neither closed nor unknown.
  func knows(_ association: MTAAssociationID, with peer: HostIndex) -> Bool {
    peers[Int(peer.rawValue)].associations.index(of: association) != nil
  }

  /// Whether a call of an association that came in a group of this host's server may be acted on.
  ///
  /// Its context handle must be the one that the peer got when the association was last opened;
  /// what an older connection still brings is void. A message is known by its own id.
  func accepts(
    _ operation: Operation, of association: MTAAssociationID, in group: UInt32,
    from peer: HostIndex
  ) -> Bool {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association) else { return false }
    if operation.isTransfer { return true }
    if case .mtaBindBack = operation { return true }
    return peers[index].associations[place].peerGroup == group
  }

  /// A message for a peer arrived; a host that is down keeps it for later.
  mutating func enqueue(
    _ message: QueuedMessage, for peer: HostIndex, isDown: Bool = false, at now: TraceInstant,
    _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    var message = message
    message.enqueued = now
    if assumptions.waitingMail == .bound, let place = bindingPlace(of: message, for: peer) {
      peers[index].associations[place].boundMail.append(message)
    } else {
      peers[index].queue.append(message)
    }
    guard !isDown else { return }
    checkExpiry(of: message, for: peer, at: now, &output)
    raiseAlarms(peer, &output)
    dispatch(peer, at: now, &output)
    testThreshold(peer, at: now, &output)
  }

  /// The association that a message waits for under assumption A6 = bound: of those of its class
  /// the one with the least mail.
  private func bindingPlace(of message: QueuedMessage, for peer: HostIndex) -> Int? {
    let isUrgent = message.priority == .urgent && parameters.urgentAssociations > 0
    let associations = peers[Int(peer.rawValue)].associations
    var best: Int?
    for place in associations.indices {
      let side = associations[place]
      guard side.isUrgent == isUrgent, side.phase != .closing, maySend(on: side) else { continue }
      if let best, associations[best].ownMessages <= side.ownMessages { continue }
      best = place
    }
    return best
  }

  /// Whether this side may ever transfer on an association: in a monologue only its initiator.
  func maySend(on side: AssociationSide) -> Bool {
    side.isInitiator || assumptions.firstTurn != .monologue
  }

  /// Gives waiting mail to whoever may take it, and opens an association if there is none.
  mutating func dispatch(_ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput) {
    let index = Int(peer.rawValue)
    // Those that can send at once come first; an association that must first make a connection
    // takes what they leave.
    for connected in [true, false] {
      for place in peers[index].associations.indices {
        let isConnected =
          if case .connection = peers[index].associations[place].transferConnection { true } else {
            false
          }
        guard isConnected == connected else { continue }
        offerWork(to: place, of: peer, at: now, &output)
      }
    }
    openWhatIsMissing(peer, at: now, &output)
  }

  /// Whether mail waits that an association may take.
  func hasMail(forSideAt place: Int, of peer: HostIndex) -> Bool {
    let index = Int(peer.rawValue)
    let isUrgent = peers[index].associations[place].isUrgent
    return peers[index].queue.hasMail(forUrgentAssociation: isUrgent)
      || peers[index].associations[place].boundMail.hasMail(forUrgentAssociation: isUrgent)
  }

  /// Lets one association take the next message, or ask for the turn.
  private mutating func offerWork(
    to place: Int, of peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard peers[index].associations[place].phase == .open,
      hasMail(forSideAt: place, of: peer),
      // Who waits for recovery has no use for the turn: two such sides would pass it to and fro.
      peers[index].associations[place].transferConnection != .recovering
    else { return }
    if peers[index].associations[place].turn.mayTransfer {
      beginTransfer(on: place, of: peer, at: now, &output)
    } else if peers[index].associations[place].turn.mayAsk {
      peers[index].associations[place].turn.ask()
      output.effects.append(.inputAgain)
      output.record(
        .turnPlease, .sent, peer: peer, association: peers[index].associations[place].id)
      output.effects.append(.call(peers[index].associations[place].control, .turnPlease))
    }
  }

  /// The host stops: its associations are gone, and its mail, which is on its disk, stays.
  mutating func restart(at now: TraceInstant, _ output: inout MTAOutput) {
    starts += 1
    started = now
    localityTable = LocalityTable(capacity: parameters.localityTable)
    isAlarmed = false
    for index in peers.indices {
      let peer = HostIndex(index)
      for side in peers[index].associations.reversed() {
        returnMail(of: side, to: peer)
        output.effects.append(.inputAgain)
        output.record(.associationAborted, peer: peer, association: side.id)
      }
      peers[index].associations.removeAll()
      peers[index].closed.removeAll()
      peers[index].waitsToOpen = false
      peers[index].failedOpenings = 0
      peers[index].limitLogged = false
      peers[index].isAlarmed = false
      peers[index].expiryCheck = nil
    }
  }

  /// The host runs again: what waits on its disk for a peer is looked after as if it came now.
  mutating func started(with peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput) {
    checkExpiry(of: peer, at: now, &output)
    raiseAlarms(peer, &output)
    dispatch(peer, at: now, &output)
    testThreshold(peer, at: now, &output)
  }

  /// The timer of this host that runs out for `peer` and `association`.
  func timer(_ kind: TimerKind, _ peer: HostIndex, _ association: MTAAssociationID?) -> MTATimer {
    MTATimer(kind: kind, host: host, peer: peer, association: association, start: starts)
  }

  /// The name of this MTA's host.
  var name: String { names[Int(host.rawValue)] }
}
