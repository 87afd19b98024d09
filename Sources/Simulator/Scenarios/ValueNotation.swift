package import TraceModel

/// How a parameter's value is written in a scenario file, and what it means.
///
/// Numbers with fractions are read and written in decimal without floating point.
struct ValueNotation<Value>: Sendable {
  /// What is allowed, as an error says it: `a duration from 1 ms to 1 h`.
  let allowed: String
  let parse: @Sendable (String) -> Value?
  let format: @Sendable (Value) -> String
}

extension ValueNotation where Value == Int {
  /// A whole number in a range.
  static func count(_ range: ClosedRange<Int>) -> Self {
    Self(
      allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } },
      format: { String($0) })
  }
}

extension ValueNotation where Value == UInt64 {
  /// A seed: any number that SQLite's integers hold.
  static let seed = Self(
    allowed: "a whole number from 0 to \(Int64.max)",
    parse: { text in UInt64(text).flatMap { $0 <= UInt64(Int64.max) ? $0 : nil } },
    format: { String($0) })
}

extension ValueNotation where Value == TraceDuration {
  /// A span of time: a number and `ns`, `us`, `ms`, `s`, `min` or `h`.
  static func duration(_ range: ClosedRange<TraceDuration>) -> Self {
    Self(
      allowed:
        "a duration from \(formatDuration(range.lowerBound)) to \(formatDuration(range.upperBound))"
        + ", as in 250 ms, 60 s, 8 min or 4 h",
      parse: { text in
        parseQuantity(text, units: durationUnits).flatMap { quantity in
          let value = TraceDuration(nanoseconds: quantity)
          return range.contains(value) ? value : nil
        }
      },
      format: formatDuration)
  }

  /// The duration in a text, whatever its range.
  static func parse(_ text: String) -> TraceDuration? {
    parseQuantity(text, units: durationUnits).map { TraceDuration(nanoseconds: $0) }
  }

  /// A mean rate, kept as the mean time between two: `10 /min`, `20 /s`; `0 /s` is never.
  static let rate = Self(
    allowed: "a rate from 0 /h to 1000000 /s, as in 10 /min or 20 /s",
    parse: parseRate, format: formatRate)
}

/// Units of time in nanoseconds, the largest first.
private let durationUnits: [(name: String, factor: Int64)] = [
  ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
  ("us", 1000), ("ns", 1),
]

/// The largest unit that divides a duration: `90 s`, `30 ms`.
private func formatDuration(_ duration: TraceDuration) -> String {
  guard duration.nanoseconds != 0 else { return "0 s" }
  let unit = durationUnits.first { duration.nanoseconds % $0.factor == 0 } ?? ("ns", 1)
  return "\(duration.nanoseconds / unit.factor) \(unit.name)"
}

private let rateUnits: [(name: String, factor: Int64)] = [
  ("/h", 3_600_000_000_000), ("/min", 60_000_000_000), ("/s", 1_000_000_000),
]

/// Reads a rate as the mean time between two; a rate of 0 is the time 0, which means never.
private func parseRate(_ text: String) -> TraceDuration? {
  let parts = text.split(separator: "/", maxSplits: 1)
  guard parts.count == 2, let count = Int64(parts[0].trimmed), (0...1_000_000).contains(count),
    let unit = rateUnits.first(where: { $0.name.dropFirst() == parts[1].trimmed })
  else { return nil }
  return TraceDuration(nanoseconds: count == 0 ? 0 : (unit.factor + count / 2) / count)
}

private func formatRate(_ meanTime: TraceDuration) -> String {
  guard meanTime.nanoseconds > 0 else { return "0 /s" }
  for (name, factor) in rateUnits.reversed() {
    let count = (factor + meanTime.nanoseconds / 2) / meanTime.nanoseconds
    if count > 0, (factor + count / 2) / count == meanTime.nanoseconds { return "\(count) \(name)" }
  }
  let perHour = (rateUnits[0].factor + meanTime.nanoseconds / 2) / meanTime.nanoseconds
  return "\(max(1, perHour)) /h"
}

extension ValueNotation where Value == Ratio {
  /// A share in percent, with up to four decimals.
  static let share = Self(
    allowed: "a share from 0 % to 100 %",
    parse: { text in
      parseQuantity(text, units: [("%", 10_000)]).flatMap { parts in
        (0...Int64(Ratio.whole)).contains(parts) ? Ratio(partsPerMillion: UInt32(parts)) : nil
      }
    },
    format: { ratio in
      let whole = ratio.partsPerMillion / 10_000
      let rest = ratio.partsPerMillion % 10_000
      guard rest > 0 else { return "\(whole) %" }
      let digits = String(10_000 + rest).dropFirst()
      let trimmed = digits.reversed().drop { $0 == "0" }.reversed()
      return "\(whole).\(String(trimmed)) %"
    })
}

extension ValueNotation where Value == Bandwidth {
  /// Bits a second: `256 kbit/s`, `10 Mbit/s`, or `unlimited`.
  static let bandwidth = Self(
    allowed: "a bandwidth from 1 bit/s to 100 Gbit/s, as in 256 kbit/s, or unlimited",
    parse: { text in
      if text == "unlimited" { return .unlimited }
      return parseQuantity(text, units: bandwidthUnits).flatMap { bits in
        (1...100_000_000_000).contains(bits) ? Bandwidth(bitsPerSecond: bits) : nil
      }
    },
    format: { bandwidth in
      guard let bits = bandwidth.bitsPerSecond else { return "unlimited" }
      let unit = bandwidthUnits.first { bits % $0.factor == 0 } ?? ("bit/s", 1)
      return "\(bits / unit.factor) \(unit.name)"
    })
}

private let bandwidthUnits: [(name: String, factor: Int64)] = [
  ("Gbit/s", 1_000_000_000), ("Mbit/s", 1_000_000), ("kbit/s", 1000), ("bit/s", 1),
]

extension ValueNotation
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of a list of words.
  static var choice: Self {
    Self(
      allowed: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
      parse: { Value(rawValue: $0) },
      format: { $0.rawValue })
  }
}

/// Reads a decimal number with a unit as a whole number of the smallest unit; `nil` if it is none
/// or does not fit.
private func parseQuantity(_ text: String, units: [(name: String, factor: Int64)]) -> Int64? {
  let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
  let unit = text.dropFirst(number.count).trimmed
  guard let factor = units.first(where: { $0.name == unit })?.factor else { return nil }
  let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  guard let first = parts.first, let whole = Int64(first) else { return nil }
  let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
  guard !overflow else { return nil }
  guard parts.count == 2 else { return product }
  // Each decimal takes a tenth of the factor; what the smallest unit cannot hold is refused, not
  // rounded.
  var value = product
  var tenth = factor
  for digit in parts[1] {
    guard tenth % 10 == 0, let number = digit.wholeNumberValue else { return nil }
    tenth /= 10
    let (sum, overflow) = value.addingReportingOverflow(Int64(number) * tenth)
    guard !overflow else { return nil }
    value = sum
  }
  return parts[1].isEmpty ? nil : value
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: blank).reversed().drop(while: blank).reversed())
  }
}

extension TraceDuration {
  /// Reads a span as scenarios write it: `250 ms`, `8 min`; `nil` if it is none.
  package init?(text: String) {
    guard let duration = ValueNotation<TraceDuration>.parse(text.trimmed) else { return nil }
    self = duration
  }

  /// The span as scenarios write it, in seconds where no larger unit divides it: `13.25 s`.
  var scenarioText: String {
    let text = formatDuration(self)
    guard nanoseconds > 1_000_000_000, !text.hasSuffix("h"), !text.hasSuffix("min") else {
      return text
    }
    let fraction = String(1_000_000_000 + nanoseconds % 1_000_000_000).dropFirst()
    let digits = String(fraction.reversed().drop { $0 == "0" }.reversed())
    return "\(nanoseconds / 1_000_000_000)" + (digits.isEmpty ? " s" : ".\(digits) s")
  }
}
