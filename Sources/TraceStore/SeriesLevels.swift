import TraceModel

/// Counts how many buckets a series would have at each level, to find the levels worth storing.
struct SeriesLevels: Sendable {
  /// How many changes a bucket must stand for on average: reading changes costs less than buckets
  /// that hold few of them, and storing such buckets costs as much as storing events.
  private static let changesPerBucket = 8

  private var changes = 0
  private var counts = [Int](repeating: 0, count: SeriesPyramid.levels.count)
  private var last = [Int64](repeating: -1, count: SeriesPyramid.levels.count)

  /// Takes a change; times never fall.
  mutating func append(_ time: TraceInstant) {
    changes += 1
    for level in SeriesPyramid.levels {
      let bucket = time.nanoseconds >> SeriesPyramid.shift(ofLevel: level)
      // Longer stretches contain the shorter ones: they are the same, too.
      guard bucket != last[level] else { return }
      last[level] = bucket
      counts[level] += 1
    }
  }

  /// From the first level with few enough buckets to the first with one; empty if changes are few.
  var worthStoring: Range<Int> {
    let first = counts.firstIndex { $0 * Self.changesPerBucket <= changes && $0 > 0 }
    guard let first else { return 0..<0 }
    let top = counts.firstIndex { $0 == 1 } ?? counts.count - 1
    return first..<max(first, top) + 1
  }
}
