import Analysis
import ArgumentParser
import Figures
import TraceModel
import TraceStore

/// `mtatrace stats`: prints the metrics of a trace's runs, and checks what is claimed of them.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print a trace's numbers by names that stay, and check claims about them.",
    discussion: """
      A metric's name begins with its run: run1, run2 and so on, or what the run is called where \
      no other is called so, such as sp3, sp4 or rtm. What mail does (messages, backlog, stalls, \
      delivery) is told of the direction that pictures draw, everything else of the whole run; \
      sp3.HUB1:SLPS100.backlog.max names another direction, and --all lists every one. Times are \
      exact seconds. --list explains all metrics.

      --assert compares a metric with a number or with another metric by <, <=, >, >=, == or !=; \
      a time may have the unit s, ms, min or h. It may be given several times. The exit code is 1 \
      if one does not hold, or if a metric in it has no value; then only the metrics that it names \
      are printed.

      Examples:
        mtatrace stats traces/q181721.sqlite
        mtatrace stats traces/q181721.sqlite sp4.backlog.max sp4.log.9316
        mtatrace stats traces/q181721.sqlite --assert 'sp4.backlog.max < 50'
        mtatrace stats traces/q181721.sqlite \\
          --assert 'sp4.stalls.total < sp3.stalls.total'
        mtatrace stats --list
      """)

  @Argument(
    help: ArgumentHelp("The trace file.", valueName: "trace"),
    completion: .file(extensions: ["sqlite"]))
  var path: String?

  @Argument(
    help: ArgumentHelp(
      "Only the metrics of these names, such as sp4.backlog.max.", valueName: "metric"))
  var names: [String] = []

  @OptionGroup var choice: RunOption

  @Option(
    name: .customLong("assert"),
    help: ArgumentHelp(
      "Fail unless this holds, such as 'sp4.backlog.max < 50'; may be repeated.",
      valueName: "claim"))
  var assertions: [String] = []

  @Flag(help: "Print the metrics of every direction too.")
  var all = false

  @Flag(help: "Explain the metrics instead: names, units and meanings.")
  var list = false

  @Flag(help: "Print CSV for spreadsheets instead of text for people.")
  var csv = false

  @OptionGroup var printing: PrintOptions

  func validate() throws {
    guard list || path != nil else { throw ValidationError("Missing expected argument '<trace>'") }
    guard !csv || !printing.json else {
      throw ValidationError("--csv and --json are two formats; choose one.")
    }
    let isChosen = all || !assertions.isEmpty || !names.isEmpty || !choice.run.isEmpty
    guard !list || path == nil && !isChosen else {
      throw ValidationError("--list is about no trace; give it alone, or with --json or --csv.")
    }
    guard !all || names.isEmpty && assertions.isEmpty else {
      throw ValidationError("--all lists everything; name no metric beside it.")
    }
  }

  func run() throws {
    guard let path else { return try printAll(MetricText.list(Metric.all)) }
    let analysis = TraceAnalysis(reader: try TraceReader(path))
    let tables = try analysis.metricTables(of: choice.runs(of: analysis.reader))
    let claims = try assertions.map { try MetricAssertion($0, in: tables) }
    let chosen = try names.map { try tables.metric(named: $0) } + claims.flatMap(\.metrics)
    try printAll(
      chosen.isEmpty
        ? MetricText.runs(tables, of: path, everyDirection: all)
        : MetricText.chosen(chosen, of: path))
    let failures = claims.compactMap(\.failure)
    guard failures.isEmpty else {
      throw Failure(.different, failures.joined(separator: "\nmtatrace: "))
    }
  }

  private func printAll(_ text: MetricText) throws {
    var output = StandardOutput()
    if printing.json {
      try output.print(text.json.lines)
    } else if csv {
      try StandardOutput.write(Array(text.table.csv.utf8))
    } else {
      for line in text.lines { try output.print(line) }
    }
    try output.flush()
  }
}
