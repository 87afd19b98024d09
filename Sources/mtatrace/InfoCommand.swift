import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace info`: says what a trace holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a trace holds: runs, scenario, seed, build, fingerprint, mail.",
    discussion: """
      A direction of mail is summed up by what was enqueued, delivered and still waits, its \
      longest queue, and its stalls: times of more than 60 s in which mail waited and none was \
      delivered.

      Examples:
        mtatrace info traces/q181721.sqlite
        mtatrace info traces/q181721.sqlite --run 1 --parameters
        mtatrace info traces/q181721.sqlite --json
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var printing: PrintOptions

  @Flag(help: "List every parameter of the scenario too.")
  var parameters = false

  func run() throws {
    let analysis = try TraceAnalysis(reader: trace.open())
    let summaries = try choice.runs(of: analysis.reader).map { try analysis.summary(of: $0) }
    var output = StandardOutput()
    if printing.json {
      try output.print(
        JSON.object([
          ("file", .string(trace.path)), ("runs", .array(summaries.map(\.json))),
        ]).lines)
    } else {
      try output.print(
        "\(trace.path): \(summaries.count == 1 ? "1 run" : "\(summaries.count) runs")")
      for summary in summaries {
        try output.print()
        for line in summary.lines { try output.print(line) }
        guard parameters else { continue }
        try output.print("  parameters")
        for parameter in summary.run.header.parameters {
          try output.print("    \(parameter.name): \(parameter.value)")
        }
      }
    }
    try output.flush()
  }
}
