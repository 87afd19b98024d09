package import TraceModel

/// Quantiles of exact delivery times, by nearest rank: each is a time that some message took.
package struct Quantiles: Hashable, Sendable {
  /// How many times there are.
  package var count: Int
  /// Half of the messages took no longer.
  package var median: TraceDuration
  package var p90: TraceDuration
  package var p95: TraceDuration
  package var p99: TraceDuration
  /// The longest time that a message took.
  package var worst: TraceDuration

  package init(
    count: Int, median: TraceDuration, p90: TraceDuration, p95: TraceDuration,
    p99: TraceDuration, worst: TraceDuration
  ) {
    self.count = count
    self.median = median
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.worst = worst
  }

  /// The quantiles of times in rising order, or `nil` if there are none.
  package init?(ofSorted times: [TraceDuration]) {
    guard let worst = times.last else { return nil }
    // The rank of a quantile is the least number of times that are at least that share of all.
    func time(percent: Int) -> TraceDuration {
      let (whole, rest) = times.count.quotientAndRemainder(dividingBy: 100)
      return times[max(whole * percent + (rest * percent + 99) / 100, 1) - 1]
    }
    self.init(
      count: times.count, median: time(percent: 50), p90: time(percent: 90),
      p95: time(percent: 95), p99: time(percent: 99), worst: worst)
  }
}
