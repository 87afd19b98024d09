import TraceModel

/// Finds out what happened within stalls and what ended them, as the views `stalls` and `incidents`
/// define it, from one reading of the rare events.
struct IncidentSearch {
  private var stalls: [Entry]
  /// The places of each direction's stalls, in the order of time.
  private var places: [MailDirection: [Int]] = [:]
  /// The directions from each host.
  private var directionsFrom: [HostIndex: [MailDirection]] = [:]

  private struct Entry {
    var stall: StallSearch.Stall
    var row: IncidentRow
    /// Whether an association was opened because of the threshold that may have ended it.
    var hasRescue = false
    /// Whether an association ended.
    var hasClosing = false
  }

  private static let kinds: [EventKind] = [
    .bindNak, .coCancel, .callFailed, .associationOpening, .associationClosed, .logEntry,
  ]

  /// - Parameter stalls: In the order of directions and time.
  /// - Throws: ``TraceStoreError`` if the trace cannot be read.
  init(_ stalls: [StallSearch.Stall], in reader: TraceReader, run: Run.ID) throws {
    self.stalls = try stalls.map { stall in
      guard let peak = stall.peak, let waiting = stall.waiting else {
        throw TraceStoreError(
          .badData("The column queue holds no value that a trace has"), path: reader.path,
          row: "the stall from event \(stall.first.sequence.rawValue) of run \(run)")
      }
      return Entry(stall: stall, row: IncidentRow(stall, peak: peak, waiting: waiting))
    }
    for (index, stall) in stalls.enumerated() {
      let direction = MailDirection(
        sender: stall.first.sender, recipient: stall.first.recipient)
      if places[direction] == nil {
        directionsFrom[direction.sender, default: []].append(direction)
      }
      places[direction, default: []].append(index)
    }
    guard let first = stalls.map(\.first.sequence).min() else { return }
    try reader.forEachEvent(of: run, EventFilter(kinds: Self.kinds, first: first)) { take($0) }
  }

  /// The stalls, in their order.
  var rows: [IncidentRow] {
    stalls.map { entry in
      var row = entry.row
      if entry.stall.last == nil {
        row.ending = .strand
      } else if entry.stall.last?.kind == .messageDelivered, entry.hasRescue {
        row.ending = .rescue
      } else {
        row.ending = entry.hasClosing ? .strand : .other
      }
      return row
    }
  }

  private mutating func take(_ event: TraceEvent) {
    guard let peer = event.peer else {
      guard event.kind == .logEntry else { return }
      // What concerns nobody concerns everyone.
      for direction in directionsFrom[event.host] ?? [] {
        change(direction, at: event) { $0.row.logEntries += 1 }
      }
      return
    }
    let away = MailDirection(sender: event.host, recipient: peer)
    switch event.kind {
    case .bindNak where event.direction == .received:
      change(away, at: event) { $0.row.naks += 1 }
    case .coCancel where event.direction == .sent:
      change(away, at: event) { $0.row.cancels += 1 }
    case .callFailed where event.code == 1727:
      change(away, at: event) { $0.row.callFailures += 1 }
    case .logEntry: change(away, at: event) { $0.row.logEntries += 1 }
    case .associationOpening:
      changeBothWays(away, at: event) { entry in
        entry.row.openings += 1
        guard event.code == 1, let association = event.association else { return }
        if entry.stall.last?.association ?? association == association { entry.hasRescue = true }
      }
    case .associationClosed: changeBothWays(away, at: event) { $0.hasClosing = true }
    default: break
    }
  }

  private mutating func changeBothWays(
    _ direction: MailDirection, at event: TraceEvent, _ body: (inout Entry) -> Void
  ) {
    change(direction, at: event, body)
    let back = MailDirection(sender: direction.recipient, recipient: direction.sender)
    // To itself, a host has one direction.
    if back != direction { change(back, at: event, body) }
  }

  /// Changes the stall of a direction in which an event lies, if there is one.
  private mutating func change(
    _ direction: MailDirection, at event: TraceEvent, _ body: (inout Entry) -> Void
  ) {
    guard let own = places[direction] else { return }
    // The last stall that begins before the event.
    var (low, high) = (0, own.count)
    while low < high {
      let middle = (low + high) / 2
      if stalls[own[middle]].stall.first.sequence < event.sequence {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0 else { return }
    let place = own[low - 1]
    if let last = stalls[place].stall.last, last.sequence <= event.sequence { return }
    body(&stalls[place])
  }
}

extension IncidentRow {
  /// A stall in which nothing happened yet.
  fileprivate init(_ stall: StallSearch.Stall, peak: UInt32, waiting: UInt32) {
    self.init(
      sender: stall.first.sender, recipient: stall.first.recipient, start: stall.first.time,
      end: stall.end, ending: .other, peak: peak, waiting: waiting, naks: 0, callFailures: 0,
      cancels: 0, logEntries: 0, openings: 0, firstEvent: stall.first.sequence,
      lastEvent: stall.last?.sequence)
  }
}
