import TraceModel

/// The ticks of a horizontal axis of virtual time.
struct TimeAxis: Equatable {
  private static let second: Int64 = 1_000_000_000

  /// Distances between ticks that people count in, in nanoseconds.
  private static let steps: [Int64] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { $0 * 1_000_000 }
    + [1, 2, 5, 10, 15, 30].map { $0 * second }
    + [1, 2, 5, 10, 15, 30].map { $0 * 60 * second }
    + [1, 2, 3, 6, 12].map { $0 * 3600 * second }
    + [1, 2, 5, 10, 20, 50, 100].map { $0 * 86_400 * second }

  let ticks: [TraceInstant]
  /// In nanoseconds.
  let step: Int64
  private let clock: Int64?

  /// The axis with the most ticks between two moments that are at most `limit` intervals.
  ///
  /// - Parameter clock: What a clock showed at the start, in nanoseconds since midnight UTC; ticks
  ///   then stand at its natural times. `nil` for an axis of virtual time.
  init(from: TraceInstant, to: TraceInstant, limit: Int, clock: Int64? = nil) {
    self.clock = clock
    let span = max(to.nanoseconds - from.nanoseconds, 1)
    let step =
      Self.steps.first { span / $0 <= Int64(max(limit, 1)) } ?? Self.steps[Self.steps.count - 1]
    self.step = step
    let remainder = (from.nanoseconds + (clock ?? 0)) % step
    let first = remainder == 0 ? from.nanoseconds : from.nanoseconds - remainder + step
    let count = max((to.nanoseconds - first) / step + 1, 0)
    ticks = (0..<min(count, 10_000)).map { TraceInstant(nanoseconds: first + $0 * step) }
  }

  /// A tick's text: `1:30` in hours and minutes, with seconds and their fractions where ticks need
  /// them.
  func text(of tick: TraceInstant) -> String {
    let nanoseconds = max(tick.nanoseconds, 0) + (clock ?? 0)
    let seconds = nanoseconds / Self.second
    if step >= 86_400 * Self.second { return "\(seconds / 86_400) d" }
    let hours = clock == nil ? seconds / 3600 : seconds / 3600 % 24
    var text = "\(hours):\(Self.twoDigits(seconds / 60 % 60))"
    if step < 60 * Self.second { text += ":\(Self.twoDigits(seconds % 60))" }
    if step < Self.second {
      let milliseconds = nanoseconds / 1_000_000 % 1000
      text += "." + String(String(1000 + milliseconds).dropFirst())
    }
    return text
  }

  /// What the ticks' texts count: `h:mm`.
  var unit: String {
    if step >= 86_400 * Self.second { return "days" }
    let zone = clock == nil ? "" : " UTC"
    if step >= 60 * Self.second { return "h:mm" + zone }
    return (step >= Self.second ? "h:mm:ss" : "h:mm:ss.ms") + zone
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
