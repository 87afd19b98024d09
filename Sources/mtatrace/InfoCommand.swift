import Analysis
import ArgumentParser
import Cairo
import Drawing
import TraceModel
import TraceStore

/// `mtatrace info`: says what a trace holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a trace holds, or where a picture comes from.",
    discussion: """
      A direction of mail is summed up by what was enqueued, delivered and still waits, its \
      longest queue, and its stalls: times of more than 60 s in which mail waited and none was \
      delivered.

      Examples:
        mtatrace info traces/q181721.sqlite
        mtatrace info traces/q181721.sqlite --run 1 --parameters
        mtatrace info traces/q181721.sqlite --json
        mtatrace info reports/q181721-chart.png
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var printing: PrintOptions

  @Flag(help: "List every parameter of the scenario too.")
  var parameters = false

  func run() throws {
    if let origin = try PictureFile.origin(of: trace.path) { return try show(origin) }
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

  /// What a picture says of itself.
  private func show(_ origin: PictureOrigin) throws {
    guard choice.run.isEmpty, !parameters else {
      throw Failure(
        .usage, "\(trace.path) is a picture; --run and --parameters are about traces.")
    }
    var output = StandardOutput()
    let facts = origin.facts
    if printing.json {
      try output.print(
        JSON.object(
          [("file", .string(trace.path)), ("format", .string(origin.format.rawValue))]
            + facts.map { ($0.name, .string($0.value)) }
        ).lines)
    } else {
      try output.print("\(trace.path): \(origin.format.rawValue)")
      for fact in facts { try output.print("  \(fact.name): \(fact.value)") }
    }
    try output.flush()
  }
}

extension PictureOrigin {
  /// All that it says, each with a name in lower case.
  fileprivate var facts: [(name: String, value: String)] {
    [
      ("title", metadata.title), ("subject", metadata.subject), ("shows", alternative),
      ("program", metadata.creator),
    ] + metadata.provenance.map { ($0.name.lowercased(), $0.value) }
  }
}
