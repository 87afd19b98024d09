package import TraceModel

/// How often spans of time were how long, in buckets that widen with the span: sixteen for each
/// doubling, so that a quantile is right within 4 %.
///
/// Its size does not depend on how much it counts.
package struct LogHistogram: Equatable, Sendable {
  /// Sixteen buckets of a nanosecond, and sixteen for each power of two from 16 ns on.
  private static let size = 16 + 59 * 16

  private var counts = [UInt32](repeating: 0, count: size)
  /// How many spans were counted.
  package private(set) var total = 0

  package init() {}

  /// Counts a span; one below zero as zero.
  package mutating func add(_ span: TraceDuration) {
    counts[Self.bucket(of: span)] &+= 1
    total += 1
  }

  /// The span that `part` of `whole` spans do not exceed, as the middle of its bucket; `nil` if
  /// nothing was counted.
  package func quantile(_ part: Int, of whole: Int) -> TraceDuration? {
    guard total > 0 else { return nil }
    let rank = max((total * part + whole - 1) / whole, 1)
    var seen = 0
    for (bucket, count) in counts.enumerated() where count > 0 {
      seen += Int(count)
      if seen >= rank { return Self.middle(of: bucket) }
    }
    return nil
  }

  /// The upper end of each bucket that is not empty, with how many spans lie at or below it.
  package var cumulated: [(span: TraceDuration, count: Int)] {
    var seen = 0
    return counts.enumerated().compactMap { bucket, count in
      guard count > 0 else { return nil }
      seen += Int(count)
      return (Self.start(of: bucket + 1), seen)
    }
  }

  private static func bucket(of span: TraceDuration) -> Int {
    let value = UInt64(max(span.nanoseconds, 0))
    guard value >= 16 else { return Int(value) }
    let octave = 63 - value.leadingZeroBitCount
    return (octave - 3) * 16 + Int(value >> UInt64(octave - 4) & 15)
  }

  private static func start(of bucket: Int) -> TraceDuration {
    guard bucket >= 16 else { return TraceDuration(nanoseconds: Int64(bucket)) }
    let (octave, part) = (bucket / 16 + 3, bucket % 16)
    guard octave < 63 else { return TraceDuration(nanoseconds: .max) }
    return TraceDuration(nanoseconds: Int64(16 + part) << Int64(octave - 4))
  }

  private static func middle(of bucket: Int) -> TraceDuration {
    let first = start(of: bucket).nanoseconds
    return TraceDuration(nanoseconds: first + (start(of: bucket + 1).nanoseconds - first) / 2)
  }
}
