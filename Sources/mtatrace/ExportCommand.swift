import Analysis
import ArgumentParser
import Capture
import TraceModel
import TraceStore

/// `mtatrace export`: writes a run as a capture of its network.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run as a capture for Wireshark and tshark, or as JSON Lines.",
    discussion: """
      A run becomes Ethernet, IP and TCP with its DCE/RPC inside: connections with their \
      handshakes, resets and closes, what the endpoint mapper is asked, and every PDU with the \
      event behind it as a comment. Each link between two hosts is an interface. A capture holds \
      one run; of several, each gets a file of its own, with the run's number in its name.

      Simulated runs begin at 1998-01-01T00:00:00Z. SPX, VNS SPP and named pipes, which Ethernet \
      does not carry here, go out over TCP: SPX socket n on port 31000 + n mod 1000, VNS SPP \
      port n on 33000 + n mod 1000, others on 35000 + the place of their address. Simulated \
      clients have 50000 added to their ports. Events without a packet are counted by reason; the \
      exit code is 1 if traffic is missing from the capture.

      With --format jsonl, or a name that ends in .jsonl, runs are written whole as JSON Lines, \
      one object a line and all in one file; 'mtatrace import' makes equal runs of them, and \
      'mtatrace schema --jsonl' describes every field.

      Examples:
        mtatrace export traces/q181721.sqlite --run 1 -o q181721.pcapng
        mtatrace export traces/q181721.sqlite --run 1 --between 0:54:00..1:04:00 -o part.pcapng
        mtatrace export traces/q181721.sqlite --run 2 --ipv6 --mss 536
        mtatrace export traces/q181721.sqlite --run 1 -o - | tshark -r - -Y dcerpc.pkt_type==13
        mtatrace export traces/q181721.sqlite -o q181721.jsonl
      """)

  /// What runs are written as.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case pcapng
    case jsonl
  }

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption

  @Option(help: "What to write (default: jsonl if the output's name ends in .jsonl, else pcapng).")
  var format: Format?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"),
    completion: .file(extensions: ["pcapng", "jsonl"]))
  var output: String?

  @Flag(name: .customLong("ipv6"), help: "Write IPv6 instead of IPv4.")
  var usesVersion6 = false

  @Option(
    name: .customLong("mss"),
    help: ArgumentHelp(
      "The largest payload of a segment (default: 1460, and 1440 with --ipv6).",
      valueName: "octets"))
  var maximumSegment: Int?

  @Option(
    help: ArgumentHelp(
      "Only this part of virtual time, such as 0:54:00..1:04:00; either end may be left out.",
      valueName: "from..to"))
  var between: Interval?

  @Option(
    help: ArgumentHelp("Only connections of this host; may be repeated.", valueName: "name"))
  var host: [String] = []

  @OptionGroup var printing: PrintOptions

  func validate() throws {
    let sizes = ExportOptions.segmentSizes
    guard maximumSegment.map(sizes.contains) ?? true else {
      throw ValidationError(
        "A segment has \(sizes.lowerBound) to \(sizes.upperBound) octets.")
    }
    guard chosenFormat == .jsonl else { return }
    guard between == nil, host.isEmpty else {
      throw ValidationError(
        "JSON Lines hold whole runs, since a part of the events is no run; leave out --between and "
          + "--host, and choose runs with --run.")
    }
    guard !usesVersion6, maximumSegment == nil else {
      throw ValidationError("JSON Lines have no packets; leave out --ipv6 and --mss.")
    }
  }

  private var chosenFormat: Format {
    format ?? (output?.hasSuffix(".jsonl") == true ? .jsonl : .pcapng)
  }

  func run() throws {
    let reader = try trace.open()
    let runs = try choice.runs(of: reader)
    switch chosenFormat {
    case .pcapng: try exportCaptures(of: runs, in: reader)
    case .jsonl: try exportLines(of: runs, in: reader)
    }
  }

  private func exportLines(of runs: [Run], in reader: TraceReader) throws {
    let file = FileOutput(path: output ?? "\(trace.stem).\(Format.jsonl.rawValue)")
    guard !printing.json || file.path != "-" else {
      throw Failure(.usage, "Standard output takes the runs or JSON; name a file with -o.")
    }
    try file.requireOther(than: trace.path, for: ("export", "made"))
    let export = LinesExport(runs: runs, file: file)
    try export.check()
    let written = try export.write(from: reader)
    var output = StandardOutput()
    if printing.json {
      try output.print(JSON.array(written.map(\.json)).lines)
    } else if file.path == "-" {
      for result in written { StandardError.print(result.line) }
    } else {
      try output.print(file.path)
      for result in written { try output.print("  \(result.line)") }
    }
    try output.flush()
  }

  private func exportCaptures(of runs: [Run], in reader: TraceReader) throws {
    try runs.requireHosts(host)
    try runs.requireTimes(between)
    let exports = try exports(of: runs)
    let summaries = try exports.map { run, file in
      (run, file, try CaptureExport(run: run, file: file).write(from: reader, options(for: run)))
    }
    try report(summaries)
    guard summaries.allSatisfy({ !$0.2.lacksTraffic }) else {
      throw ExitCode(Failure.Code.different.rawValue)
    }
  }

  /// Each run with the file that it goes to.
  private func exports(of runs: [Run]) throws -> [(run: Run, file: FileOutput)] {
    let whole = FileOutput(path: output ?? "\(trace.stem).\(Format.pcapng.rawValue)")
    guard runs.count == 1 || whole.path != "-" else {
      let numbers = runs.map { "\($0.id)" }.joined(separator: ", ")
      throw Failure(
        .usage, "A capture holds one run; choose one with --run: \(numbers).")
    }
    guard !printing.json || whole.path != "-" else {
      throw Failure(.usage, "Standard output takes the capture or JSON; name a file with -o.")
    }
    let exports = runs.map { ($0, runs.count == 1 ? whole : whole.numbered($0.id)) }
    for (_, file) in exports { try file.requireOther(than: trace.path, for: ("capture", "made")) }
    return exports
  }

  private func options(for run: Run) -> ExportOptions {
    let hosts = run.header.hosts.indices.filter { host.contains(run.header.hosts[$0].name) }
    return ExportOptions(
      maximumSegment: maximumSegment, usesVersion6: usesVersion6, program: Version.text,
      hosts: host.isEmpty ? nil : Set(hosts.map { HostIndex($0) }), from: between?.start,
      to: between?.end)
  }

  private func report(_ exports: [(Run, FileOutput, ExportSummary)]) throws {
    guard !printing.json else {
      var output = StandardOutput()
      try output.print(JSON.array(exports.map { $0.2.json(of: $0.0, file: $0.1.path) }).lines)
      return try output.flush()
    }
    var output = StandardOutput()
    for (run, file, summary) in exports {
      if file.path == "-" {
        for line in summary.lines(of: run) { StandardError.print(line) }
      } else {
        try output.print(file.path)
        for line in summary.lines(of: run) { try output.print("  \(line)") }
      }
    }
    try output.flush()
  }
}
