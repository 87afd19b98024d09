import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace show`: lists events, one a line.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "List the events of a trace, one a line, or draw its diagram as text.",
    discussion: """
      Each line says when, where and what: PDUs with their group and call, mail with the queue \
      behind it, and what the MTAs wrote into the Windows event log. With --json each line is an \
      object with the columns of the view 'events'.

      With --ladder it draws the sequence diagram in the terminal: the rows, folds and breaks of \
      'mtatrace diagram', the builds side by side where there are 156 columns or more. Colours \
      are for terminals, and NO_COLOR turns them off.

      Examples:
        mtatrace show traces/q181721.sqlite --kind bind_nak --kind log_entry
        mtatrace show traces/q181721.sqlite --run 1 --host HUB1
        mtatrace show traces/q181721.sqlite --between 0:54:00..1:04:00
        mtatrace show traces/q181721.sqlite --json | head
        mtatrace show traces/q181721.sqlite --ladder
        mtatrace show traces/q181721.sqlite --ladder --run 1 --unfold all | less
        mtatrace show traces/hub50.sqlite --ladder --host HUB --host SPOKE10 --width 132
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var events: EventOptions
  @OptionGroup var ladder: LadderOptions
  @OptionGroup var printing: PrintOptions

  func run() throws {
    if try ladder.print(trace, choice: choice, events: events, printing: printing) { return }
    let reader = try trace.open()
    let runs = try choice.runs(of: reader)
    try events.check(runs)
    var output = StandardOutput()
    var isEmpty = true
    for (index, run) in runs.enumerated() {
      if !printing.json, runs.count > 1 {
        if index > 0 { try output.print() }
        try output.print(run.title)
      }
      guard let filter = events.filter(for: run) else { continue }
      let text = EventText(run: run)
      let cursor = try reader.events(of: run.id, filter)
      while let event = try cursor.nextEvent() {
        isEmpty = false
        let entry =
          event.kind == .logEntry ? try reader.logEntry(at: event.sequence, of: run.id) : nil
        try output.print(
          printing.json ? event.json(in: run, entry: entry).line : text.line(event, entry: entry))
      }
    }
    try output.flush()
    if isEmpty { StandardError.print("No event of these runs matches the options.") }
  }
}
