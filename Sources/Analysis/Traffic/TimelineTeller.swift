import TraceModel

/// Tells what became of associations or connections, event by event.
struct TimelineTeller {
  /// The connections that are told of a capture.
  var known: Set<RPCConnectionID> = []

  private let link: Link
  private let from: TraceInstant
  private let to: TraceInstant
  private let isCapture: Bool
  private let initiatorBegins: Bool
  private var lines: [Int: Line] = [:]
  private var order: [Int] = []

  /// What is known of an association so far.
  private struct Line {
    var timeline: AssociationTimeline
    var current: (state: AssociationTimeline.Span.State, since: TraceInstant)?
    var initiator: HostIndex?
    var lastMarks: [TraceInstant?]
  }

  init(run: Run, link: Link, from: TraceInstant, to: TraceInstant) {
    self.link = link
    self.from = from
    self.to = to
    isCapture = run.header.source == .capture
    initiatorBegins = run.header.value(of: "assumptions.A11") != "responder"
  }

  /// The kinds of events that are told.
  var kinds: [EventKind] {
    isCapture
      ? [
        .connect, .connected, .connectRefused, .disconnect, .reset, .bind, .bindAck, .bindNak,
        .coCancel, .alterContext, .request, .response,
      ]
      : [.bind, .bindAck, .bindNak, .coCancel] + AssociationWatch.kinds
  }

  mutating func take(_ event: TraceEvent) {
    guard event.kind == .hostStopped || link.joins(event) else { return }
    guard let key = key(of: event) else { return }
    if lines[key] == nil {
      order.append(key)
      let name = isCapture ? "connection \(key)" : "association \(key)"
      lines[key] = Line(
        timeline: AssociationTimeline(
          name: name, spans: [], marks: [],
          counts: AssociationTimeline.Mark.allCases.map { _ in 0 }, ending: nil),
        lastMarks: AssociationTimeline.Mark.allCases.map { _ in nil })
    }
    if let mark = mark(of: event) { note(mark, at: event.time, in: key) }
    isCapture ? takeConnection(event, key) : takeAssociation(event, key)
  }

  consuming func finish() -> [AssociationTimeline] {
    for key in order { set(nil, at: to, in: key) }
    return order.compactMap { lines[$0]?.timeline }.filter { line in
      !line.spans.isEmpty || !line.marks.isEmpty
    }.sorted { $0.start < $1.start }
  }

  private func key(of event: TraceEvent) -> Int? {
    if isCapture {
      guard let connection = event.connection, known.contains(connection) else { return nil }
      return Int(connection.rawValue)
    }
    return event.association.map { Int($0.rawValue) }
  }

  /// A PDU is marked where it is sent.
  private func mark(of event: TraceEvent) -> AssociationTimeline.Mark? {
    guard event.direction == .sent else { return nil }
    return switch event.kind {
    case .bind: .bind
    case .bindAck: .bindAck
    case .bindNak: .bindNak
    case .coCancel: .cancel
    default: nil
    }
  }

  private mutating func note(
    _ mark: AssociationTimeline.Mark, at time: TraceInstant, in key: Int
  ) {
    guard time >= from, let index = AssociationTimeline.Mark.allCases.firstIndex(of: mark) else {
      return
    }
    lines[key]?.timeline.counts[index] += 1
    let least = (to - from).nanoseconds / 1_000
    if let last = lines[key]?.lastMarks[index], (time - last).nanoseconds < least { return }
    lines[key]?.lastMarks[index] = time
    lines[key]?.timeline.marks.append(.init(mark: mark, time: time))
  }

  private mutating func takeAssociation(_ event: TraceEvent, _ key: Int) {
    switch (event.kind, event.direction) {
    case (.associationOpening, _):
      lines[key]?.initiator = event.host
      set(.opening, at: event.time, in: key)
    case (.associationOpen, _):
      // The second of the two to know of it makes it open.
      guard lines[key]?.current?.state == .opening else { return }
      let first = initiatorBegins ? lines[key]?.initiator : nil
      set(
        first.map { $0 == link.from ? .ownTurn : .otherTurn } ?? .open, at: event.time, in: key)
    case (.turnGive, .received):
      set(event.host == link.from ? .ownTurn : .otherTurn, at: event.time, in: key)
    case (.associationClosing, .sent): set(.closing, at: event.time, in: key)
    case (.associationLost, _): set(.lost, at: event.time, in: key)
    case (.associationRecovered, _): set(.open, at: event.time, in: key)
    case (.associationClosed, _): end("closed", at: event.time, in: key)
    case (.associationAborted, _): end("aborted", at: event.time, in: key)
    case (.associationRefused, _): end("refused", at: event.time, in: key)
    default: break
    }
  }

  private mutating func takeConnection(_ event: TraceEvent, _ key: Int) {
    switch event.kind {
    case .connect: set(.opening, at: event.time, in: key)
    case .connectRefused: end("refused", at: event.time, in: key)
    case .disconnect: end("closed", at: event.time, in: key)
    case .reset: end("reset", at: event.time, in: key)
    case .connected: set(.open, at: event.time, in: key)
    default: if lines[key]?.current?.state != .open { set(.open, at: event.time, in: key) }
    }
  }

  private mutating func end(_ word: String, at time: TraceInstant, in key: Int) {
    guard lines[key]?.timeline.ending == nil else { return }
    lines[key]?.timeline.ending = word
    set(nil, at: time, in: key)
  }

  /// Ends the state that an association is in, and begins another.
  private mutating func set(
    _ state: AssociationTimeline.Span.State?, at time: TraceInstant, in key: Int
  ) {
    if let current = lines[key]?.current, current.state == state { return }
    if let current = lines[key]?.current {
      let start = max(current.since, from)
      if time > start {
        lines[key]?.timeline.spans.append(.init(state: current.state, start: start, end: time))
      }
    }
    let isOver = lines[key]?.timeline.ending != nil
    lines[key]?.current = isOver ? nil : state.map { ($0, time) }
  }
}
