import TraceModel
import TraceStore

/// Tells events of which one led to the other, each of them once.
///
/// What is sent and what arrives of it are one arrow, with the call inside of which it goes, if
/// that says nothing else. Everything else is a note where it happened.
struct CauseStory {
  /// What begins with an event.
  struct Row {
    var row: SequenceRow
    /// The event that it begins with.
    let event: TraceEvent
  }

  let run: Run
  private let reader: TraceReader
  private(set) var rows: [Row] = []
  private(set) var lifelines: [Lifeline] = []
  /// The row that an event belongs to, and when that happened.
  private var told: [EventSequence: (row: Int, time: TraceInstant)] = [:]
  /// The arrows that have not arrived, by the event that sends them or what carries them.
  private var underWay: [EventSequence: Int] = [:]
  /// The same for what is carried inside of calls.
  private var carried: [StoryTeller.TurnKey: Int] = [:]
  private var connections: [RPCConnectionID: RPCConnection] = [:]

  /// No call waits longer than two minutes and the time in which a cancel may be answered.
  private static let longestWait = TraceDuration.minutes(3)

  init(run: Run, reader: TraceReader) {
    self.run = run
    self.reader = reader
  }

  /// Whether events of a kind go to the other side inside of calls.
  static func isCarried(_ kind: EventKind) -> Bool {
    switch kind {
    case .turnPlease, .turnGive, .associationClosing, .associationAborted: true
    default: false
    }
  }

  /// Whether an event is the request that carries what its cause sent.
  static func isCarrier(_ event: TraceEvent, of cause: TraceEvent?) -> Bool {
    guard let cause else { return false }
    return event.kind == .request && event.direction == .sent && event.message == nil
      && cause.direction == .sent && isCarried(cause.kind) && cause.host == event.host
  }

  /// Takes the next event.
  mutating func tell(_ event: TraceEvent) throws {
    if let row = arrival(of: event) {
      told[event.sequence] = (row, event.time)
      return
    }
    let (row, isSent) = try row(for: event)
    let place = rows.count
    rows.append(Row(row: row, event: event))
    told[event.sequence] = (place, event.time)
    guard isSent else { return }
    underWay[event.sequence] = place
    if let key = key(of: event) { carried[key] = place }
  }

  /// The row of an event that was told.
  func row(of event: EventSequence) -> Int? { told[event]?.row }

  /// The row of an event that is another's end or carries it, if that was told.
  private mutating func arrival(of event: TraceEvent) -> Int? {
    if let cause = event.cause, let row = told[cause]?.row,
      Self.isCarrier(event, of: rows[row].event), rows[row].event.sequence == cause
    {
      underWay[event.sequence] = underWay.removeValue(forKey: cause)
      return row
    }
    guard event.direction == .received else { return nil }
    if let cause = event.cause, let row = underWay.removeValue(forKey: cause) {
      return arrive(event, at: row)
    }
    guard let key = key(of: event), let row = carried.removeValue(forKey: key) else { return nil }
    return arrive(event, at: row)
  }

  private mutating func arrive(_ event: TraceEvent, at row: Int) -> Int {
    guard case .arrow(var arrow) = rows[row].row else { return row }
    arrow.received = event.time
    rows[row].row = .arrow(arrow)
    return row
  }

  private func key(of event: TraceEvent) -> StoryTeller.TurnKey? {
    guard Self.isCarried(event.kind), let association = event.association,
      let sender = event.direction == .sent ? event.host : event.peer
    else { return nil }
    return StoryTeller.TurnKey(kind: event.kind, association: association, sender: sender)
  }

  /// Looks up when arrows arrived whose end was not told, so that each is drawn whole.
  ///
  /// - Returns: The ends that were found, with the events that began them.
  /// - Throws: `TraceStoreError`.
  mutating func finish() throws -> [(begin: TraceEvent, end: TraceEvent)] {
    var ends: [(begin: TraceEvent, end: TraceEvent)] = []
    let sent = underWay.values.map { rows[$0].event }
    guard let first = sent.map(\.sequence).min(), let last = sent.map(\.time).max() else {
      return []
    }
    let cursor = try reader.events(of: run.id, EventFilter(first: first))
    var now = last
    while !underWay.isEmpty, let event = try cursor.nextEvent() {
      now = max(now, event.time)
      if now - last > Self.longestWait { break }
      guard let cause = event.cause, let row = underWay[cause] else { continue }
      if Self.isCarrier(event, of: rows[row].event) {
        underWay[event.sequence] = underWay.removeValue(forKey: cause)
      } else if event.direction == .received {
        underWay.removeValue(forKey: cause)
        ends.append((rows[arrive(event, at: row)].event, event))
      }
    }
    for row in underWay.values.sorted() { leave(row, at: now) }
    return ends
  }

  /// Says of a row that it has not arrived until a moment.
  private mutating func leave(_ row: Int, at now: TraceInstant) {
    guard case .arrow(var arrow) = rows[row].row else { return }
    if rows[row].event.kind == .disconnect {
      // Who has given the connection up does not learn of it: nothing is lost.
      rows[row].row = .note(
        SequenceNote(
          at: arrow.from, time: arrow.sent, text: arrow.label, mark: .decision,
          event: arrow.event))
    } else if now - arrow.sent > Self.longestWait, run.isWhole(at: arrow.sent) {
      arrow.fate = .lost
      rows[row].row = .arrow(arrow)
    }
  }

  /// The connection of an event.
  mutating func connection(of event: TraceEvent) throws -> RPCConnection? {
    guard let id = event.connection else { return nil }
    if let known = connections[id] { return known }
    let found = try reader.connection(id, of: run.id)
    connections[id] = found
    return found
  }

  /// The frame of a capture that shows an event.
  func frame(of event: TraceEvent) throws -> Int64? {
    try reader.frame(at: event.sequence, of: run.id)
  }

  /// The lifeline of a party, which is added if it is new.
  mutating func lifeline(_ role: Lifeline.Role, of host: HostIndex) -> Int {
    if let place = lifelines.firstIndex(where: { $0.host == host && $0.role == role }) {
      return place
    }
    let name = run.name(of: host)
    let isCapture = run.header.source == .capture
    let (title, subtitle) =
      switch role {
      case .mta: (name, "MTA")
      case .rpcRuntime: (name, isCapture ? "client" : "RPC runtime")
      case .address(let index):
        (isCapture ? name : "\(name) RPC", run.addressName(UInt32(index), of: host))
      }
    lifelines.append(Lifeline(host: host, role: role, title: title, subtitle: subtitle))
    return lifelines.count - 1
  }
}

extension CauseStory {
  /// Less time than this between an event and what led to it leaves both in one exchange.
  private static let longestGap = TraceDuration.seconds(1)

  /// The rows on lifelines that stand host by host, grouped by what led to them.
  ///
  /// - Parameter asked: The row that stands alone.
  func exchanges(asked: Int) -> [StoryTeller.Exchange] {
    let places = order
    var exchanges: [StoryTeller.Exchange] = []
    var exchangeOf: [Int] = []
    for (place, row) in rows.enumerated() {
      let moved = row.row.moved(to: places)
      let cause = row.event.cause.flatMap { told[$0] }
      if let cause, place != asked, cause.row != asked, !begins(row.event),
        row.event.time - cause.time < Self.longestGap
      {
        exchangeOf.append(exchangeOf[cause.row])
      } else {
        exchanges.append(StoryTeller.Exchange(isAlone: place == asked))
        exchangeOf.append(exchanges.count - 1)
      }
      exchanges[exchangeOf[place]].rows.append(moved)
      guard row.event.kind == .logEntry, let code = row.event.code else { continue }
      exchanges[exchangeOf[place]].entries.append((row.event.sequence, code))
    }
    return StoryTeller.inOrder(exchanges)
  }

  /// Whether something new begins with an event: at a timer, or when a call has returned.
  private func begins(_ event: TraceEvent) -> Bool {
    guard event.kind != .timerExpired, let cause = event.cause, let row = told[cause]?.row else {
      return true
    }
    return rows[row].event.kind == .response && rows[row].event.sequence != cause
  }

  /// The lifelines host by host: those of the first from its MTA to its addresses, those of the
  /// others the other way round.
  var orderedLifelines: [Lifeline] {
    let places = order
    return lifelines.indices.sorted { places[$0] < places[$1] }.map { lifelines[$0] }
  }

  /// For each lifeline, its place from the left.
  private var order: [Int] {
    var hosts: [HostIndex] = []
    for lifeline in lifelines where !hosts.contains(lifeline.host) { hosts.append(lifeline.host) }
    let sorted = lifelines.indices.sorted { a, b in
      let (one, other) = (lifelines[a], lifelines[b])
      guard one.host == other.host else {
        return hosts.firstIndex(of: one.host) ?? 0 < hosts.firstIndex(of: other.host) ?? 0
      }
      return one.host == hosts.first
        ? one.role.depth < other.role.depth : one.role.depth > other.role.depth
    }
    var places = [Int](repeating: 0, count: sorted.count)
    for (place, lifeline) in sorted.enumerated() { places[lifeline] = place }
    return places
  }
}
