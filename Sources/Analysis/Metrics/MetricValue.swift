package import TraceModel

/// What a metric is: a count, or a span of virtual time.
package enum MetricValue: Hashable, Comparable, Sendable {
  case count(Int)
  case time(TraceDuration)

  /// How many billionths of its unit it is, exactly.
  package var billionths: Int128 {
    switch self {
    case .count(let count): Int128(count) * 1_000_000_000
    case .time(let time): Int128(time.nanoseconds)
    }
  }

  /// The number in its unit, exactly: `57`, `361.2048`.
  package var text: String { Self.decimal(billionths) }

  /// Billionths as a decimal number with no more digits than it takes.
  package static func decimal(_ billionths: Int128) -> String {
    let (whole, rest) = billionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = billionths < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    let digits = String(rest)
    let zeros = String(repeating: "0", count: 9 - digits.count)
    let fraction = (zeros + digits).reversed().drop { $0 == "0" }.reversed()
    return "\(sign)\(whole)." + String(fraction)
  }

  package static func < (a: Self, b: Self) -> Bool { a.billionths < b.billionths }
}
