import ArgumentParser
import ScenarioFiles
import Simulator
import TraceModel

/// `mtatrace record`: simulates a scenario and records its trace.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Simulate a scenario and record its trace.",
    discussion: """
      Both builds are simulated with the same mail at the same moments, one run each, unless \
      --build names one; q166594 contrasts Exchange with and without its service pack instead. \
      Equal scenario, seed and settings give equal files.

      Examples:
        mtatrace record q181721
        mtatrace record q181721 --seed 7 --set threshold=20 -o small.sqlite
        mtatrace record my-site.yaml --build nt4-sp3
        mtatrace record --resume traces/q181721.sqlite

      A scenario's parameters are explained in its file; change a copy of it to make your own:
        mtatrace record q181721 --print-scenario > my-site.yaml

      A recording that is interrupted keeps the events so far; 'mtatrace info' says so. --resume \
      simulates it again, compares what is stored, and goes on to the end; give --build again if \
      it was given. The exit code is 1 if a run reached one of the scenario's limits before its end.
      """)

  @Argument(
    help: ArgumentHelp(
      "A built-in scenario (\(ScenarioLibrary.names.joined(separator: ", "))) or a YAML file.",
      valueName: "scenario"),
    completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The trace file to create (default: traces/NAME.sqlite).", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The source of every random choice (default: the scenario's).", valueName: "number"),
    transform: seed)
  var seed: UInt64?

  @Option(
    help: """
      The build of Windows NT to simulate, instead of both; where a scenario contrasts versions of \
      Exchange, the build that they run on.
      """)
  var build: Build?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "A parameter's value for this run; may be given several times.", valueName: "name=value"))
  var settings: [SettingArgument] = []

  @Flag(help: "Replace the trace file if it is there already.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Go on with an interrupted recording into this trace.", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var resume: String?

  @Flag(help: "Print the scenario as a commented file, and record nothing.")
  var printScenario = false

  func run() throws {
    if let resume {
      guard scenario == nil, output == nil, seed == nil, settings.isEmpty, !force, !printScenario
      else {
        throw Failure(.usage, "--resume takes all from the trace but --build; name no scenario.")
      }
      return try report(try ResumedRecording(path: resume, build: build).finish(), in: resume)
    }
    guard let scenario else {
      throw Failure(.usage, "Name a scenario, or a trace to go on with: --resume FILE.")
    }
    if printScenario {
      return try StandardOutput.write(Array(ScenarioChoice(scenario).text().utf8))
    }
    guard output != "-" else {
      throw Failure(
        .usage, "A trace is a database and cannot go to a stream; name a file with -o.")
    }
    let read = try ScenarioChoice(scenario).scenario(settings: settings)
    let path = output ?? "traces/\(read.name).sqlite"
    if output == nil { try FileOutput(path: path).makeFolder() }
    let recording = Recording(
      variants: read.variants(on: build), seed: seed ?? read.defaultSeed, path: path)
    try report(try recording.record(replacing: force), in: path)
  }

  /// Prints what was recorded.
  private func report(_ runs: [Run], in path: String) throws {
    var output = StandardOutput()
    try output.print(path)
    for run in runs { try output.print("  \(run.summary)") }
    try output.flush()
    let limits = runs.compactMap(\.limitText)
    for text in limits { StandardError.print(text) }
    guard limits.isEmpty else { throw ExitCode(Failure.Code.different.rawValue) }
  }

  /// Traces store seeds as signed integers.
  private static func seed(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text), seed <= Int64.max else {
      throw ValidationError("A seed is a whole number from 0 to \(Int64.max), not '\(text)'.")
    }
    return seed
  }
}

extension Build: ExpressibleByArgument {}

/// `threshold=20`: a parameter's name and its value for one run.
struct SettingArgument: ExpressibleByArgument {
  var name: String
  var value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
      return nil
    }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}
