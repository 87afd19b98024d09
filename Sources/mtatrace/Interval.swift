import Analysis
import ArgumentParser
import TraceModel

/// A part of a run's virtual time, as the command line writes it: `0:54:00..1:04:00`.
struct Interval: Equatable, ExpressibleByArgument {
  /// The first moment that belongs to it.
  var start: TraceInstant
  /// The last moment that belongs to it; `nil` for the end of the run.
  var end: TraceInstant?
  /// What was written.
  let text: String

  /// Reads `FROM..TO`, either of which may be left out.
  init?(argument: String) {
    text = argument
    guard let dots = argument.firstRange(of: "..") else { return nil }
    let first = argument[..<dots.lowerBound]
    let last = argument[dots.upperBound...]
    guard let start = first.isEmpty ? .start : Self.instant(first) else { return nil }
    self.start = start
    if !last.isEmpty {
      guard let end = Self.instant(last), start <= end else { return nil }
      self.end = end
    }
  }

  /// Reads `1:04:00.250`, `4:00.250` or, as `show` prints it, `240.25`.
  private static func instant(_ text: Substring) -> TraceInstant? {
    let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fields = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(fields.count) else { return nil }
    var seconds: Int64 = 0
    for (index, field) in fields.enumerated() {
      guard let value = digits(field), value <= (index == 0 ? 100_000_000 : 59) else { return nil }
      seconds = seconds * 60 + value
    }
    var nanoseconds: Int64 = 0
    if halves.count == 2 {
      guard halves[1].count <= 9, let fraction = digits(halves[1]) else { return nil }
      nanoseconds = (halves[1].count..<9).reduce(fraction) { value, _ in value * 10 }
    }
    return TraceInstant(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
  }

  /// A stretch of time as it is read again to the nanosecond: `1:03:32.1792..1:14:27.407`.
  static func text(of window: ClosedRange<TraceInstant>) -> String {
    [window.lowerBound, window.upperBound].map { moment in
      var digits = "\(1_000_000_000 + moment.nanoseconds % 1_000_000_000)".dropFirst()
      while digits.last == "0" { digits.removeLast() }
      let seconds = TraceInstant(nanoseconds: moment.nanoseconds / 1_000_000_000 * 1_000_000_000)
      return digits.isEmpty ? seconds.clockText : "\(seconds.clockText).\(digits)"
    }.joined(separator: "..")
  }

  /// The error of an interval that begins after all of these runs.
  func failure(after runs: [Run]) -> Failure {
    let end = runs.map(\.end).max() ?? .start
    let held = runs.compactMap(\.slice?.timeText)
    if held.count == runs.count, let held = held.first {
      return Failure(
        .usage, "The trace is a slice that holds \(held), and nothing after \(start.clockText).")
    }
    return Failure(
      .usage, "Nothing lies after \(start.clockText); the runs end at \(end.clockText).")
  }

  private static func digits(_ text: Substring) -> Int64? {
    guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return Int64(text)
  }
}
