import Analysis
import TraceModel
import TraceStore

/// What led to the first event in which two runs differ, and what stands beside it.
struct EventSurroundings {
  /// What led to the event in either run, the nearest first.
  private let causes: (one: [TraceEvent], other: [TraceEvent])
  /// The events before it, which are equal.
  private let before: [TraceEvent]
  /// The event and those behind it.
  private let behind: (one: [TraceEvent], other: [TraceEvent])

  /// Reads them from two stored runs.
  init(
    of event: EventSequence, in runs: (one: StoredRun, other: StoredRun),
    context: Int
  ) throws {
    let number = event.rawValue
    let last = number + Int64(context)
    try self.init(
      of: event, in: runs, context: context,
      behind: (
        runs.one.events(from: number, to: last), runs.other.events(from: number, to: last)
      ))
  }

  /// - Parameter behind: The event and those behind it in either run.
  init(
    of event: EventSequence, in runs: (one: StoredRun, other: StoredRun),
    context: Int, behind: (one: [TraceEvent], other: [TraceEvent])
  ) throws {
    let number = event.rawValue
    func causes(_ event: TraceEvent?, _ run: StoredRun) throws -> [TraceEvent] {
      try event.map { try run.analysis.causes(of: $0, in: run.run.id) } ?? []
    }
    self.causes = (
      try causes(behind.one.first, runs.one), try causes(behind.other.first, runs.other)
    )
    before = try runs.other.events(from: max(number - Int64(context), 1), to: number - 1)
    self.behind = behind
  }

  /// The longest chain of causes that is printed whole.
  private static let longestChain = 40

  func lines(_ text: DifferenceText) -> [String] {
    var lines = ["what led to it"]
    if causes.one == causes.other {
      lines += Self.chain(causes.one, text.one.text).map { "  \($0)" }
    } else {
      for (side, chain) in [(text.one, causes.one), (text.other, causes.other)] {
        lines.append("  \(side.place)")
        lines += Self.chain(chain, side.text).map { "    \($0)" }
      }
    }
    lines.append("what stands beside it")
    let width = max(text.one.label.count, text.other.label.count)
    func line(_ label: String, _ event: String) -> String {
      "  \(TextTable.pad(label, to: width))  \(event)"
    }
    lines += before.map { line("", text.one.text.line($0)) }
    for (side, events) in [(text.one, behind.one), (text.other, behind.other)] {
      lines += events.map { line(side.label, side.text.line($0)) }
    }
    return lines
  }

  /// A chain of causes from its root on; of a long one, its ends.
  private static func chain(_ causes: [TraceEvent], _ text: EventText) -> [String] {
    guard !causes.isEmpty else { return ["nothing: it came from outside"] }
    let lines = causes.reversed().map { text.line($0) }
    guard lines.count > longestChain else { return lines }
    let half = longestChain / 2
    return lines.prefix(half) + ["… \((lines.count - 2 * half).grouped) more …"]
      + lines.suffix(half)
  }
}
