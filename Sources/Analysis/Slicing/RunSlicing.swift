package import TraceModel
package import TraceStore

/// A part of a run that is a trace by itself: it opens, draws and compares like one, and what it
/// says of mail, stalls, binds and associations within its stretch of time is what the whole says.
///
/// It holds every event of its hosts within its stretch of time. Around that it holds the mail that
/// ``SliceMail`` finds, what else than everyday traffic happened meanwhile, and what arrived later
/// of all that was sent; and before that how the connections and associations came about that are
/// used or open, who had the turn on them last, and what disturbed hosts and lines.
package struct RunSlicing {
  package let whole: StoredRun
  package let slice: Run.Slice
  private let mail: SliceMail
  /// The first event of which everything but everyday traffic is held.
  private let first: EventSequence
  /// The sequences of the events within the stretch of time.
  private let inner: Range<Int64>
  /// Whether nothing happened within the stretch of time at the hosts.
  package private(set) var isEmpty = true
  private var connections: Set<RPCConnectionID> = []
  private var associations: Set<MTAAssociationID> = []
  /// The last time that the turn was given or taken at each end of an association before ``first``.
  private var turns: Set<EventSequence> = []

  /// Events that are neither mail nor everyday traffic.
  private static let rareKinds = EventKind.allCases.filter(\.isRare)

  /// Finds what a slice has to hold.
  ///
  /// - Parameters:
  ///   - whole: The run to cut it out of.
  ///   - window: The stretch of time, both ends included.
  ///   - hosts: The hosts, in their order; empty for all.
  /// - Throws: `TraceStoreError`.
  package init(
    of whole: StoredRun, within window: ClosedRange<TraceInstant>, hosts: [HostIndex]
  ) throws {
    let run = whole.run
    self.whole = whole
    slice = Run.Slice(
      window: window, hosts: hosts, wholeEventCount: run.wholeEventCount,
      wholeEnd: run.slice?.wholeEnd ?? run.end,
      wholeFingerprint: run.slice?.wholeFingerprint ?? run.fingerprint)
    mail = try SliceMail(of: run, for: slice, in: whole.reader)
    let next = try whole.reader.events(of: run.id, EventFilter(from: window.lowerBound)).nextEvent()
    let last = try whole.reader.lastEvent(of: run.id, until: window.upperBound)
    let end = (last?.sequence.rawValue ?? 0) + 1
    inner = min(next?.sequence.rawValue ?? end, end)..<end
    let start = EventSequence(rawValue: inner.lowerBound)
    first = min(start, mail.starts.values.min() ?? start)
    try findState()
    try findUse()
  }

  /// When the slice ends.
  package var end: TraceInstant { mail.end }

  /// Finds the associations that are open at the slice's first event, and who has the turn there.
  private mutating func findState() throws {
    var open: [AssociationEnd: EventSequence?] = [:]
    let kinds = [.turnGive, .associationOpening] + Self.endings
    try whole.reader.forEachEvent(of: whole.run.id, EventFilter(kinds: kinds, last: before)) {
      event in
      guard let association = event.association, slice.concerns(event) else { return }
      let end = AssociationEnd(host: event.host, association: association)
      switch event.kind {
      case .turnGive: open[end] = event.sequence
      case .associationOpening: open[end] = .some(nil)
      default: open[end] = nil
      }
    }
    for (end, turn) in open {
      associations.insert(end.association)
      if let turn { turns.insert(turn) }
    }
  }

  private struct AssociationEnd: Hashable {
    var host: HostIndex
    var association: MTAAssociationID
  }

  private static let endings: [EventKind] = [
    .associationClosed, .associationAborted, .associationRefused,
  ]

  /// The event before ``first``.
  private var before: EventSequence { EventSequence(rawValue: first.rawValue - 1) }

  /// Finds the connections and associations that the slice's events use.
  private mutating func findUse() throws {
    try whole.reader.forEachEvent(of: whole.run.id, EventFilter(to: end, first: first)) { event in
      guard isDirectlyHeld(event) else { return }
      if inner.contains(event.sequence.rawValue) { isEmpty = false }
      if let connection = event.connection { connections.insert(connection) }
      if let association = event.association { associations.insert(association) }
    }
    let all = try whole.reader.connections(of: whole.run.id)
    for connection in all where connections.contains(connection.id) {
      if let association = connection.association { associations.insert(association) }
    }
    for connection in all where connection.association.map(associations.contains) ?? false {
      connections.insert(connection.id)
    }
  }

  /// Whether an event from ``first`` on is held for what it is.
  private func isDirectlyHeld(_ event: TraceEvent) -> Bool {
    guard slice.concerns(event) else { return false }
    if inner.contains(event.sequence.rawValue) || event.kind.isRare { return true }
    let isBehind = event.sequence.rawValue >= inner.upperBound
    if let link = Link(ofMail: event) {
      return isBehind || mail.starts[link].map { event.sequence >= $0 } ?? false
    }
    guard isBehind else { return false }
    return event.kind == .duplicateRecognised
      || event.direction == .received && event.cause.map { inner.contains($0.rawValue) } ?? false
  }

  /// Whether an event is held because it tells how a connection or an association came about, or of
  /// the world outside.
  private func isHistory(_ event: TraceEvent) -> Bool {
    if turns.contains(event.sequence) { return true }
    return switch event.kind {
    case .bind, .bindAck, .bindNak, .alterContext, .alterContextResponse, .auth3, .groupFiled,
      .groupEnded, .groupMissed:
      event.connection.map(connections.contains) ?? false
    case .associationOpening, .associationOpen, .associationClosing, .associationClosed,
      .associationAborted, .associationRefused, .associationLost, .associationRecovered:
      event.association.map(associations.contains) ?? false
    default: event.kind.rawValue >= EventKind.stormBegan.rawValue && slice.concerns(event)
    }
  }
}

extension RunSlicing {
  /// Hands what the slice holds to a sink, in the order of events, and ends the run there.
  ///
  /// - Parameter progress: Called now and then with the last event read.
  /// - Throws: `TraceStoreError`, or what the sink throws.
  package func copy(
    into sink: Recorder, progress: (EventSequence) -> Void = { _ in }
  ) throws {
    let (reader, run) = (whole.reader, whole.run)
    try sink.begin(run.header)
    for connection in try reader.connections(of: run.id) where connections.contains(connection.id) {
      try sink.declare(connection)
    }
    if run.header.source == .capture { try copyCapture(into: sink) }
    let history = EventFilter(kinds: Self.rareKinds, last: before)
    try reader.forEachEvent(of: run.id, history) { event in
      if isHistory(event) { try copy(event, into: sink) }
    }
    try reader.forEachEvent(of: run.id, EventFilter(to: end, first: first)) { event in
      if event.sequence.rawValue & 0xFFFF == 0 { progress(event.sequence) }
      if isDirectlyHeld(event) || isHistory(event) { try copy(event, into: sink) }
    }
    if let outcome = run.outcome {
      try sink.end(outcome, at: end)
    } else {
      try sink.breakOff(at: end)
    }
  }

  private func copy(_ event: TraceEvent, into sink: Recorder) throws {
    let (reader, run) = (whole.reader, whole.run.id)
    try sink.record(whole.run.slice == nil ? event : try reader.whole(event, of: run))
    if event.kind == .logEntry, let entry = try reader.logEntry(at: event.sequence, of: run) {
      try sink.log(entry, at: event.sequence)
    }
    guard whole.run.header.source == .capture,
      let pdu = try reader.wirePDU(at: event.sequence, of: run)
    else { return }
    try sink.keep(pdu, at: event.sequence)
  }

  private func copyCapture(into sink: Recorder) throws {
    let (reader, run) = (whole.reader, whole.run.id)
    for connection in try reader.wireConnections(of: run) where connections.contains(connection.id)
    {
      try sink.describe(connection)
    }
    for count in try reader.unreadCounts(of: run) { try sink.count(count) }
    guard let last = try reader.lastEvent(of: run, until: end)?.sequence else { return }
    for context in try reader.proposedContexts(of: run)
    where connections.contains(context.connection) && context.event <= last {
      try sink.propose(context)
    }
  }
}

extension EventKind {
  /// Whether it is neither mail nor everyday traffic, as the view `rare_event` has it.
  fileprivate var isRare: Bool { rawValue >= EventKind.bind.rawValue }
}
