import ArgumentParser
import TraceModel
import TraceStore

/// The trace file that a command reads.
struct TraceArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The trace file.", valueName: "trace"),
    completion: .file(extensions: ["sqlite"]))
  var path: String

  func open() throws -> TraceReader { try TraceReader(path) }
}

/// The runs of the file that a command looks at.
struct RunOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the run of this number; may be given several times.", valueName: "number"))
  var run: [Int] = []

  /// The runs chosen, or all, in the order of the file.
  func runs(of reader: TraceReader) throws -> [Run] {
    if run.isEmpty {
      let runs = try reader.runs()
      guard !runs.isEmpty else {
        throw Failure(.badData, "\(reader.path) has no runs; record it again.")
      }
      return runs
    }
    return try Set(run).sorted().map { try reader.run($0) }
  }
}

/// What all commands that print have in common.
struct PrintOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of text for people.")
  var json = false
}

/// Which events of a run a command means.
struct EventOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this part of virtual time, such as 0:54:00..1:04:00; either end may be left out.",
      valueName: "from..to"))
  var between: Interval?

  @Option(help: ArgumentHelp("Only events at this host; may be repeated.", valueName: "name"))
  var host: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only events of this kind, such as bind_nak; may be repeated.", valueName: "kind"))
  var kind: [KindArgument] = []

  /// The filter for a run, or `nil` if the run has none of the hosts.
  func filter(for run: Run) -> EventFilter? {
    let indexes = run.header.hosts.indices.filter { host.contains(run.header.hosts[$0].name) }
    if !host.isEmpty, indexes.isEmpty { return nil }
    return EventFilter(
      kinds: kind.isEmpty ? nil : kind.map(\.kind),
      hosts: host.isEmpty ? nil : indexes.map { HostIndex($0) },
      from: between?.start, to: between?.end)
  }

  /// Throws unless each host is one of a run's.
  func checkHosts(of runs: [Run]) throws {
    let names = runs.flatMap { $0.header.hosts.map(\.name) }
    for name in host where !names.contains(name) {
      let known = Set(names).sorted().joined(separator: ", ")
      throw Failure(.usage, "There is no host \(name) in these runs; there are \(known).")
    }
  }
}

/// A kind of event by the name that views give it: `bind_nak`.
struct KindArgument: ExpressibleByArgument {
  let kind: EventKind

  init?(argument: String) {
    guard let kind = EventKind(name: argument) else { return nil }
    self.kind = kind
  }

  static let allValueStrings = EventKind.allCases.map(\.name)
}
