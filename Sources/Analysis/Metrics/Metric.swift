/// A number that every run can be asked for by its name, which means the same in every version.
package struct Metric: Sendable {
  /// What it counts or measures.
  package enum Unit: String, CaseIterable, Sendable {
    case events
    case connections
    case directions
    case messages
    case stalls
    case binds
    case groups
    case calls
    case pdus = "PDUs"
    case associations
    case entries
    case occurrences
    /// Seconds of virtual time: the only unit that is no count.
    case seconds = "s"
  }

  /// What it is about, where no direction is named.
  package enum Subject: Sendable {
    /// The run as a whole, and nothing less.
    case run
    /// The direction that pictures draw.
    case direction
    /// The run as a whole; a direction may be named.
    case either
  }

  /// Which runs have it.
  package enum Origin: Sendable {
    case any
    case simulation
    case capture
  }

  /// Where its values come from.
  enum Source: Sendable {
    case value(@Sendable (MetricFacts) -> MetricValue?)
    /// One value for each number that came up: `log.9316`.
    case family(@Sendable (MetricFacts) -> [UInt32: Int])
  }

  /// `backlog.max`; of a family `log.ID`.
  package let name: String
  package let unit: Unit
  package let subject: Subject
  package let origin: Origin
  /// What it is, in a line.
  package let meaning: String
  let source: Source

  /// Whether its name ends with a number that stands for what is counted.
  package var isFamily: Bool { if case .family = source { true } else { false } }

  /// The name of a family up to its number: `log.`.
  var stem: Substring { name[...(name.lastIndex(of: ".") ?? name.startIndex)] }

  /// Whether it is known of one direction.
  package var hasDirection: Bool { subject != .run }

  /// Whether a run has it.
  func applies(toCapture isCapture: Bool) -> Bool {
    switch origin {
    case .any: true
    case .simulation: !isCapture
    case .capture: isCapture
    }
  }

  /// Its value, or those of its family, by their names.
  func values(_ facts: MetricFacts) -> [(name: String, value: MetricValue?)] {
    switch source {
    case .value(let value): [(name, value(facts))]
    case .family(let counts):
      counts(facts).sorted { $0.key < $1.key }.map { ("\(stem)\($0.key)", .count($0.value)) }
    }
  }

  /// The value of this name, which is ``name`` or a member of the family: one that never came up
  /// was counted zero times.
  func value(of name: String, _ facts: MetricFacts) -> MetricValue? {
    switch source {
    case .value(let value): value(facts)
    case .family(let counts): number(in: name).map { .count(counts(facts)[$0] ?? 0) }
    }
  }

  /// Whether a name is its own or one of its family's.
  func isNamed(_ name: String) -> Bool {
    isFamily ? number(in: name) != nil : name == self.name
  }

  private func number(in name: String) -> UInt32? {
    guard name.hasPrefix(stem) else { return nil }
    let digits = name.dropFirst(stem.count)
    guard let number = UInt32(digits), "\(number)" == digits else { return nil }
    return number
  }
}
