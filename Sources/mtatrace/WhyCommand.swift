import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace why`: says what led to an event, and what that led to.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Say what led to an event, back to the root, and what it led to.",
    discussion: """
      Every event names the one that led to it, unless it came from outside: an arrival of mail, \
      cross traffic, trouble. The chain of causes is printed from its root on, and what the event \
      led to as a tree. An arrow goes on from the line above it; a branch begins where one event \
      led to several.

      Examples:
        mtatrace why traces/q181721.sqlite 9341
        mtatrace why traces/q181721.sqlite 1:09:38.2 --limit 200
        mtatrace why traces/q181721.sqlite 7211 --run 2 --json
      """)

  @OptionGroup var trace: TraceArgument

  @Argument(
    help: ArgumentHelp(
      "The event's number, or a moment, which means the last event until then.",
      valueName: "event"))
  var event: EventArgument

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The run (default: the first of the trace).", valueName: "number"))
  var number: Int?

  @Option(
    help: ArgumentHelp("How many consequences to print.", valueName: "count"),
    transform: ContextOption.count)
  var limit = 60

  @OptionGroup var printing: PrintOptions

  func run() throws {
    let reader = try trace.open()
    var choice = RunOption()
    choice.run = number.map { [$0] } ?? []
    let runs = try choice.runs(of: reader)
    let stored = StoredRun(runs[0], in: reader)
    let found = try event.event(of: stored.run, in: reader)
    let count = Int64(stored.run.wholeEventCount)
    let progress = ProgressLine("consequences", whole: count) { "event \($0.grouped)" }
    let consequences = try Consequences(of: found, in: stored, keeping: limit) {
      progress.update($0, count: $0, of: "events")
    }
    progress.clear()
    let causes = try stored.analysis.causes(of: found, in: stored.run.id)
    let root = causes.last ?? found
    let text = CauseText(
      run: stored.run, causes: causes,
      cut: root.cause == nil ? try reader.cutCause(of: root.sequence, in: stored.run.id) : nil,
      consequences: consequences)
    var output = StandardOutput()
    if printing.json {
      try output.print(text.json.lines)
    } else {
      for line in text.lines { try output.print(line) }
    }
    try output.flush()
  }
}
