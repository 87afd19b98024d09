import Analysis
import Foundation
import TraceModel

/// A line on standard error that shows how far a run has come, if a person is looking.
///
/// Into a file or a pipe it writes nothing. `NO_COLOR` and `TERM=dumb` are respected.
final class ProgressLine {
  private let label: String
  private let duration: TraceDuration
  private let isShown: Bool
  private let isColored: Bool
  private let began = ContinuousClock.now
  private var nextUpdate = ContinuousClock.now

  /// A line for a run of this length of virtual time.
  init(_ label: String, duration: TraceDuration) {
    self.label = label
    self.duration = duration
    let environment = ProcessInfo.processInfo.environment
    isShown =
      FileDescriptor.standardError.isTerminal && environment["TERM", default: "dumb"] != "dumb"
    isColored = environment["NO_COLOR", default: ""].isEmpty
  }

  /// Shows where the run is, at most ten times a second.
  func update(_ time: TraceInstant, events: Int64) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now >= nextUpdate else { return }
    nextUpdate = now + .milliseconds(100)
    write("\r\(text(time, events: events, elapsed: now - began))\u{1B}[K")
  }

  /// Takes the line away again.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func text(_ time: TraceInstant, events: Int64, elapsed: Duration) -> String {
    let width = 24
    let whole = max(duration.nanoseconds, 1)
    let share = min(max(time.nanoseconds, 0), whole) / max(whole / Int64(width), 1)
    let filled = min(Int(share), width)
    let done = String(repeating: "█", count: filled)
    let rest = String(repeating: "░", count: width - filled)
    let bar = isColored ? "\u{1B}[34m\(done)\u{1B}[2m\(rest)\u{1B}[0m" : "\(done)\(rest)"
    let milliseconds = max(elapsed / .milliseconds(1), 1)
    let rate = Int64(Double(events) * 1000 / milliseconds)
    let end = TraceInstant.start + duration
    return "\(label) \(bar) \(time.clockText) of \(end.clockText) · \(events.grouped) events · "
      + "\(rate.grouped)/s"
  }

  private func write(_ text: String) {
    // Progress that cannot be shown is not worth failing for.
    try? FileDescriptor.standardError.write(Array(text.utf8))
  }
}
