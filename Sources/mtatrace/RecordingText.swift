import Analysis
import ScenarioFiles
import Simulator
import TraceModel
import TraceStore

/// The command that records a trace's runs again, as pictures print it.
enum RecordingText {
  /// `mtatrace record q181721 --seed 8 --set mta.threshold=20 -o a.sqlite`.
  ///
  /// For captures, the command that reads them; for runs that no single recording of a built-in
  /// scenario makes, or only one of a command that nobody can read, the command that simulates them
  /// from the trace.
  ///
  /// - Parameters:
  ///   - runs: All runs of the trace, so that they get the same numbers again.
  ///   - words: A command that goes on from there.
  static func command(for runs: [Run], of path: String, then words: [String]) -> String {
    [command(for: runs, of: path), self.words(words)].filter { !$0.isEmpty }
      .joined(separator: " && ")
  }

  /// The command that makes the trace again; nothing for a capture without its names, which only
  /// the trace itself has.
  static func command(for runs: [Run], of path: String) -> String {
    if runs.contains(where: \.header.isRedactedCapture) { return "" }
    if runs.contains(where: { $0.slice != nil }) { return slicing(runs, into: path) }
    if !runs.isEmpty, runs.allSatisfy({ $0.header.source == .capture }) {
      return words(["mtatrace", "import"] + runs.map(\.header.scenario) + ["-o", path])
    }
    let roots = runs.filter { $0.branch == nil }
    if roots.count < runs.count, !roots.isEmpty {
      let recorded = command(for: roots, of: path)
      // Where only the trace itself gives its runs again, it gives the what-ifs too.
      guard !recorded.hasPrefix("mtatrace replay") else { return recorded }
      return ([recorded] + branches(among: runs, of: path)).joined(separator: " && ")
    }
    if runs.contains(where: { $0.header.source == .external }) {
      // Nothing says where they came from; what they are exported to gives them again.
      let name = path.hasSuffix(".sqlite") ? String(path.dropLast(".sqlite".count)) : path
      return words(["mtatrace", "import", "\(name).jsonl", "-o", path])
    }
    guard let header = runs.first?.header, header.source == .simulation,
      runs.map(\.id) == Array(1...runs.count),
      let changes = changes(from: header),
      let made = try? ScenarioLibrary.scenario(
        named: header.scenario, settings: changes.map { ($0.name, $0.value) })
    else { return words(["mtatrace", "replay", path]) }
    for build in [nil, Build(rawValue: header.build)]
    where isRecording(runs, of: made.variants(on: build), seed: header.seed) {
      var arguments = ["mtatrace", "record", header.scenario, "--seed", "\(header.seed)"]
      if let build { arguments += ["--build", build.rawValue] }
      for change in changes { arguments += ["--set", "\(change.name)=\(change.value)"] }
      let command = words(arguments + ["-o", path])
      if command.utf8.count <= longest { return command }
    }
    return words(["mtatrace", "replay", path])
  }

  /// The commands that lay event logs on a run, each behind what makes the trace.
  static func imports(of logs: [ImportedLog], onto path: String, run: Run) -> String {
    logs.map { log in
      " && "
        + words([
          "mtatrace", "import", "--format", "eventlog", log.name, "--onto", path, "--run",
          "\(run.id)", "--start", log.clockText,
        ])
    }
    .joined()
  }

  /// The commands that make the whole trace and cut slices out of it, all of one stretch of time.
  private static func slicing(_ runs: [Run], into path: String) -> String {
    guard let first = runs.first, let slice = first.slice,
      runs.allSatisfy({ $0.slice?.window == slice.window && $0.slice?.hosts == slice.hosts })
    else { return words(["mtatrace", "replay", path]) }
    let name = path.hasSuffix(".sqlite") ? String(path.dropLast(".sqlite".count)) : path
    let whole = "\(name)-whole.sqlite"
    let ids = Set(runs.map(\.id))
    let recorded = command(for: wholeRuns(of: runs), of: whole)
    guard !recorded.hasPrefix("mtatrace replay") else {
      return words(["mtatrace", "replay", path])
    }
    var arguments = ["mtatrace", "slice", whole] + ids.sorted().flatMap { ["--run", "\($0)"] }
    arguments += ["--between", Interval.text(of: slice.window)]
    arguments += slice.hosts.flatMap { ["--host", first.name(of: $0)] }
    return "\(recorded) && \(words(arguments + ["-o", path]))"
  }

  /// The runs that slices were cut out of, with those of the same recording between them.
  private static func wholeRuns(of slices: [Run]) -> [Run] {
    var runs = slices.map { run in
      var run = run
      run.slice = nil
      return run
    }
    guard let header = runs.first?.header, let builtIn = try? Scenario(replaying: header) else {
      return runs
    }
    for (index, variant) in builtIn.variants(on: nil).enumerated()
    where !runs.contains(where: { $0.id == index + 1 }) {
      var run = runs[0]
      run.id = index + 1
      run.branch = nil
      run.header = variant.scenario.header(build: variant.build, seed: header.seed)
      run.header.engineVersion = header.engineVersion
      runs.append(run)
    }
    return runs.sorted { $0.id < $1.id }
  }

  /// The commands that add the what-ifs of a trace to it, in their order.
  private static func branches(among runs: [Run], of path: String) -> [String] {
    runs.compactMap { run in
      guard let branch = run.branch, let parent = runs.first(where: { $0.id == branch.run }) else {
        return nil
      }
      var arguments = ["mtatrace", "replay", path, "--run", "\(branch.run)"]
      arguments += ["--at", "\(branch.event.rawValue)"]
      if run.header.build != parent.header.build {
        arguments += ["--set", "build=\(run.header.build)"]
      }
      for parameter in run.header.parameters
      where parent.header.value(of: parameter.name) != parameter.value {
        arguments += ["--set", "\(parameter.name)=\(parameter.value)"]
      }
      return words(arguments)
    }
  }

  /// The octets of the longest command that a picture prints.
  private static let longest = 4_096

  /// Whether one recording of these variants gives these runs, by any engine.
  private static func isRecording(
    _ runs: [Run], of variants: [Scenario.Variant], seed: UInt64
  ) -> Bool {
    guard runs.count == variants.count else { return false }
    return zip(runs, variants).allSatisfy { run, variant in
      var header = variant.scenario.header(build: variant.build, seed: seed)
      header.engineVersion = run.header.engineVersion
      return header == run.header
    }
  }

  /// What a run's parameters change in the built-in scenario of its name; `nil` if there is none.
  ///
  /// What the runs of a recording differ in is no change.
  private static func changes(from header: RunHeader) -> [Parameter]? {
    guard let builtIn = try? ScenarioLibrary.scenario(named: header.scenario) else { return nil }
    let varied = header.value(of: "contrast") == "exchange" ? "mta.exchange" : nil
    let changed = header.parameters.filter { $0.name != varied && !builtIn.settings.contains($0) }
    let gone = builtIn.faults.map { "faults.\($0.name)" }
      .filter { header.value(of: $0) == nil }
      .map { Parameter(name: $0, value: "none") }
    return changed + gone
  }

  /// Words as a shell takes them.
  static func words(_ words: [String]) -> String {
    words.map { word in
      let isPlain = word.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || "-_./:=+,@".contains(character)
      }
      return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
    .joined(separator: " ")
  }
}
