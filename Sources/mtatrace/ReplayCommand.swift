import Analysis
import ArgumentParser
import TraceStore

/// `mtatrace replay`: simulates a trace's runs again and compares event by event.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Simulate a trace's runs again, and compare event by event, or play them.",
    discussion: """
      The runs are simulated from what the trace stores: scenario, build and seed. The exit code \
      is 0 if all events are equal, and 1 if not; then the first event that differs is shown as \
      it is now and as it is in the trace, with what led to it and its neighbours. What the \
      trace states besides events is checked too: fingerprints, texts, and the backlogs that \
      charts are drawn from.

      With --at, a run is not compared but branched: simulated up to an event, and with other \
      parameters from there on. The branch is added to the trace as a run of its own, and charts, \
      diagrams and reports draw it beside its parent.

      With --play it simulates nothing: it shows what the trace stores as it happened, all builds \
      on one clock, with a gauge for the mail that waits. It shows refused binds, failed and \
      cancelled calls, associations, disturbances and the event log, or what --kind names, and \
      always when mail stalls and moves again. Stretches without any of that which would take \
      more than five seconds are skipped, and said; --no-skip plays them. Keys: space pauses, + \
      and - change the speed, n or → goes to the next event, q ends. A file or a pipe gets plain \
      lines at the same speed.

      Examples:
        mtatrace replay traces/q181721.sqlite
        mtatrace replay traces/q181721.sqlite --run 2
        mtatrace replay q181721.sqlite --at 9511 --set build=nt4-sp4 --set threshold=20
        mtatrace replay q181721.sqlite --at 3:40:00 --upgrade SLPS100 -o upgraded.sqlite
        mtatrace replay traces/q181721.sqlite --play --between 0:54:00..1:20:00
        mtatrace replay traces/q181721.sqlite --play max --kind bind_nak | head
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var context: ContextOption
  @OptionGroup var whatIf: WhatIfOptions
  @OptionGroup var playback: PlaybackOptions
  @OptionGroup var printing: PrintOptions

  func run() throws {
    if whatIf.isGiven, playback.play != nil {
      throw Failure(.usage, "--play shows what is stored; record the branch first, then play it.")
    }
    if try playback.play(trace, choice: choice, printing: printing) { return }
    if whatIf.isGiven { return try branch() }
    let reader = try trace.open()
    let replays = try replays(of: reader)
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

  /// Simulates the runs again, while the file is checked; what is wrong with that comes first.
  private func replays(of reader: TraceReader) throws -> [Replay] {
    let check = IntegrityCheck(of: trace.path)
    let replays = Result {
      try choice.runs(of: reader).map {
        try Replay(of: $0, in: reader, context: context.context)
      }
    }
    try check.finish()
    return try replays.get()
  }

  /// Records a what-if.
  private func branch() throws {
    let reader = try trace.open()
    let runs = try choice.runs(of: reader)
    guard let parent = runs.first, choice.run.count < 2 else {
      throw Failure(.usage, "One run branches at a time; name it with --run.")
    }
    let branch = try WhatIf(of: parent, in: reader, options: whatIf)
    let path = whatIf.output ?? trace.path
    let run =
      path == trace.path
      ? try branch.record(into: path)
      : try FinishedTrace(at: path, replacing: whatIf.force).make {
        try reader.copy(to: $0)
        return try branch.record(into: $0)
      }
    var output = StandardOutput()
    if printing.json {
      try output.print(try TraceAnalysis(reader: TraceReader(path)).summary(of: run).json.lines)
    } else {
      try output.print(path)
      try output.print("  \(run.summary)")
      try output.print("  \(branch.branchText)")
    }
    try output.flush()
  }
}
