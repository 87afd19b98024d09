import TraceModel

/// What a series was within a stretch of time in which it changed.
struct SeriesBucket: Equatable, Sendable {
  /// The level: a stretch is `1 << (28 + 2 × level)` nanoseconds long.
  var level: Int
  /// Which stretch, from 0.
  var bucket: Int64
  /// The least value held, the one at the stretch's start included.
  var minimum: Int64
  /// The greatest value held, the one at the stretch's start included.
  var maximum: Int64
  /// The value at its end.
  var last: Int64

  /// The stretch; one that ends beyond representable time ends with it.
  var span: (start: TraceInstant, end: TraceInstant) {
    let length = Int64(1) << SeriesPyramid.shift(ofLevel: level)
    let (start, overflow) = bucket.multipliedReportingOverflow(by: length)
    let first = TraceInstant(nanoseconds: overflow ? .max : start)
    return (first, first + TraceDuration(nanoseconds: length))
  }
}

/// A series' minimum, maximum and last value for stretches of time of many lengths, as it grows.
///
/// Only stretches in which the series changes have a bucket; in any other it keeps its last value.
/// Each level has at most a quarter of the stretches of the one below, so that some level shows any
/// span of time in a few buckets for each of a picture's columns, or the changes themselves are
/// few.
struct SeriesPyramid: Sendable {
  /// From a quarter of a second to five years.
  static let levels = 0..<15

  /// The levels that it has.
  let levels: Range<Int>

  /// The logarithm of a stretch's length in nanoseconds.
  static func shift(ofLevel level: Int) -> Int { 28 + 2 * level }

  /// Buckets that no later change reaches, to be stored.
  private var closed: [SeriesBucket] = []
  private var open: [SeriesBucket] = []

  init(levels: Range<Int>) { self.levels = levels }

  /// Takes a change; times never fall.
  mutating func append(_ value: Int64, after previous: Int64, at time: TraceInstant) {
    if open.isEmpty {
      open = levels.map { Self.bucket(level: $0, value, after: previous, at: time) }
      return
    }
    for index in open.indices {
      let level = open[index].level
      guard open[index].bucket == time.nanoseconds >> Self.shift(ofLevel: level) else {
        closed.append(open[index])
        open[index] = Self.bucket(level: level, value, after: previous, at: time)
        continue
      }
      open[index].minimum = min(open[index].minimum, value)
      open[index].maximum = max(open[index].maximum, value)
      open[index].last = value
    }
  }

  /// Takes the buckets that no later change reaches, in the order of time within each level.
  mutating func takeClosed() -> [SeriesBucket] {
    guard !closed.isEmpty else { return [] }
    defer { closed.removeAll(keepingCapacity: true) }
    return closed
  }

  /// Takes all buckets that are left once there are no more changes.
  mutating func takeRest() -> [SeriesBucket] {
    defer { (closed, open) = ([], []) }
    return closed + open
  }

  private static func bucket(
    level: Int, _ value: Int64, after previous: Int64, at time: TraceInstant
  ) -> SeriesBucket {
    SeriesBucket(
      level: level, bucket: time.nanoseconds >> shift(ofLevel: level),
      minimum: min(previous, value), maximum: max(previous, value), last: value)
  }
}
