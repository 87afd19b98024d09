package import TraceModel

/// Trouble that a scenario schedules, as one line of text under `faults`.
package struct ScheduledFault: Equatable, Sendable {
  /// Between which hosts.
  package struct Ends: Equatable, Sendable {
    package var from: HostIndex
    package var to: HostIndex
    /// Whether it is so in both directions.
    package var isBothWays: Bool
  }

  package enum Kind: Equatable, Sendable {
    /// Segments are lost.
    case outage(Ends, lasting: TraceDuration)
    /// The bandwidth is another one.
    case bandwidth(Bandwidth, Ends, lasting: TraceDuration)
    /// Every connection between two hosts is reset.
    case reset(Ends)
    /// The association that carries the n-th RT-TURN-GIVE between two hosts is reset while that is
    /// in flight: the trigger of KB Q166594.
    case resetOnGive(Ends, number: Int)
    /// The MTA does not answer calls.
    case hang(HostIndex, lasting: TraceDuration)
    /// The host stops without a word and starts again, with another build if one is named.
    case restart(HostIndex, build: Build?, lasting: TraceDuration)
  }

  /// Its name under `faults`.
  package var name: String
  /// As the scenario writes it, with single blanks.
  package var text: String
  package var kind: Kind
  /// When it begins; `nil` for what an event triggers.
  package var time: TraceInstant?

  /// The lines there are, and the names that may stand for A and B in them.
  static func notation(hosts: [String]) -> String {
    let rest = hosts.count > 8 ? " and \(hosts.count - 8) more" : ""
    return "\(forms), where A and B are two of \(hosts.prefix(8).joined(separator: ", "))\(rest)"
  }

  private static let forms =
    "one of: outage between A and B at 1 h for 5 min; outage from A to B at 1 h for 5 min; "
    + "bandwidth 2400 bit/s between A and B at 1 h for 5 min; reset between A and B at 1 h; "
    + "reset between A and B on give 3; hang A at 1 h for 5 min; restart A at 1 h for 5 min; "
    + "upgrade A to nt4-sp4 at 1 h for 10 min"

  /// Reads a line.
  ///
  /// - Returns: `nil` if it is none, or names a host that is not among `hosts`.
  init?(name: String, text: String, hosts: [String]) {
    var words = Words(text)
    guard let verb = words.next() else { return nil }
    var read: Kind?
    switch verb {
    case "outage":
      guard let ends = words.ends(among: hosts), let span = words.span() else { return nil }
      (time, read) = (span.start, .outage(ends, lasting: span.length))
    case "bandwidth":
      guard let bandwidth = words.quantity(.bandwidth), let ends = words.ends(among: hosts),
        let span = words.span()
      else { return nil }
      (time, read) = (span.start, .bandwidth(bandwidth, ends, lasting: span.length))
    case "reset":
      guard let ends = words.ends(among: hosts) else { return nil }
      if words.skip("on") {
        guard words.skip("give"), let count = words.next().flatMap({ Int($0) }),
          (1...1_000_000).contains(count)
        else { return nil }
        read = .resetOnGive(ends, number: count)
      } else {
        guard let start = words.instant() else { return nil }
        (time, read) = (start, .reset(ends))
      }
    case "hang":
      guard let host = words.host(among: hosts), let span = words.span() else { return nil }
      (time, read) = (span.start, .hang(host, lasting: span.length))
    case "restart":
      guard let host = words.host(among: hosts), let span = words.span() else { return nil }
      (time, read) = (span.start, .restart(host, build: nil, lasting: span.length))
    case "upgrade":
      guard let host = words.host(among: hosts), words.skip("to"),
        let build = words.next().flatMap({ Build(rawValue: $0) }), let span = words.span()
      else { return nil }
      (time, read) = (span.start, .restart(host, build: build, lasting: span.length))
    default: return nil
    }
    guard let read, words.isAtEnd else { return nil }
    kind = read
    self.name = name
    self.text = words.text
  }
}

/// The words of a line, taken one after another.
private struct Words {
  private let all: [String]
  private var place = 0

  init(_ text: String) {
    all = text.split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  var text: String { all.joined(separator: " ") }
  var isAtEnd: Bool { place == all.count }

  mutating func next() -> String? {
    guard place < all.count else { return nil }
    place += 1
    return all[place - 1]
  }

  mutating func skip(_ word: String) -> Bool {
    guard place < all.count, all[place] == word else { return false }
    place += 1
    return true
  }

  mutating func host(among hosts: [String]) -> HostIndex? {
    next().flatMap { hosts.firstIndex(of: $0) }.map { HostIndex($0) }
  }

  /// `between A and B`, or `from A to B`.
  mutating func ends(among hosts: [String]) -> ScheduledFault.Ends? {
    let isBothWays = skip("between")
    guard isBothWays || skip("from"), let from = host(among: hosts),
      skip(isBothWays ? "and" : "to"), let to = host(among: hosts), from != to
    else { return nil }
    return ScheduledFault.Ends(from: from, to: to, isBothWays: isBothWays)
  }

  /// A number with its unit, in one word or two.
  mutating func quantity<Value>(_ notation: ValueNotation<Value>) -> Value? {
    guard let first = next() else { return nil }
    if let value = notation.parse(first) { return value }
    guard place < all.count, let value = notation.parse("\(first) \(all[place])") else {
      return nil
    }
    place += 1
    return value
  }

  /// `at 1 h`.
  mutating func instant() -> TraceInstant? {
    guard skip("at"), let time = quantity(.duration(.zero ... .hours(24 * 366))) else { return nil }
    return .start + time
  }

  /// `at 1 h for 5 min`.
  mutating func span() -> (start: TraceInstant, length: TraceDuration)? {
    guard let start = instant(), skip("for"),
      let length = quantity(.duration(.milliseconds(1) ... .hours(24 * 366)))
    else { return nil }
    return (start, length)
  }
}
