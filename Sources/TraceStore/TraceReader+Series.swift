import GRDB
package import TraceModel

/// One direction of mail whose backlog a trace holds.
package struct BacklogSeries: Equatable, Sendable {
  /// Its number in the file.
  var id: Int
  /// The host where messages wait.
  package var sender: HostIndex
  /// The host they wait for.
  package var recipient: HostIndex
}

extension TraceReader {
  /// The directions in which messages of a run have waited, in the order of hosts.
  package func backlogs(of run: Run.ID) throws -> [BacklogSeries] {
    try rows(
      """
      SELECT id, sender, recipient FROM series WHERE run = ? AND name = 'backlog'
      ORDER BY sender, recipient
      """, [run], place: { "series \($0["id"] as DatabaseValue) of run \(run)" }
    ) { row in
      BacklogSeries(
        id: try row.integer("id"), sender: HostIndex(rawValue: try row.integer("sender")),
        recipient: HostIndex(rawValue: try row.integer("recipient")))
    }
  }

  /// The coarsest level up to one at which a series is stored; a run that did not end has none, and
  /// of a series with few changes the changes are all that is needed.
  private func storedLevel(of series: BacklogSeries, upTo level: Int) throws -> Int? {
    try rows(
      """
      SELECT level FROM series_bucket WHERE series = ? AND level <= ? ORDER BY level DESC LIMIT 1
      """, [series.id, level], place: { _ in "the buckets of series \(series.id)" }
    ) { try $0.integer("level", in: 0...SeriesPyramid.levels.upperBound - 1) }.first
  }

  /// The exact changes of a series from one moment to another, both included, or `nil` if they are
  /// more than `limit`.
  package func changes(
    of series: BacklogSeries, from: TraceInstant, to: TraceInstant, limit: Int = .max
  ) throws -> [SeriesChange]? {
    guard try hasFewChanges(of: series, from: from, to: to, limit: limit) else { return nil }
    var changes: [SeriesChange] = []
    try forEachChange(of: series, from: from, to: to) { changes.append($0) }
    return changes
  }

  /// Whether a series changes at most `limit` times from one moment to another.
  private func hasFewChanges(
    of series: BacklogSeries, from: TraceInstant, to: TraceInstant, limit: Int
  ) throws -> Bool {
    // A chunk may reach beyond the span on both sides: only two of all can.
    let most = try changeCount(of: series, from: from, to: to)
    guard most > limit else { return true }
    guard most <= 2 * Recorder.batchSize || most - 2 * Recorder.batchSize <= limit else {
      return false
    }
    var count = 0
    try forEachChange(of: series, from: from, to: to) { _ in count += 1 }
    return count <= limit
  }

  /// The value of a series just before a moment; changes at the moment itself do not count.
  package func value(of series: BacklogSeries, before time: TraceInstant) throws -> UInt32 {
    let found = try rows(
      """
      SELECT * FROM series_chunk WHERE series = ? AND first_time < ?
      ORDER BY position DESC LIMIT 1
      """, [series.id, time.nanoseconds], place: { place(of: $0, in: series) }, chunk)
    guard let chunk = found.first else { return 0 }
    return chunk.last { $0.time < time }?.value ?? 0
  }

  /// A series in equal columns of time from `from` until `to`; this costs columns, not changes.
  ///
  /// Columns are exact if changes are few. Else a change close to an edge may count on both sides
  /// of it, by at most a quarter of a column's width; nothing is ever left out.
  package func columns(
    of series: BacklogSeries, from: TraceInstant, to: TraceInstant, count: Int
  ) throws -> [SeriesColumn] {
    guard count > 0 else { return [] }
    let start = max(from, .start)
    let span = max((to - start).nanoseconds, 1)
    let value = try value(of: series, before: start)
    var columns = SeriesColumns(from: start, to: to, count: count, value: value)
    let width = span / Int64(count)
    let level = SeriesPyramid.levels.last { level in
      Int64(1) << SeriesPyramid.shift(ofLevel: level) <= width / 4
    }
    if let level = try level.flatMap({ try storedLevel(of: series, upTo: $0) }),
      try hasFewChanges(of: series, from: start, to: to, limit: 8 * count) == false
    {
      try takeBuckets(of: series, level: level, from: start, to: to, into: &columns)
    } else {
      try forEachChange(of: series, from: start, to: to) { columns.take($0) }
    }
    return columns.finish()
  }

  private func takeBuckets(
    of series: BacklogSeries, level: Int, from: TraceInstant, to: TraceInstant,
    into columns: inout SeriesColumns
  ) throws {
    let shift = SeriesPyramid.shift(ofLevel: level)
    let buckets = try rows(
      """
      SELECT * FROM series_bucket
      WHERE series = ? AND level = ? AND bucket BETWEEN ? AND ? ORDER BY bucket
      """, [series.id, level, from.nanoseconds >> shift, to.nanoseconds >> shift],
      place: { place(ofBucket: $0, in: series) }, bucket)
    for bucket in buckets {
      columns.take(
        minimum: UInt32(clamping: bucket.minimum), maximum: UInt32(clamping: bucket.maximum),
        last: UInt32(clamping: bucket.last), start: bucket.bucket << shift,
        end: (bucket.bucket + 1) << shift)
    }
  }

  /// The buckets of a level that follow one, at most `limit`.
  func buckets(
    of series: BacklogSeries, level: Int, after bucket: Int64, limit: Int
  ) throws -> [SeriesBucket] {
    try rows(
      """
      SELECT * FROM series_bucket
      WHERE series = ? AND level = ? AND bucket > ? ORDER BY bucket LIMIT ?
      """, [series.id, level, bucket, limit], place: { place(ofBucket: $0, in: series) },
      self.bucket)
  }

  /// The first chunk of a series that is not before a position.
  func chunk(
    atOrAfter position: Int, of series: BacklogSeries
  ) throws -> (position: Int, changes: [SeriesChange])? {
    try rows(
      "SELECT * FROM series_chunk WHERE series = ? AND position >= ? ORDER BY position LIMIT 1",
      [series.id, position], place: { place(of: $0, in: series) }
    ) { row in
      (try row.integer("position", in: position...(Int.max - 1)), try chunk(of: row))
    }.first
  }

  private func bucket(of row: CheckedRow) throws -> SeriesBucket {
    let level = try row.integer("level", in: 0...SeriesPyramid.levels.upperBound - 1)
    let last = Int64.max >> SeriesPyramid.shift(ofLevel: level)
    let range = Int64(0)...Int64(UInt32.max)
    let bucket = SeriesBucket(
      level: level, bucket: try row.integer("bucket", in: 0...last - 1),
      minimum: try row.integer("minimum", in: range),
      maximum: try row.integer("maximum", in: range), last: try row.integer("last", in: range))
    guard bucket.minimum <= bucket.maximum else { throw row.bad("maximum") }
    guard (bucket.minimum...bucket.maximum).contains(bucket.last) else { throw row.bad("last") }
    return bucket
  }

  private func place(ofBucket row: Row, in series: BacklogSeries) -> String {
    "bucket \(row["bucket"] as DatabaseValue) of series \(series.id)"
  }

  private func changeCount(
    of series: BacklogSeries, from: TraceInstant, to: TraceInstant
  ) throws -> Int {
    try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT coalesce(sum(changes), 0) FROM series_chunk
          WHERE series = ? AND first_time <= ? AND last_time >= ?
          """, arguments: [series.id, to.nanoseconds, from.nanoseconds]) ?? 0
    }
  }

  /// Calls `body` with the exact changes from one moment to another, a chunk at a time.
  private func forEachChange(
    of series: BacklogSeries, from: TraceInstant, to: TraceInstant,
    _ body: (SeriesChange) -> Void
  ) throws {
    _ = try rows(
      """
      SELECT * FROM series_chunk WHERE series = ? AND first_time <= ? AND last_time >= ?
      ORDER BY position
      """, [series.id, to.nanoseconds, from.nanoseconds], place: { place(of: $0, in: series) }
    ) { row in
      for change in try chunk(of: row) where change.time >= from && change.time <= to {
        body(change)
      }
    }
  }

  private func chunk(of row: CheckedRow) throws -> [SeriesChange] {
    let chunk = SeriesChunk(
      before: try row.integer("value_before"),
      first: TraceInstant(nanoseconds: try row.integer("first_time", in: 0...Int64.max)),
      last: TraceInstant(nanoseconds: try row.integer("last_time", in: 0...Int64.max)),
      count: try row.integer("changes"), data: try row.octets("data"))
    guard let changes = chunk.changes() else { throw row.bad("data") }
    return changes
  }

  private func place(of row: Row, in series: BacklogSeries) -> String {
    "chunk \(row["position"] as DatabaseValue) of series \(series.id)"
  }
}
