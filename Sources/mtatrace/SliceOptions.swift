import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// Which part of a trace a slice holds, and where it goes.
struct SliceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Everything in this part of virtual time, such as 0:54:00..1:04:00; either end may be left "
        + "out.", valueName: "from..to"))
  var between: Interval?

  @Option(
    help: ArgumentHelp(
      "What led to this event, or moment, of the first run, and the minute around it.",
      valueName: "event"))
  var around: EventArgument?

  @Option(
    help: ArgumentHelp(
      "The time in which this message was on its way; may be repeated.", valueName: "number"))
  var message: [UInt32] = []

  @Option(
    help: ArgumentHelp(
      "All that this host takes part in, or with several what happens at and between them.",
      valueName: "name"))
  var host: [String] = []

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The trace to write (default: the trace's name with -slice).", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String?

  @Flag(help: "Replace the slice if it is there already.")
  var force = false

  /// What is to be cut out of each run.
  ///
  /// - Parameter chosen: Those that were asked for, of whose first an event is meant.
  /// - Throws: ``Failure`` with code 64 if the runs have nothing like it.
  func slices(
    of runs: [Run], chosen: [Run], in reader: TraceReader, path: String
  ) throws -> [RunSlicing] {
    try runs.requireHosts(host)
    let analysis = TraceAnalysis(reader: reader)
    do {
      let choice = try choice(of: runs, chosen: chosen, in: reader)
      let part = try choice.part(of: runs, in: analysis, hosts: runs.first.map(hosts) ?? [])
      let slices = try runs.map {
        // Captures have hosts of their own.
        let own = host.isEmpty ? part.hosts : hosts(of: $0)
        return try RunSlicing(of: StoredRun($0, in: reader), within: part.window, hosts: own)
      }
      guard slices.contains(where: { !$0.isEmpty }) else {
        let time = slices.first?.slice.timeText ?? "then on"
        throw Failure(
          .usage, "Nothing happened from \(time) at these hosts; choose more of either.")
      }
      return slices
    } catch let error as AnalysisError {
      throw Failure(explaining: error, of: path)
    } catch let mistake as SliceChoice.Mistake {
      throw Failure(.usage, mistake.sentence(of: runs, path: path))
    }
  }

  /// The hosts of a run that were named, in their order.
  private func hosts(of run: Run) -> [HostIndex] {
    run.header.hosts.indices.filter { host.contains(run.header.hosts[$0].name) }
      .map { HostIndex($0) }
  }

  private func choice(of runs: [Run], chosen: [Run], in reader: TraceReader) throws -> SliceChoice {
    guard [between != nil, around != nil, !message.isEmpty].count(where: { $0 }) < 2 else {
      throw Failure(.usage, "--between, --around and --message choose the time; give one of them.")
    }
    if let between {
      try runs.requireTimes(between)
      let end = runs.map(\.end).max() ?? .start
      return .time(between.start...max(between.start, min(between.end ?? end, end)))
    }
    if let around, let run = chosen.first {
      return .around(try around.event(of: run, in: reader), in: run)
    }
    if !message.isEmpty { return .messages(message.map(MessageID.init(rawValue:))) }
    guard runs.first?.header.source != .capture, !host.isEmpty || runs.allSatisfy(Self.isWhole)
    else {
      throw Failure(
        .usage, "Say which part of \(reader.path) to cut out: --between, --around or --message.")
    }
    // Hosts alone mean their whole time.
    guard host.isEmpty else { return .time(.start...(runs.map(\.end).max() ?? .start)) }
    return .decisive
  }

  private static func isWhole(_ run: Run) -> Bool { run.slice == nil }
}

extension SliceChoice.Mistake {
  func sentence(of runs: [Run], path: String) -> String {
    switch self {
    case .noSuchMessage(let message):
      return "\(path) has no mail of message \(message.rawValue) in these runs; 'mtatrace "
        + "show \(path) --kind message_enqueued' lists what it has."
    case .outside(let window):
      let (start, end) = (window.lowerBound.preciseText, window.upperBound.preciseText)
      return "\(path) is a slice that holds \(start) to \(end), and nothing of that time."
    case .withoutHost(let host):
      let name = runs.first?.name(of: host) ?? "host \(host.rawValue)"
      return "\(path) is a slice without what \(name) takes part in; cut it out of the whole trace."
    }
  }
}
