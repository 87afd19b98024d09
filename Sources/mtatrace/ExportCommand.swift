import Analysis
import ArgumentParser
import Capture
import TraceModel
import TraceStore

/// `mtatrace export`: writes runs in the forms that other programs read.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write runs for other programs: as capture, JSON Lines, CSV, diagram or timeline.",
    discussion: """
      pcapng, for Wireshark and tshark: a run becomes Ethernet, IP and TCP with its DCE/RPC \
      inside: connections with their handshakes, resets and closes, what the endpoint mapper is \
      asked, and every PDU with the event behind it as a comment. Each link between two hosts is \
      an interface. A capture holds one run; of several, each gets a file of its own, with the \
      run's number in its name.

      Simulated runs begin at 1998-01-01T00:00:00Z. SPX, VNS SPP and named pipes, which Ethernet \
      does not carry here, go out over TCP: SPX socket n on port 31000 + n mod 1000, VNS SPP \
      port n on 33000 + n mod 1000, others on 35000 + the place of their address. Simulated \
      clients have 50000 added to their ports. Events without a packet are counted by reason; the \
      exit code is 1 if traffic is missing from the capture.

      jsonl: runs are written whole as JSON Lines, one object a line and all in one file; \
      'mtatrace import' makes equal runs of them, and 'mtatrace schema --jsonl' describes every \
      field.

      csv: the events, one a line, with the columns of the view 'events' and a last one that says \
      each in words; 'sqlite3' takes it with '.import --csv', and so do spreadsheets.

      mermaid, plantuml: the sequence diagram that 'mtatrace diagram' draws, with the same \
      stretch of time, parties and folds, as text that these programs draw. A fold is a note with \
      its count and interval, which --unfold replaces by its rows; what the runs have in common \
      stands once, and what differs in branches. A time like '1:09:41.250 +36 ms' is that of \
      sending and how long it took. The shading of lifelines is not kept, and counted. PlantUML \
      cuts PNG at 4096 pixels; 'plantuml -tsvg' cuts nothing.

      perfetto: a timeline for https://ui.perfetto.dev, as Chrome's trace events in JSON: hosts \
      are processes, associations and connections threads with their calls, arrows lead from \
      sending to receiving, backlogs are counters, and stalls and what disturbs hosts and lines \
      have tracks of their own.

      The ending of the output's name chooses the format: .pcapng, .jsonl, .csv, .mmd, .puml, \
      .json.

      Examples:
        mtatrace export traces/q181721.sqlite --run 1 -o q181721.pcapng
        mtatrace export traces/q181721.sqlite --run 1 --between 0:54:00..1:04:00 -o part.pcapng
        mtatrace export traces/q181721.sqlite --run 2 --ipv6 --mss 536
        mtatrace export traces/q181721.sqlite --run 1 -o - | tshark -r - -Y dcerpc.pkt_type==13
        mtatrace export traces/q181721.sqlite -o q181721.jsonl
        mtatrace export traces/q181721.sqlite --kind bind_nak --kind log_entry -o naks.csv
        mtatrace export traces/q181721.sqlite -o q181721.mmd
        mtatrace export traces/hub50.sqlite --host HUB --host SPOKE10 --unfold 1 -o hub.puml
        mtatrace export traces/q181721.sqlite --between 1:09:00..1:17:00 -o stall.json
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption

  @Option(help: "What to write (default: what the output's name ends in, or pcapng).")
  var format: ExportFormat?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"),
    completion: .file(extensions: ExportFormat.allEndings))
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
    help: ArgumentHelp(
      """
      Only connections or events of this host; a diagram shows everything between the hosts; may \
      be repeated.
      """, valueName: "name"))
  var host: [String] = []

  @Option(
    help: ArgumentHelp(
      "Of CSV, only events of this kind, such as bind_nak; may be repeated.", valueName: "kind"))
  var kind: [KindArgument] = []

  @OptionGroup var telling: ExportTelling
  @OptionGroup var printing: PrintOptions

  func validate() throws {
    let sizes = ExportOptions.segmentSizes
    guard maximumSegment.map(sizes.contains) ?? true else {
      throw ValidationError(
        "A segment has \(sizes.lowerBound) to \(sizes.upperBound) octets.")
    }
    let format = chosenFormat
    guard format != .jsonl || between == nil && host.isEmpty else {
      throw ValidationError(
        "JSON Lines hold whole runs, since a part of the events is no run; leave out --between and "
          + "--host, and choose runs with --run.")
    }
    guard format == .pcapng || !usesVersion6 && maximumSegment == nil else {
      let name = format == .jsonl ? "JSON Lines have" : "\(format.rawValue) has"
      throw ValidationError("\(name) no packets; leave out --ipv6 and --mss.")
    }
    guard format == .csv || kind.isEmpty else {
      throw ValidationError("Only CSV takes some kinds of events alone; leave out --kind.")
    }
    guard format.isDiagram || telling.given.isEmpty else {
      throw ValidationError(
        "\(telling.given[0]) says how a diagram is told; leave it out, or write one with "
          + "--format mermaid or --format plantuml.")
    }
  }

  private var chosenFormat: ExportFormat {
    format ?? output.flatMap(ExportFormat.init(ofFile:)) ?? .pcapng
  }

  func run() throws {
    let reader = try trace.open()
    let format = chosenFormat
    if format.isDiagram { return try exportDiagram(format) }
    let runs = try choice.runs(of: reader)
    switch format {
    case .pcapng: try exportCaptures(of: runs, in: reader)
    case .jsonl: try exportLines(of: runs, in: reader)
    case .csv: try exportEvents(of: runs, in: reader)
    case .perfetto: try exportTimeline(of: runs, in: reader)
    case .mermaid, .plantuml: break
    }
  }

  /// The file that one of the formats goes to which take all runs together.
  ///
  /// - Throws: ``Failure`` with code 64 if it is the trace's, or if standard output would take two
  ///   things at once.
  func file(for format: ExportFormat) throws -> FileOutput {
    let file = FileOutput(path: output ?? "\(trace.stem).\(format.endings[0])")
    guard !printing.json || file.path != "-" else {
      let what = format == .jsonl ? "runs" : format.noun
      throw Failure(.usage, "Standard output takes the \(what) or JSON; name a file with -o.")
    }
    try file.requireOther(than: trace.path, for: (format.noun, "made"))
    return file
  }

  /// Says what was written.
  ///
  /// - Parameters:
  ///   - lines: What was written, for people.
  ///   - json: The same for programs.
  ///   - lacks: What the form has no place for, on standard error whoever reads the rest.
  func report(_ file: FileOutput, _ lines: [String], json: JSON, lacks: [String] = []) throws {
    var output = StandardOutput()
    if printing.json {
      try output.print(json.lines)
    } else if file.path == "-" {
      for line in lines { StandardError.print(line) }
    } else {
      try output.print(file.path)
      for line in lines { try output.print("  \(line)") }
    }
    try output.flush()
    for line in lacks { StandardError.print(line) }
  }
}
