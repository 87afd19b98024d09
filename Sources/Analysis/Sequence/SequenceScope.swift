import TraceModel
import TraceStore

/// The decisive stretch of a run on one direction of mail, before its story is told.
struct SequenceScope: Equatable {
  /// What a stretch is decisive for; the later is chosen before the earlier.
  enum Focus: Int, Comparable {
    /// The first opening of an association.
    case opening
    /// The longest stall.
    case stall
    /// The first call that was cancelled.
    case cancel
    /// The first request for the turn that was never granted.
    case turn
    /// The first bind that was refused.
    case refusal

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  var link: Link
  var focus = Focus.opening
  var start: TraceInstant
  var end: TraceInstant
  /// The association that was opened at the start.
  var association: MTAAssociationID?
}

/// Finds the decisive stretch of a run.
///
/// It goes from what led to the focus to the moment when the backlog is cleared, or to the end of
/// the run.
struct ScopeFinder {
  let reader: TraceReader
  let run: Run
  let link: Link

  /// How long before a stall or a call something may have begun that led to it.
  private static let lead = TraceDuration(nanoseconds: -600_000_000_000)

  /// The stretch of the greatest focus there is, or `nil` if the run has none.
  func find() throws -> SequenceScope? {
    if let found = try refusal() { return found }
    if let found = try turn() { return found }
    if let found = try cancel() { return found }
    if let found = try stall() { return found }
    return try opening()
  }

  private func refusal() throws -> SequenceScope? {
    let refused = try reader.firstEvent(of: run.id, kinds: [.bindNak], where: link.isNak)
    guard let refused else { return nil }
    let bind = try reader.firstEvent(of: run.id, kinds: [.bind]) {
      $0.direction == .sent && $0.connection == refused.connection
    }
    let opening = try reader.firstEvent(of: run.id, kinds: [.associationOpening]) {
      bind?.association == nil ? link.isAtSender($0) : $0.association == bind?.association
    }
    guard let opening else { return nil }
    return try scope(
      .refusal, from: opening.time, clearedAfter: refused.time, opening.association)
  }

  private func turn() throws -> SequenceScope? {
    guard let request = try unansweredRequests().first else { return nil }
    // The turn went astray before: when it was given last.
    var start = request.time
    let kinds: [EventKind] = [.turnPlease, .turnGive, .associationLost]
    try reader.forEachEvent(
      of: run.id,
      EventFilter(kinds: kinds, from: request.time + Self.lead, to: request.time)
    ) { event in
      guard event.association == request.association else { return }
      switch (event.kind, event.direction) {
      case (.turnGive, .received): start = request.time
      case (.turnPlease, .sent), (.turnGive, .sent), (.associationLost, _):
        start = min(start, event.time)
      default: break
      }
    }
    return try scope(.turn, from: start, clearedAfter: request.time)
  }

  /// The requests for the turn of this direction that were never granted.
  func unansweredRequests() throws -> [TurnWatch.Request] {
    var watch = TurnWatch()
    try reader.forEachEvent(of: run.id, EventFilter(kinds: TurnWatch.kinds)) { event in
      if event.peer == nil || link.joins(event) { watch.take(event) }
    }
    watch.finish(at: run.end)
    return watch.unanswered.filter { $0.link == link }.sorted { $0.event < $1.event }
  }

  private func cancel() throws -> SequenceScope? {
    let cancel = try reader.firstEvent(of: run.id, kinds: [.coCancel], where: link.isCancel)
    guard let cancel else { return nil }
    var begin = cancel.time
    try reader.forEachEvent(
      of: run.id,
      EventFilter(
        kinds: [.request], hosts: [link.from], from: cancel.time + Self.lead, last: cancel.sequence)
    ) { event in
      guard event.direction == .sent, event.connection == cancel.connection,
        event.call == cancel.call
      else { return }
      begin = event.time
    }
    return try scope(
      .cancel, from: try disturbed(before: begin, until: cancel.time), clearedAfter: cancel.time)
  }

  private func stall() throws -> SequenceScope? {
    let stalls = try reader.incidents(of: run.id).filter {
      $0.sender == link.from && $0.recipient == link.to
    }
    guard let longest = stalls.max(by: { $0.end - $0.start < $1.end - $1.start }) else {
      return nil
    }
    return try scope(
      .stall, from: try disturbed(before: longest.start, until: longest.end),
      clearedAfter: longest.end)
  }

  private func opening() throws -> SequenceScope? {
    let opening = try reader.firstEvent(
      of: run.id, kinds: [.associationOpening], where: link.isAtSender)
    guard let opening else { return nil }
    return try scope(.opening, from: opening.time, clearedAfter: opening.time, opening.association)
  }

  /// When what disturbed the direction until `end` began, if that was shortly before `start`, and
  /// `start` itself otherwise.
  private func disturbed(before start: TraceInstant, until end: TraceInstant) throws -> TraceInstant
  {
    let earlier = try TraceAnalysis(reader: reader).disturbances(of: run).filter {
      $0.concerns(link) && $0.start < end && $0.end > start && $0.start >= start + Self.lead
    }
    return min(start, earlier.map(\.start).min() ?? start)
  }

  private func scope(
    _ focus: SequenceScope.Focus, from start: TraceInstant, clearedAfter after: TraceInstant,
    _ association: MTAAssociationID? = nil
  ) throws -> SequenceScope {
    let cleared = try reader.firstEvent(of: run.id, kinds: [.messageDelivered], from: after) {
      $0.host == link.to && $0.peer == link.from && $0.queue == 0
    }
    // A moment more, so that the last delivery is told whole.
    let end = min(run.end, (cleared?.time ?? run.end) + .milliseconds(1))
    return SequenceScope(
      link: link, focus: focus, start: start, end: end, association: association)
  }
}

extension TraceReader {
  /// The first event of these kinds for which a condition holds.
  fileprivate func firstEvent(
    of run: Run.ID, kinds: [EventKind], from: TraceInstant? = nil,
    where condition: (TraceEvent) -> Bool
  ) throws -> TraceEvent? {
    let cursor = try events(of: run, EventFilter(kinds: kinds, from: from))
    while let event = try cursor.nextEvent() {
      if condition(event) { return event }
    }
    return nil
  }
}
