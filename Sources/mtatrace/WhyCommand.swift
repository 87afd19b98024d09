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

      With -o both are drawn as a sequence diagram instead, with a band before the event. Every \
      event is an arrow or a note, or the end of an arrow; what is sent and what arrives of it are \
      one arrow, which is whole even if only one end is among the events. Nothing else is drawn. \
      Of a long chain of causes the nearest 200 are drawn, or as many as --limit says if that is \
      more; how many are left out is said below the headline.

      Examples:
        mtatrace why traces/q181721.sqlite 9341
        mtatrace why traces/q181721.sqlite 1:09:38.2 --limit 200
        mtatrace why traces/q181721.sqlite 7211 --run 2 --json
        mtatrace why traces/q181721.sqlite 9341 -o why.png
        mtatrace why traces/hub50.sqlite 826 --limit 200 --time step -o why.pdf
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
    help: ArgumentHelp("How many consequences to print or draw.", valueName: "count"),
    transform: ContextOption.count)
  var limit = Self.usualLimit

  private static let usualLimit = 60

  @OptionGroup var printing: PrintOptions
  @OptionGroup var picture: WhyPicture

  func run() throws {
    let file = try picture.file(for: trace, printing)
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
    if let file {
      return try picture.draw(
        consequences, in: stored, of: trace, keeping: limit, arguments: arguments(found), to: file)
    }
    let causes = try stored.analysis.causes(of: found, in: stored.run.id)
    let text = CauseText(
      run: stored.run, causes: causes,
      cut: try stored.cutCause(behind: causes, of: found),
      consequences: consequences)
    var output = StandardOutput()
    if printing.json {
      try output.print(text.json.lines)
    } else {
      for line in text.lines { try output.print(line) }
    }
    try output.flush()
  }

  /// What chose the event and its consequences, as a command line takes it.
  private func arguments(_ event: TraceEvent) -> [String] {
    ["\(event.sequence.rawValue)"] + (number.map { ["--run", "\($0)"] } ?? [])
      + (limit == Self.usualLimit ? [] : ["--limit", "\(limit)"])
  }
}
