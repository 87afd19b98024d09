import GRDB
package import TraceModel

/// The events of a run in their order, a page at a time: memory does not grow with the run.
package final class EventCursor {
  private static let greatestPage = 8_192
  /// Whoever looks for one event may find it soon.
  private static let firstPage = 128

  private let reader: TraceReader
  private let run: Run.ID
  private let sql: String
  /// The key of the last event read, and the last key meant.
  private var position: Int64
  private let end: Int64
  /// Whether every event between these is meant, so that none may be missing.
  private let isContiguous: Bool
  private var page: [TraceEvent] = []
  private var pageSize: Int
  private var next = 0
  private var isAtEnd = false
  private var time = TraceInstant.start

  init(_ reader: TraceReader, run: Run.ID, filter: EventFilter) throws {
    self.reader = reader
    self.run = run
    isContiguous =
      try filter.kinds == nil && filter.hosts == nil && filter.peers == nil
      && reader.slice(of: run) == nil
    var first = min(max(filter.first.rawValue, 1), EventKey.greatestSequence)
    var last = min(max(filter.last?.rawValue ?? .max, 0), EventKey.greatestSequence)
    if let from = filter.from {
      first = max(first, try reader.firstSequence(of: run, at: from))
    }
    if let to = filter.to, to.nanoseconds < .max {
      let after = TraceInstant(nanoseconds: to.nanoseconds + 1)
      last = min(last, try reader.firstSequence(of: run, at: after) - 1)
    }
    position = EventKey.key(run: run, sequence: first) - 1
    end = EventKey.key(run: run, sequence: last)
    let isRare = try reader.hasFew(filter, among: end - position)
    let rare = isRare ? filter.rareRows : nil
    // By way of the index, each page costs what all do.
    pageSize = rare == nil ? Self.firstPage : Self.greatestPage
    sql = "\(EventTable.selection) \(rare ?? filter.rows)"
  }

  /// The next event, or `nil` after the last.
  ///
  /// - Throws: ``TraceStoreError``, with the row, if the event is none that a recorder writes.
  package func nextEvent() throws -> TraceEvent? {
    if next == page.count {
      guard !isAtEnd else { return nil }
      try readPage()
      guard !page.isEmpty else { return nil }
    }
    defer { next += 1 }
    return page[next]
  }

  /// The events up to the end of a page that come next; none after the last.
  ///
  /// - Throws: ``TraceStoreError``, as ``nextEvent()``.
  func nextPage() throws -> [TraceEvent] {
    if next == page.count, !isAtEnd { try readPage() }
    defer { (page, next) = ([], 0) }
    return Array(page[next...])
  }

  private func readPage() throws {
    page.removeAll(keepingCapacity: true)
    next = 0
    try reader.read { database in
      let statement = try database.cachedStatement(sql: sql)
      try statement.setArguments([position, end, pageSize])
      try EventTable.read(statement, of: run, path: reader.path, into: &page)
    }
    try checkPage()
    isAtEnd = page.count < pageSize
    pageSize = min(pageSize * 8, Self.greatestPage)
    if let last = page.last {
      time = last.time
      position = EventKey.key(run: run, sequence: last.sequence.rawValue)
    }
  }
}

extension EventCursor {
  /// Checks the order of the page's events: a file's pages may lead anywhere, also in circles.
  private func checkPage() throws {
    var sequence = position & EventKey.greatestSequence
    var time = time
    for event in page {
      let isNext =
        isContiguous ? event.sequence.rawValue == sequence + 1 : event.sequence.rawValue > sequence
      guard isNext else { throw bad("Events are missing or out of order", at: event) }
      guard event.time >= time else {
        throw bad("The column time holds no value that a trace has", at: event)
      }
      sequence = event.sequence.rawValue
      time = event.time
    }
  }

  private func bad(_ what: String, at event: TraceEvent) -> TraceStoreError {
    TraceStoreError(
      .badData(what), path: reader.path, row: "event \(event.sequence.rawValue) of run \(run)")
  }
}

extension TraceReader {
  /// From so many on, events that the index of rare ones covers are not rare.
  private static let mostRare: Int64 = 65_536

  /// Whether the index of rare events is the way to what a filter means among so many keys.
  ///
  /// All keys of its kinds are looked through, and anew for every page: to read on in the table is
  /// faster where they are many, or the events among them few. An interrupted recording has no
  /// index.
  fileprivate func hasFew(_ filter: EventFilter, among keys: Int64) throws -> Bool {
    let most = min(Self.mostRare, max(keys, 0))
    guard let sql = filter.rareCount(limit: most) else { return false }
    return try read { database in
      let index = try database.cachedStatement(
        sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'event_rare'")
      guard try Int.fetchOne(index) == 1 else { return false }
      return try Int64.fetchOne(database, sql: sql) ?? 0 < most
    }
  }

  /// The events of a run that a filter means, in their order.
  package func events(of run: Run.ID, _ filter: EventFilter = .all) throws -> EventCursor {
    try EventCursor(self, run: run, filter: filter)
  }

  /// Calls `body` with each event of a run that a filter means, in their order.
  package func forEachEvent(
    of run: Run.ID, _ filter: EventFilter = .all, _ body: (TraceEvent) throws -> Void
  ) throws {
    let cursor = try events(of: run, filter)
    while let event = try cursor.nextEvent() { try body(event) }
  }

  /// One event of a run, or `nil` if there is none of this sequence.
  package func event(_ sequence: EventSequence, of run: Run.ID) throws -> TraceEvent? {
    guard (1...EventKey.greatestSequence).contains(sequence.rawValue) else { return nil }
    var found: [TraceEvent] = []
    try read { database in
      let statement = try database.cachedStatement(sql: "\(EventTable.selection) WHERE id = ?")
      try statement.setArguments([EventKey.key(run: run, sequence: sequence.rawValue)])
      try EventTable.read(statement, of: run, path: path, into: &found)
    }
    return found.first
  }

  /// The last event of a run that does not happen after a moment, or `nil` if all do.
  ///
  /// - Parameter hosts: The hosts where it happened; `nil` for any.
  package func lastEvent(
    of run: Run.ID, until moment: TraceInstant, at hosts: [HostIndex]? = nil
  ) throws -> TraceEvent? {
    guard moment.nanoseconds < .max else { return nil }
    let after = TraceInstant(nanoseconds: moment.nanoseconds + 1)
    let next = EventKey.key(run: run, sequence: try firstSequence(of: run, at: after))
    let place = EventFilter(hosts: hosts).placeCondition
    var found: [TraceEvent] = []
    try read { database in
      let statement = try database.cachedStatement(
        sql: "\(EventTable.selection) WHERE id > ? AND id < ?\(place) ORDER BY id DESC LIMIT 1")
      try statement.setArguments([EventKey.key(run: run, sequence: 0), next])
      try EventTable.read(statement, of: run, path: path, into: &found)
    }
    return found.first
  }

  /// The sequence of the first event of a run that is not before `time`; one more than the last if
  /// all are.
  func firstSequence(of run: Run.ID, at time: TraceInstant) throws -> Int64 {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT id, time FROM event WHERE id >= ? AND id <= ? ORDER BY id LIMIT 1")
      let end = EventKey.key(run: run, sequence: EventKey.greatestSequence)
      let greatest = try Int64.fetchOne(
        database, sql: "SELECT max(id) FROM event WHERE id <= ?", arguments: [end])
      var low = EventKey.key(run: run, sequence: 1)
      var high = max(low, (greatest ?? 0) + 1)
      // Everything before `low` is earlier; nothing from `high` on is.
      while low < high {
        let middle = low + (high - low) / 2
        guard let row = try Row.fetchOne(statement, arguments: [middle, end]) else {
          high = middle
          continue
        }
        let checked = CheckedRow(
          row: row, path: path, place: "event key \(middle)", limit: limit)
        let id: Int64 = try checked.integer("id")
        let found: Int64 = try checked.integer("time")
        if found < time.nanoseconds { low = id + 1 } else { high = middle }
      }
      return low & EventKey.greatestSequence
    }
  }
}
