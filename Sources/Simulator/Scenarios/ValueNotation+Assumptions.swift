import TraceModel

private let assumedSpan = ValueNotation.duration(.seconds(1) ... .hours(24))

extension ValueNotation where Value == TraceDuration? {
  /// A4: `association`, or a time.
  static let misfiledFor = Self(
    allowed: "association, or \(assumedSpan.allowed)",
    parse: { text in
      if text == "association" { return .some(nil) }
      return assumedSpan.parse(text).map { .some($0) }
    },
    format: { $0.map(assumedSpan.format) ?? "association" })
}

extension ValueNotation where Value == Assumptions.RecoveryRule {
  /// A5: the wait before a bind into the same group, `retries`, or `newGroup`.
  static let recovery = Self(
    allowed: "retries, newGroup, or \(assumedSpan.allowed)",
    parse: { text in
      switch text {
      case "retries": .retries
      case "newGroup": .newGroup
      default: assumedSpan.parse(text).map { .sameGroup(wait: $0) }
      }
    },
    format: { rule in
      switch rule {
      case .sameGroup(let wait): assumedSpan.format(wait)
      case .retries: "retries"
      case .newGroup: "newGroup"
      }
    })
}
