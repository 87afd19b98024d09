import TraceModel

@testable import Simulator

/// Watches a run and notes every breach of what must hold in all of them.
final class RunLaws: TraceSink {
  /// What was breached, with the event; at most the first few.
  private(set) var breaches: [String] = []
  private(set) var eventCount = 0
  /// How often each kind was seen, by raw value.
  private(set) var counts = [Int](repeating: 0, count: 256)

  private let parameters: ScenarioParameters
  private var header: RunHeader?
  private var events: [TraceEvent] = []
  private var fates: [UInt32: Fate] = [:]
  private var turns: [UInt32: Turn] = [:]
  private var open: [Pair: [UInt32: Bool]] = [:]
  private var deliveryOrder: [Lane: UInt32] = [:]
  /// When each group ended, by its id.
  private var endedGroups: [UInt32: TraceInstant] = [:]
  /// Binds refused that had left before their group ended.
  private(set) var lateBinds = 0
  private var end = TraceInstant.start
  private var urgentAssociations: Set<UInt32> = []

  private struct Fate {
    var sender: HostIndex
    var recipient: HostIndex
    var priority: UInt32
    var enqueued: TraceInstant
    var transfers = 0
    var ending: EventKind?
  }

  private struct Pair: Hashable {
    var host: HostIndex
    var peer: HostIndex
  }

  private struct Lane: Hashable {
    var association: UInt32
    var sender: HostIndex
    var priority: UInt32
  }

  /// Who has the turn of an association.
  private enum Turn: Equatable {
    case held(HostIndex)
    case onItsWay
    /// The association was opened again: who has it shows when it is used.
    case unknown
  }

  init(_ parameters: ScenarioParameters) { self.parameters = parameters }

  func begin(_ header: RunHeader) throws { self.header = header }
  func declare(_ connection: RPCConnection) throws {}
  func log(_ entry: EventLogEntry, at event: EventSequence) throws {}
  func end(_ outcome: RunOutcome, at time: TraceInstant) throws { end = time }

  func count(_ kind: EventKind) -> Int { counts[Int(kind.rawValue)] }

  func record(_ event: TraceEvent) throws {
    eventCount += 1
    counts[Int(event.kind.rawValue)] += 1
    events.append(event)
    if event.sequence.rawValue != eventCount { note(event, "its number has a gap before it") }
    checkCause(event)
    checkMail(event)
    checkTurn(event)
    checkAssociations(event)
    checkGroups(event)
  }

  private func note(_ event: TraceEvent, _ breach: String) {
    guard breaches.count < 5 else { return }
    breaches.append("#\(event.sequence.rawValue) \(event.kind.name): \(breach)")
  }

  // MARK: - Causes

  /// What may happen of itself: arrivals, timers and faults.
  private static let roots: Set<EventKind> = [
    .messageEnqueued, .stormBegan, .stormEnded, .accept, .limitReached, .timerExpired, .reset,
    .linkDown, .linkUp, .bandwidthChanged, .hostStopped, .hostStarted, .hostHung, .hostResumed,
  ]

  /// A cause is earlier, so that following causes ends at something that happens of itself.
  private func checkCause(_ event: TraceEvent) {
    guard let cause = event.cause else {
      if !Self.roots.contains(event.kind) { note(event, "nothing led to it") }
      return
    }
    guard cause < event.sequence, cause.rawValue > 0 else {
      return note(event, "its cause is not earlier")
    }
    guard event.kind.isPDU, event.direction == .received else { return }
    let sent = events[Int(cause.rawValue) - 1]
    if sent.kind != event.kind || sent.direction != .sent || sent.connection != event.connection
      || sent.call != event.call || sent.length != event.length || sent.time > event.time
    {
      note(event, "it was not sent so")
    }
  }

  // MARK: - Mail

  private func checkMail(_ event: TraceEvent) {
    guard let message = event.message?.rawValue else { return }
    switch event.kind {
    case .messageEnqueued:
      if fates[message] != nil { note(event, "message \(message) was enqueued before") }
      fates[message] = Fate(
        sender: event.host, recipient: event.peer ?? event.host, priority: event.code ?? 0,
        enqueued: event.time)
    case .transferStarted:
      fates[message]?.transfers += 1
    case .messageDelivered, .messageNonDelivered:
      guard let fate = fates[message] else { return note(event, "it was never enqueued") }
      if let ending = fate.ending { note(event, "message \(message) is \(ending.name) already") }
      fates[message]?.ending = event.kind
      if event.kind == .messageDelivered { checkOrder(event, message, fate) }
    default: break
    }
  }

  /// Messages that were sent only once arrive over an association in the order of their arrival,
  /// within their priority, if they wait in one queue.
  private func checkOrder(_ event: TraceEvent, _ message: UInt32, _ fate: Fate) {
    guard fate.transfers == 1, parameters.assumptions.waitingMail == .queue,
      let association = event.association?.rawValue
    else { return }
    let lane = Lane(association: association, sender: fate.sender, priority: fate.priority)
    if let before = deliveryOrder[lane], before > message {
      note(event, "message \(message) overtook \(before)")
    }
    deliveryOrder[lane] = message
  }

  /// Messages that were enqueued and have not ended, from one host to another.
  func waiting(from sender: HostIndex, to recipient: HostIndex) -> Int {
    fates.values.reduce(0) {
      $1.sender == sender && $1.recipient == recipient && $1.ending == nil ? $0 + 1 : $0
    }
  }

  /// How long the oldest message has waited that waits at the end.
  var longestWaitAtEnd: TraceDuration {
    fates.values.reduce(.zero) { $1.ending == nil ? max($0, end - $1.enqueued) : $0 }
  }

  // MARK: - The turn

  private func checkTurn(_ event: TraceEvent) {
    guard let association = event.association?.rawValue else { return }
    switch (event.kind, event.direction) {
    case (.associationOpening, _):
      turns[association] =
        event.code == OpeningReason.recovery.rawValue
          || parameters.assumptions.firstTurn == .responder
        ? .unknown : .held(event.host)
    case (.associationLost, _), (.associationRecovered, _):
      turns[association] = .unknown
    case (.turnGive, .sent):
      // Under A2 = rebind a call may be lost with its connection and be made again.
      requireTurn(event, association)
      turns[association] = parameters.assumptions.nextBind == .rebind ? .unknown : .onItsWay
    case (.turnGive, .received):
      if case .held(let holder) = turns[association], holder != event.host {
        note(event, "\(holder.rawValue) has the turn as well")
      }
      turns[association] = .held(event.host)
    case (.transferStarted, _), (.transferResumed, _):
      requireTurn(event, association)
      turns[association] = .held(event.host)
    default: break
    }
  }

  private func requireTurn(_ event: TraceEvent, _ association: UInt32) {
    switch turns[association] {
    case .held(let holder) where holder != event.host:
      note(event, "host \(holder.rawValue) has the turn")
    case .onItsWay: note(event, "the turn is on its way")
    default: break
    }
  }

  // MARK: - Limits

  private func checkAssociations(_ event: TraceEvent) {
    guard let association = event.association?.rawValue, let peer = event.peer else { return }
    let pair = Pair(host: event.host, peer: peer)
    switch event.kind {
    case .associationOpening:
      if event.code == OpeningReason.urgent.rawValue { urgentAssociations.insert(association) }
      open[pair, default: [:]][association] = true
    case .associationOpen:
      open[pair, default: [:]][association] = true
    case .associationClosed, .associationAborted, .associationRefused, .associationClosing:
      open[pair]?[association] = nil
    default: return
    }
    let urgent = (open[pair] ?? [:]).keys.reduce(0) {
      urgentAssociations.contains($1) ? $0 + 1 : $0
    }
    let ordinary = (open[pair]?.count ?? 0) - urgent
    if ordinary > parameters.mta.normalAssociations {
      note(event, "\(ordinary) associations are open")
    }
    if urgent > max(1, parameters.mta.urgentAssociations) {
      note(event, "\(urgent) urgent associations are open")
    }
  }

  // MARK: - Groups

  /// A fixed build refuses a bind only if the group is gone.
  private func checkGroups(_ event: TraceEvent) {
    guard let group = event.group else { return }
    if event.kind == .groupEnded { endedGroups[group] = event.time }
    if event.kind == .groupMissed, let ended = endedGroups[group], let received = event.cause,
      let sent = events[Int(received.rawValue) - 1].cause,
      events[Int(sent.rawValue) - 1].time <= ended
    {
      lateBinds += 1
    }
    if event.kind == .groupMissed, let header, counts[Int(EventKind.hostStopped.rawValue)] == 0 {
      let build = Build(rawValue: header.hosts[Int(event.host.rawValue)].build)
      if build?.misfiles == false, endedGroups[group] == nil {
        note(event, "group \(group) is there")
      }
    }
  }
}
