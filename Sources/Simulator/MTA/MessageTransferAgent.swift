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
    /// Whether the limit on associations was reached and logged.
    var limitLogged = false

    /// Messages that are not known to have arrived: waiting, or being transferred.
    var queuedMessages: Int {
      associations.reduce(queue.count) { $0 + ($1.turn.transfer == nil ? 0 : 1) }
    }

    func index(of association: MTAAssociationID) -> Int? {
      associations.firstIndex { $0.id == association }
    }
  }

  let parameters: MTAParameters
  let assumptions: Assumptions
  /// The hosts' names, by index, for the event log.
  let names: [String]
  var peers: [Peer]
  var localityTable = LocalityTable()

  private let host: HostIndex

  init(host: HostIndex, names: [String], parameters: MTAParameters, assumptions: Assumptions) {
    self.host = host
    self.names = names
    self.parameters = parameters
    self.assumptions = assumptions
    peers = Array(repeating: Peer(), count: names.count)
  }

  /// The messages queued for a peer.
  func queuedMessages(for peer: HostIndex) -> Int { peers[Int(peer.rawValue)].queuedMessages }

  /// A message for a peer arrived.
  mutating func enqueue(
    _ message: QueuedMessage, for peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    peers[Int(peer.rawValue)].queue.append(message)
    dispatch(peer, at: now, &output)
    testThreshold(peer, at: now, &output)
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

  /// Lets one association take the next message, or ask for the turn.
  private mutating func offerWork(
    to place: Int, of peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations[place]
    guard side.phase == .open, peers[index].queue.hasMail(forUrgentAssociation: side.isUrgent)
    else {
      return
    }
    // Who waits for recovery has no use for the turn: two such sides would pass it to and fro.
    guard side.transferConnection != .recovering else { return }
    if side.turn.mayTransfer {
      beginTransfer(on: place, of: peer, at: now, &output)
    } else if side.turn.mayAsk {
      peers[index].associations[place].turn.ask()
      output.effects.append(.inputAgain)
      output.record(.turnPlease, .sent, peer: peer, association: side.id)
      output.effects.append(.call(side.control, .turnPlease))
    }
  }

  /// Opens an association for waiting mail that none may take.
  private mutating func openWhatIsMissing(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let state = peers[Int(peer.rawValue)]
    guard !state.waitsToOpen else { return }
    let usable = state.associations.filter { $0.phase != .closing }
    if state.queue.urgentCount > 0, parameters.urgentAssociations > 0,
      !usable.contains(where: \.isUrgent)
    {
      open(peer, urgent: true, reason: .urgent, at: now, &output)
    }
    let ordinaryMail =
      state.queue.ordinaryCount + (parameters.urgentAssociations == 0 ? state.queue.urgentCount : 0)
    if ordinaryMail > 0, !usable.contains(where: { !$0.isUrgent }) {
      open(peer, urgent: false, reason: .mail, at: now, &output)
    }
  }

  /// Opens one more association if the queue has reached the threshold (KB Q181721, Q194589).
  ///
  /// An association that cannot deliver counts like any other: assumption A7.
  private mutating func testThreshold(
    _ peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let open = peers[index].associations.filter { !$0.isUrgent && $0.phase != .closing }.count
    let limit = parameters.threshold * open
    let queued = peers[index].queuedMessages
    guard open > 0, assumptions.thresholdTest == .reached ? queued >= limit : queued > limit else {
      return
    }
    if open < parameters.normalAssociations { peers[index].limitLogged = false }
    guard open < parameters.normalAssociations else {
      if !peers[index].limitLogged, let last = peers[index].associations.last {
        peers[index].limitLogged = true
        output.effects.append(.inputAgain)
        output.effects.append(
          .log(
            .associationLimit(entity: names[index], limit: parameters.normalAssociations),
            peer: peer, association: last.id))
      }
      return
    }
    self.open(peer, urgent: false, reason: .threshold, at: now, &output)
  }

  /// The timer of this host that runs out for `peer` and `association`.
  func timer(_ kind: TimerKind, _ peer: HostIndex, _ association: MTAAssociationID?) -> MTATimer {
    MTATimer(kind: kind, host: host, peer: peer, association: association)
  }
}
