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
      it is now and as it is in the trace. What the trace states besides events is checked too: \
      fingerprints, texts, and the backlogs that charts are drawn from.

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
        mtatrace replay traces/q181721.sqlite --play --between 0:54:00..1:20:00
        mtatrace replay traces/q181721.sqlite --play max --kind bind_nak | head
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var playback: PlaybackOptions
  @OptionGroup var printing: PrintOptions

  func run() throws {
    if try playback.play(trace, choice: choice, printing: printing) { return }
    let reader = try trace.open()
    try reader.checkIntegrity()
    let replays = try choice.runs(of: reader).map { try Replay(of: $0, in: reader) }
    var output = StandardOutput()
    if printing.json {
      try output.print(JSON.array(replays.map(\.json)).lines)
    } else {
      for line in replays.flatMap(\.lines) { try output.print(line) }
    }
    try output.flush()
    guard replays.allSatisfy(\.comparison.isEqual) else {
      throw ExitCode(Failure.Code.different.rawValue)
    }
  }
}
