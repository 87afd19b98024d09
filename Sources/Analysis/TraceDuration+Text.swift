package import TraceModel

extension TraceDuration {
  /// The span as a sentence says it, rounded to what matters: `1 h 20 min`, `6 min`, `12 s`, `1.5
  /// s`, `204 ms`.
  package var roughText: String {
    let minutes = rounded(to: 60_000_000_000)
    if minutes >= 60 {
      let rest = minutes % 60
      return "\(sign)\(minutes / 60) h" + (rest == 0 ? "" : " \(rest) min")
    }
    return rounded(to: 1_000_000_000) >= 60 ? "\(sign)\(minutes) min" : secondsText
  }

  /// The span to the second: `1 h 6 m 15 s`, `6 m 15 s`; below a minute as ``roughText``.
  package var exactText: String {
    let seconds = rounded(to: 1_000_000_000)
    guard seconds >= 60 else { return secondsText }
    var parts: [String] = []
    if seconds >= 3_600 { parts.append("\(seconds / 3_600) h") }
    if seconds / 60 % 60 > 0 { parts.append("\(seconds / 60 % 60) m") }
    if seconds % 60 > 0 { parts.append("\(seconds % 60) s") }
    return sign + parts.joined(separator: " ")
  }

  /// A span of less than a minute: two digits or more of what it is.
  private var secondsText: String {
    let tenths = rounded(to: 100_000_000)
    if tenths >= 100 { return "\(sign)\(rounded(to: 1_000_000_000)) s" }
    if rounded(to: 1_000_000) >= 1_000 {
      return "\(sign)\(tenths / 10)" + (tenths % 10 == 0 ? " s" : ".\(tenths % 10) s")
    }
    if rounded(to: 1_000) >= 1_000 { return "\(sign)\(rounded(to: 1_000_000)) ms" }
    return nanoseconds == 0 ? "0 s" : "\(sign)\(rounded(to: 1_000)) µs"
  }

  /// How many of a unit the span is, halves rounded up.
  private func rounded(to unit: UInt64) -> UInt64 {
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: unit)
    return rest >= unit - rest ? whole + 1 : whole
  }

  private var sign: String { nanoseconds < 0 ? "-" : "" }
}
