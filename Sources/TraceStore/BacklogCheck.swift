package import TraceModel

/// Checks the backlogs that a trace states against those that follow from its events, for a chart
/// is drawn from what is stated.
///
/// It reads the stored ones as the events come, so that memory does not grow with the run.
package final class BacklogCheck {
  /// The first thing in which a stated backlog differs from what follows from the events.
  package enum Difference: Equatable, Sendable {
    /// A change; `nil` where there is none.
    case change(
      sender: HostIndex, recipient: HostIndex, new: SeriesChange?, stored: SeriesChange?)
    /// What it was within a stretch of time, as charts of long times show it.
    case overview(sender: HostIndex, recipient: HostIndex, from: TraceInstant, to: TraceInstant)
  }

  private struct Direction: Hashable {
    var sender: HostIndex
    var recipient: HostIndex
  }

  private let reader: TraceReader
  private var backlogs: [Direction: StoredBacklog] = [:]

  /// A check of a run's backlogs, before its first event.
  package init(of run: Run.ID, in reader: TraceReader) throws {
    self.reader = reader
    for series in try reader.backlogs(of: run) {
      let direction = Direction(sender: series.sender, recipient: series.recipient)
      guard backlogs.updateValue(StoredBacklog(series), forKey: direction) == nil else {
        throw TraceStoreError(
          .badData("A direction has two backlogs"), path: reader.path, row: "run \(run)")
      }
    }
  }

  /// Takes the next event, and returns what differs because of it.
  package func record(_ event: TraceEvent) throws -> Difference? {
    guard let change = BacklogChange(event) else { return nil }
    let direction = Direction(sender: change.sender, recipient: change.recipient)
    guard backlogs[direction] != nil else {
      guard change.value != 0 else { return nil }
      return .change(
        sender: change.sender, recipient: change.recipient,
        new: SeriesChange(time: event.time, value: change.value), stored: nil)
    }
    return try backlogs[direction]?.take(change.value, at: event.time, reader: reader)
  }

  /// Says after the last event what else is stated.
  package func end() throws -> Difference? {
    let inOrder = backlogs.keys.sorted { ($0.sender, $0.recipient) < ($1.sender, $1.recipient) }
    for direction in inOrder {
      if let difference = try backlogs[direction]?.end(reader: reader) { return difference }
    }
    return nil
  }
}

/// A stored backlog, read along with the events that it follows from.
private struct StoredBacklog {
  private let series: BacklogSeries
  private var value: UInt32 = 0
  private var pyramid = SeriesPyramid(levels: SeriesPyramid.levels)
  private var changes: [SeriesChange] = []
  private var nextChange = 0
  private var nextChunk = 0
  private var buckets: [StoredBuckets]

  init(_ series: BacklogSeries) {
    self.series = series
    buckets = SeriesPyramid.levels.map { StoredBuckets(series: series, level: $0) }
  }

  mutating func take(
    _ newValue: UInt32, at time: TraceInstant, reader: TraceReader
  ) throws -> BacklogCheck.Difference? {
    guard newValue != value else { return nil }
    let new = SeriesChange(time: time, value: newValue)
    let stored = try readChange(reader)
    guard stored == new else { return difference(new, stored) }
    pyramid.append(Int64(newValue), after: Int64(value), at: time)
    value = newValue
    return try compare(pyramid.takeClosed(), reader)
  }

  mutating func end(reader: TraceReader) throws -> BacklogCheck.Difference? {
    if let stored = try readChange(reader) { return difference(nil, stored) }
    if let difference = try compare(pyramid.takeRest(), reader) { return difference }
    for level in buckets.indices {
      if let extra = try buckets[level].next(reader) { return difference(extra) }
    }
    return nil
  }

  private mutating func readChange(_ reader: TraceReader) throws -> SeriesChange? {
    if nextChange == changes.count {
      guard let chunk = try reader.chunk(atOrAfter: nextChunk, of: series) else { return nil }
      changes = chunk.changes
      nextChange = 0
      nextChunk = chunk.position + 1
    }
    defer { nextChange += 1 }
    return changes[nextChange]
  }

  private mutating func compare(
    _ new: [SeriesBucket], _ reader: TraceReader
  ) throws -> BacklogCheck.Difference? {
    for bucket in new where try buckets[bucket.level].isStated(reader) {
      if try buckets[bucket.level].next(reader) != bucket { return difference(bucket) }
    }
    return nil
  }

  private func difference(
    _ new: SeriesChange?, _ stored: SeriesChange?
  ) -> BacklogCheck.Difference {
    .change(sender: series.sender, recipient: series.recipient, new: new, stored: stored)
  }

  private func difference(_ bucket: SeriesBucket) -> BacklogCheck.Difference {
    let span = bucket.span
    return .overview(
      sender: series.sender, recipient: series.recipient, from: span.start, to: span.end)
  }
}

/// The stored buckets of one level, a page at a time.
private struct StoredBuckets {
  private static let pageSize = 512

  let series: BacklogSeries
  let level: Int
  private var page: [SeriesBucket] = []
  private var position = 0
  private var last: Int64 = -1

  init(series: BacklogSeries, level: Int) {
    self.series = series
    self.level = level
  }

  /// Whether anything is stored of the level.
  mutating func isStated(_ reader: TraceReader) throws -> Bool {
    if page.isEmpty, last < 0 { try readPage(reader) }
    return last != Self.none
  }

  mutating func next(_ reader: TraceReader) throws -> SeriesBucket? {
    if position == page.count {
      try readPage(reader)
      guard !page.isEmpty else { return nil }
    }
    defer { position += 1 }
    return page[position]
  }

  /// A mark for ``last``: there is no bucket at all.
  private static let none: Int64 = .min

  private mutating func readPage(_ reader: TraceReader) throws {
    guard last != Self.none else { return }
    page = try reader.buckets(of: series, level: level, after: last, limit: Self.pageSize)
    position = 0
    last = page.last?.bucket ?? (last < 0 ? Self.none : last)
  }
}
