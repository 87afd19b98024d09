import Testing
import TraceModel
import TraceStore

struct SeriesTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  /// A backlog that wanders, with a spike of 500 messages that lasts a millisecond.
  static let wandering: [SeriesChange] = {
    var changes: [SeriesChange] = []
    var value: UInt32 = 0
    var state: UInt64 = 7
    for number in 0..<Int64(12_000) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      value = value == 0 || state >> 63 == 0 ? value + 1 : value - 1
      let time = number * 480_000_000 + Int64(state >> 40 & 0xFFFF)
      changes.append(SeriesChange(time: TraceInstant(nanoseconds: time), value: value))
      if number == 8_000 {
        let later = TraceInstant(nanoseconds: time + 1)
        changes.append(SeriesChange(time: later, value: value + 500))
        changes.append(
          SeriesChange(time: later + .milliseconds(1), value: value))
      }
    }
    return changes
  }()

  func reader(of changes: [SeriesChange]) throws -> (TraceReader, BacklogSeries) {
    let path = folder.file("series.trace")
    var script = Script()
    for change in changes {
      script.add(.messageEnqueued, at: 0) { ($0.time, $0.queue) = (change.time, change.value) }
    }
    try script.record(to: path, end: 15_000)
    let reader = try TraceReader(path)
    return (reader, try #require(try reader.backlogs(of: 1).first))
  }

  /// The columns by their definition: what the step function does within each.
  static func columns(
    of changes: [SeriesChange], from: Int64, to: Int64, count: Int
  ) -> [SeriesColumn] {
    var next = changes.firstIndex { $0.time.nanoseconds >= from } ?? changes.endIndex
    var value = next > 0 ? changes[next - 1].value : 0
    return (1...Int64(count)).map { index in
      let end = from + (to - from) * index / Int64(count)
      var column = SeriesColumn(first: value, minimum: value, maximum: value, last: value)
      while next < changes.endIndex, changes[next].time.nanoseconds < end {
        value = changes[next].value
        column.minimum = min(column.minimum, value)
        column.maximum = max(column.maximum, value)
        next += 1
      }
      column.last = value
      return column
    }
  }

  @Test func `the exact changes are read back`() throws {
    let (reader, series) = try reader(of: Self.wandering)
    let all = try reader.changes(of: series, from: .start, to: TraceInstant(nanoseconds: .max))
    #expect(all == Self.wandering)
    let from = Self.wandering[9_995].time
    let to = Self.wandering[10_000].time
    #expect(
      try reader.changes(of: series, from: from, to: to) == Array(Self.wandering[9_995...10_000]))
    #expect(try reader.changes(of: series, from: from, to: to, limit: 5) == nil)
    #expect(try reader.changes(of: series, from: .start, to: to, limit: 5) == nil)
    #expect(try reader.value(of: series, before: from) == Self.wandering[9_994].value)
    #expect(try reader.value(of: series, before: .start) == 0)
  }

  @Test(arguments: [
    (0, 5_760_000_000_000, 900), (0, 5_760_000_000_000, 7),
    (3_600_000_000_000, 4_000_000_000_000, 333),
    (3_839_000_000_000, 3_841_000_000_000, 50), (20_000_000_000_000, 21_000_000_000_000, 3),
    (0, 1, 1),
  ])
  func `columns say what the step function does in them`(from: Int64, to: Int64, count: Int) throws
  {
    let (reader, series) = try reader(of: Self.wandering)
    let found = try reader.columns(
      of: series, from: TraceInstant(nanoseconds: from), to: TraceInstant(nanoseconds: to),
      count: count)
    let expected = Self.columns(of: Self.wandering, from: from, to: to, count: count)
    #expect(found.count == count)
    #expect(found.map(\.maximum).max() == expected.map(\.maximum).max())
    for (index, pair) in zip(found, expected).enumerated() {
      // On an edge a bucket counts on both sides: compare with the neighbours' range as well.
      let near = expected[max(index - 1, 0)...min(index + 1, count - 1)]
      #expect(pair.0.maximum >= pair.1.maximum)
      #expect(pair.0.minimum <= pair.1.minimum)
      #expect(pair.0.maximum <= near.map(\.maximum).max() ?? 0)
      #expect(pair.0.minimum >= near.map(\.minimum).min() ?? 0)
    }
  }

  @Test func `columns of few changes are exact`() throws {
    let few = Array(Self.wandering.prefix(300))
    let (reader, series) = try reader(of: few)
    let end: Int64 = 150_000_000_000
    #expect(
      try reader.columns(of: series, from: .start, to: TraceInstant(nanoseconds: end), count: 60)
        == Self.columns(of: few, from: 0, to: end, count: 60))
  }

  @Test func `sqlite3 finds every level's extremes equal to the events'`() throws {
    let (reader, _) = try reader(of: Self.wandering)
    let truth = try sqlite3(reader.path, "SELECT max(queue) FROM event")
    #expect(
      try sqlite3(
        reader.path,
        "SELECT DISTINCT m FROM (SELECT max(maximum) AS m FROM series_bucket GROUP BY level)")
        == truth)
    #expect(try sqlite3(reader.path, "SELECT sum(changes) FROM series_chunk") == "12002")
  }

  @Test func `a level is stored if its buckets are few for the changes, up to one bucket`() throws {
    let (reader, _) = try reader(of: Self.wandering)
    let levels = try sqlite3(
      reader.path, "SELECT level, count(*) FROM series_bucket GROUP BY level ORDER BY level"
    ).split(separator: "\n").map { $0.split(separator: "|").compactMap { Int($0) } }
    // Truth from the events: how many stretches of each level hold one.
    let all = try (0..<15).map { level in
      try #require(
        Int(
          sqlite3(
            reader.path, "SELECT count(DISTINCT time >> \(28 + 2 * level)) FROM event")))
    }
    let first = try #require(all.firstIndex { $0 * 8 <= 12_002 })
    let last = try #require(all.firstIndex(of: 1))
    #expect(levels == (first...last).map { [$0, all[$0]] })
  }

  @Test func `a run that was cut off is shown by its changes`() throws {
    let path = folder.file("cut.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    var script = Script()
    for change in Self.wandering {
      script.add(.messageEnqueued, at: 0) { ($0.time, $0.queue) = (change.time, change.value) }
    }
    try recorder.begin(Script.header)
    for event in script.events { try recorder.record(event) }
    try recorder.breakOff()
    try store.close()
    #expect(try sqlite3(path, "SELECT count(*) FROM series_bucket") == "0")
    let reader = try TraceReader(path)
    let series = try #require(try reader.backlogs(of: 1).first)
    let end: Int64 = 5_760_000_000_000
    #expect(
      try reader.columns(of: series, from: .start, to: TraceInstant(nanoseconds: end), count: 90)
        == Self.columns(of: Self.wandering, from: 0, to: end, count: 90))
  }

  @Test(arguments: [
    "UPDATE series_chunk SET data = x'80'", "UPDATE series_chunk SET changes = 9000000000",
    "UPDATE series_chunk SET data = x'FFFFFFFFFFFFFFFFFF7F01', changes = 1",
    "UPDATE series_chunk SET last_time = last_time + 1",
    "UPDATE series_bucket SET minimum = maximum + 1", "UPDATE series_bucket SET last = -1",
  ])
  func `a damaged series is refused`(change: String) throws {
    let (reader, _) = try reader(of: Array(Self.wandering.prefix(3_000)))
    try tamper(reader.path, change)
    let again = try TraceReader(reader.path)
    let error = #expect(throws: TraceStoreError.self) {
      for series in try again.backlogs(of: 1) {
        for span in [Int64(100), 1_500, 1 << 30] {
          let to = TraceInstant.start + .seconds(span)
          _ = try again.changes(of: series, from: .start, to: to)
          _ = try again.columns(of: series, from: .start, to: to, count: 100)
        }
      }
    }
    guard case .badData = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
