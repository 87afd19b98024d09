import Analysis
import ArgumentParser
import TraceStore

/// `mtatrace replay`: simulates a trace's runs again and compares event by event.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Simulate a trace's runs again, and compare event by event.",
    discussion: """
      The runs are simulated from what the trace stores: scenario, build and seed. The exit code \
      is 0 if all events are equal, and 1 if not; then the first event that differs is shown as \
      it is now and as it is in the trace, with what led to it and its neighbours. What the trace states besides events is checked too: \
      fingerprints, texts, and the backlogs that charts are drawn from.

      Examples:
        mtatrace replay traces/q181721.sqlite
        mtatrace replay traces/q181721.sqlite --run 2
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var context: ContextOption
  @OptionGroup var printing: PrintOptions

  func run() throws {
    let reader = try trace.open()
    try reader.checkIntegrity()
    let replays = try choice.runs(of: reader).map {
      try Replay(of: $0, in: reader, context: context.context)
    }
    var output = StandardOutput()
    if printing.json {
      try output.print(JSON.array(replays.map { try $0.json() }).lines)
    } else {
      for line in try replays.flatMap({ try $0.lines() }) { try output.print(line) }
    }
    try output.flush()
    guard replays.allSatisfy(\.comparison.isEqual) else {
      throw ExitCode(Failure.Code.different.rawValue)
    }
  }
}
