/// What is claimed of metrics: `sp4.backlog.max < 50`, `sp4.stalls.total < sp3.stalls.total`.
package struct MetricAssertion: Sendable {
  /// How one number stands to the other.
  package enum Relation: String, CaseIterable, Sendable {
    // In the order in which they are looked for: the longer before what they begin with.
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case greater = ">"

    func holds(_ a: Int128, _ b: Int128) -> Bool {
      switch self {
      case .atMost: a <= b
      case .atLeast: a >= b
      case .equal: a == b
      case .unequal: a != b
      case .less: a < b
      case .greater: a > b
      }
    }
  }

  enum Operand: Sendable {
    case metric(NamedMetric)
    case number(MetricNumber)

    var metric: NamedMetric? { if case .metric(let metric) = self { metric } else { nil } }
    /// Whether it can only be a span of time, or never; `nil` for a number without a unit.
    var isTime: Bool? {
      switch self {
      case .metric(let metric): metric.row.metric.unit == .seconds
      case .number(let number): number.isTime ? true : nil
      }
    }
    var billionths: Int128? {
      switch self {
      case .metric(let metric): metric.row.value?.billionths
      case .number(let number): number.billionths
      }
    }
  }

  /// As it was written, without what surrounds it.
  package let text: String
  let left: Operand
  let relation: Relation
  let right: Operand

  /// Reads an assertion about the metrics of a trace.
  ///
  /// - Throws: ``MetricError`` if it cannot be read or names a metric that there is not.
  package init(_ text: String, in tables: [MetricTable]) throws(MetricError) {
    func fail(_ why: String) -> MetricError { .badAssertion(text, why: why) }
    guard let (before, relation, after) = Self.split(text) else {
      throw fail("it has none of <, <=, >, >=, == and != between two sides")
    }
    func operand(_ side: String) throws(MetricError) -> Operand {
      switch MetricNumber.reading(side) {
      case .number(let number): return .number(number)
      case .bad(let why): throw fail(why)
      case .none: return .metric(try tables.metric(named: side))
      }
    }
    (self.text, self.relation) = (Self.trimmed(text[...]), relation)
    left = try operand(before)
    right = try operand(after)
    guard left.metric != nil || right.metric != nil else { throw fail("it names no metric") }
    if let a = left.isTime, let b = right.isTime, a != b {
      throw fail("it compares a time with a count")
    }
  }

  /// The metrics that it is about.
  package var metrics: [NamedMetric] { [left, right].compactMap(\.metric) }

  /// Why it does not hold, in a sentence with the values; `nil` if it does.
  ///
  /// What has no value is neither more nor less than anything: no assertion about it holds.
  package var failure: String? {
    if let a = left.billionths, let b = right.billionths, relation.holds(a, b) { return nil }
    let values = metrics.map { metric in
      guard let value = metric.row.value else { return "\(metric.name) has no value" }
      let unit = metric.row.metric.unit == .seconds ? " s" : ""
      return "\(metric.name) is \(value.text)\(unit)"
    }
    return "assertion failed: \(text), but \(values.joined(separator: " and "))"
  }

  /// The two sides; names of hosts may hold what looks like a relation, but not between spaces.
  private static func split(_ text: String) -> (String, Relation, String)? {
    for space in [" ", ""] {
      var place = text.startIndex
      while place < text.endIndex {
        let rest = text[place...]
        if let relation = Relation.allCases.first(where: {
          rest.hasPrefix(space + $0.rawValue + space)
        }) {
          let length = relation.rawValue.count + 2 * space.count
          let sides = [text[..<place], rest.dropFirst(length)].map(trimmed)
          return sides.contains("") ? nil : (sides[0], relation, sides[1])
        }
        place = text.index(after: place)
      }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// A number of an assertion, exactly: `50`, `0.5`, `90 s`, `2 min`.
struct MetricNumber: Equatable, Sendable {
  enum Reading: Equatable {
    case number(MetricNumber)
    /// It begins like a number and is none.
    case bad(String)
    case none
  }

  /// In billionths of its unit, which is the second for spans of time.
  var billionths: Int128
  /// Whether it has a unit of time.
  var isTime: Bool

  /// Billionths of a second.
  private static let units: [String: Int128] = [
    "s": 1_000_000_000, "ms": 1_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
  ]

  static func reading(_ text: String) -> Reading {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = rest[number.endIndex...].drop { $0 == " " }
    let halves = number.split(separator: ".", omittingEmptySubsequences: false)
    // A run may be called 2024-05-07: only letters that could be a unit make it a number.
    guard number.contains(where: { $0 != "." }), unit.allSatisfy(\.isLetter) else { return .none }
    guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }) else {
      return .bad("'\(text)' is no number")
    }
    guard let scale = unit.isEmpty ? 1_000_000_000 : units[String(unit)] else {
      return .bad("'\(unit)' is none of the units s, ms, min and h")
    }
    let places = halves.count == 2 ? halves[1].count : 0
    guard halves[0].count <= 12, places <= 9, let digits = Int128(halves.joined()) else {
      return .bad("'\(number)' has more digits than 12 before or 9 behind the point")
    }
    let divisor = (0..<places).reduce(Int128(1)) { value, _ in value * 10 }
    let (billionths, remainder) = (digits * scale).quotientAndRemainder(dividingBy: divisor)
    guard remainder == 0 else { return .bad("'\(text)' is finer than a billionth of a second") }
    return .number(
      MetricNumber(billionths: isNegative ? -billionths : billionths, isTime: !unit.isEmpty))
  }
}
