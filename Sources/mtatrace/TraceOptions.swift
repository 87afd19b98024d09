import ArgumentParser
import TraceModel
import TraceStore

/// The trace file that a command reads.
struct TraceArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The trace file.", valueName: "trace"),
    completion: .file(extensions: ["sqlite"]))
  var path: String

  /// The name of the file without its folder, which is nobody else's business.
  var name: String { path.split(separator: "/").last.map { String($0) } ?? path }

  /// The name of the file without its folder and `.sqlite`.
  var stem: String {
    let name = name
    return name.hasSuffix(".sqlite") ? String(name.dropLast(".sqlite".count)) : name
  }

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
    return try numbers.map { number in
      do {
        return try reader.run(number)
      } catch let error as TraceStoreError where error.reason == .noSuchRun(number) {
        throw Failure(.noInput, try Self.missing(number, in: reader))
      }
    }
  }

  /// The numbers given, as a command line takes them.
  var arguments: [String] { numbers.flatMap { ["--run", "\($0)"] } }

  /// The numbers given, each once and in order.
  var numbers: [Int] { Set(run).sorted() }

  private static func missing(_ number: Int, in reader: TraceReader) throws -> String {
    let numbers = try reader.runs().map { "\($0.id)" }
    let known =
      switch numbers.count {
      case 0: "it has no runs, so record it again"
      case 1: "its only run is \(numbers[0])"
      case 2...8:
        "its runs are \(numbers.dropLast().joined(separator: ", ")) and "
          + numbers[numbers.count - 1]
      default: "'mtatrace info \(reader.path)' lists those that it has"
      }
    return "\(reader.path) has no run \(number); \(known)."
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

  /// Throws unless each host is one of a run's, and if the part of virtual time begins after the
  /// end of all runs.
  func check(_ runs: [Run]) throws {
    try runs.requireHosts(host)
    try runs.requireTimes(between)
  }
}

extension [Run] {
  /// Throws if a part of virtual time begins after the end of all runs.
  func requireTimes(_ interval: Interval?) throws {
    guard let interval, allSatisfy({ $0.end < interval.start }) else { return }
    throw interval.failure(after: self)
  }

  /// Throws if the runs are slices without what a host takes part in.
  func requireHeld(_ hosts: [String]) throws {
    for name in hosts {
      let lack = allSatisfy { run in
        run.slice.map { slice in
          !slice.hosts.isEmpty && !slice.hosts.contains { run.name(of: $0) == name }
        } ?? false
      }
      guard !lack else {
        throw Failure(
          .usage,
          "The trace is a slice without what \(name) takes part in; look into the whole trace.")
      }
    }
  }

  /// Throws unless each host is one of a run's.
  func requireHosts(_ hosts: [String]) throws {
    let names = flatMap { $0.header.hosts.map(\.name) }
    for name in hosts where !names.contains(name) {
      let known = Set(names).sorted().joined(separator: ", ")
      throw Failure(.usage, "There is no host \(name) in these runs; there are \(known).")
    }
    try requireHeld(hosts)
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
