import Analysis
import Foundation
import TraceModel

/// A line on standard error that shows how far a run has come, if a person is looking.
///
/// Into a file or a pipe it writes nothing. `NO_COLOR` and `TERM=dumb` are respected.
final class ProgressLine {
  private let label: String
  /// What is to be done in all, in a unit of its own.
  private let whole: Int64
  private let describe: (Int64) -> String
  private let isShown: Bool
  private let isColored: Bool
  private let began = ContinuousClock.now
  private var nextUpdate = ContinuousClock.now

  /// A line for a run of this length of virtual time.
  convenience init(_ label: String, duration: TraceDuration) {
    let end = (TraceInstant.start + duration).clockText
    self.init(label, whole: duration.nanoseconds) {
      "\(TraceInstant(nanoseconds: $0).clockText) of \(end)"
    }
  }

  /// A line for anything that can be counted.
  ///
  /// - Parameters:
  ///   - whole: What is to be done in all; 0 if that is not known.
  ///   - describe: How much is done, in words.
  init(_ label: String, whole: Int64, describe: @escaping (Int64) -> String) {
    self.label = label
    self.whole = whole
    self.describe = describe
    let environment = ProcessInfo.processInfo.environment
    isShown =
      FileDescriptor.standardError.isTerminal && environment["TERM", default: "dumb"] != "dumb"
    isColored = environment["NO_COLOR", default: ""].isEmpty
  }

  /// Shows where the run is, at most ten times a second.
  func update(_ time: TraceInstant, events: Int64) {
    update(time.nanoseconds, count: events, of: "events")
  }

  /// Shows how much is done, at most ten times a second.
  func update(_ done: Int64, count: Int64, of things: String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now >= nextUpdate else { return }
    nextUpdate = now + .milliseconds(100)
    write("\r\(text(done, count: count, of: things, elapsed: now - began))\u{1B}[K")
  }

  /// Takes the line away again.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func text(
    _ done: Int64, count: Int64, of things: String, elapsed: Duration
  ) -> String {
    let milliseconds = max(elapsed / .milliseconds(1), 1)
    let rate = Int64(Double(count) * 1000 / milliseconds)
    let bar = whole > 0 ? " \(bar(done))" : ""
    return "\(label)\(bar) \(describe(done)) · \(count.grouped) \(things) · \(rate.grouped)/s"
  }

  private func bar(_ done: Int64) -> String {
    let width = 24
    let share = min(max(done, 0), whole) / max(whole / Int64(width), 1)
    let filled = min(Int(share), width)
    let full = String(repeating: "█", count: filled)
    let rest = String(repeating: "░", count: width - filled)
    return isColored ? "\u{1B}[34m\(full)\u{1B}[2m\(rest)\u{1B}[0m" : "\(full)\(rest)"
  }

  private func write(_ text: String) {
    // Progress that cannot be shown is not worth failing for.
    try? FileDescriptor.standardError.write(Array(text.utf8))
  }
}
