import Analysis
import ArgumentParser
import Cairo
import Drawing
import Pages
import TraceModel
import TraceStore

/// `mtatrace info`: says what a trace holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a trace holds, or where a picture or page comes from.",
    discussion: """
      A direction of mail is summed up by what was enqueued, delivered and still waits, its \
      longest queue, and its stalls: times of more than 60 s in which mail waited and none was \
      delivered.

      Examples:
        mtatrace info traces/q181721.sqlite
        mtatrace info traces/q181721.sqlite --run 1 --parameters
        mtatrace info traces/q181721.sqlite --json
        mtatrace info reports/q181721-chart.png
        mtatrace info reports/q181721-report.html
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var printing: PrintOptions

  @Flag(help: "List every parameter of the scenario too.")
  var parameters = false

  func run() throws {
    if let origin = try PictureFile.origin(of: trace.path) {
      return try show(origin.metadata, origin.alternative, format: origin.format.rawValue)
    }
    if let origin = try Page.origin(of: trace.path) {
      return try show(origin.metadata, origin.alternative, format: "HTML")
    }
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

  /// What a picture or a page says of itself.
  private func show(
    _ metadata: Document.Metadata, _ alternative: String, format: String
  ) throws {
    guard choice.run.isEmpty, !parameters else {
      throw Failure(
        .usage, "\(trace.path) is no trace; --run and --parameters are about traces.")
    }
    var output = StandardOutput()
    let facts =
      [
        ("title", metadata.title), ("subject", metadata.subject), ("shows", alternative),
        ("program", metadata.creator),
      ] + metadata.provenance.map { ($0.name.lowercased(), $0.value) }
    if printing.json {
      try output.print(
        JSON.object(
          [("file", .string(trace.path)), ("format", .string(format))]
            + facts.map { ($0.0, .string($0.1)) }
        ).lines)
    } else {
      try output.print("\(trace.path): \(format)")
      for (name, value) in facts { try output.print("  \(name): \(value)") }
    }
    try output.flush()
  }
}
