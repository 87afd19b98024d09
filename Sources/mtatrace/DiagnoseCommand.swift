import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace diagnose`: says which of the known faults a trace shows.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say which of the known faults a trace shows, and what proves it.",
    discussion: """
      The verdict rests on what passes between the hosts: binds and their answers, calls and \
      cancels, requests for the turn. Each finding says how sure it is, names the events that show \
      it, and says what would settle what is left open. The exit code is 1 if a fault is found and \
      0 if none is; binds that were refused for other reasons are told and are no fault.

      Examples:
        mtatrace diagnose traces/q181721.sqlite
        mtatrace diagnose traces/q181721.sqlite --run 1 --json
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var printing: PrintOptions

  func run() throws {
    let analysis = try TraceAnalysis(reader: trace.open())
    let diagnoses = try choice.runs(of: analysis.reader).map { try analysis.diagnosis(of: $0) }
    var output = StandardOutput()
    if printing.json {
      try output.print(
        JSON.object([
          ("file", .string(trace.path)), ("runs", .array(diagnoses.map(\.json))),
        ]).lines)
    } else {
      for (index, diagnosis) in diagnoses.enumerated() {
        if index > 0 { try output.print() }
        for line in diagnosis.lines { try output.print(line) }
      }
    }
    try output.flush()
    guard diagnoses.allSatisfy(\.faults.isEmpty) else {
      throw ExitCode(Failure.Code.different.rawValue)
    }
  }
}
