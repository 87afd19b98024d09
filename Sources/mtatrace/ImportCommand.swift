import Analysis
import ArgumentParser
import Capture
import TraceModel
import TraceStore

/// `mtatrace import`: reads captures into a trace.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read packet captures, runs as JSON Lines or event logs into a trace.",
    discussion: """
      Reads pcap and pcapng, compressed with gzip or not, and finds DCE/RPC over TCP on any port \
      and in named pipes over SMB 1 and 2. Every other command works on the trace as on one that \
      was recorded; start with 'mtatrace diagnose'.

      What could not be read is counted, and 'mtatrace info' lists it. A capture that is cut or \
      damaged is read as far as it goes.

      Files whose names end in .jsonl, and all with --format jsonl, hold runs of any simulator, or \
      what 'mtatrace export' wrote: one object a line, first the run, then connections and events \
      in order, then the end. 'mtatrace schema --jsonl' describes every field. What is wrong is \
      said with line and field; what came before it is kept as an interrupted run.

      With --format eventlog, what real MTAs wrote is laid on a run of a trace: entries of \
      MSExchangeMTA with the ids 57, 9277, 9316, 9318 and 9322 from what Event Viewer saves as CSV \
      or 'wevtutil qe Application /f:text' prints. Charts show them as a strip and reports as a \
      table; everything else in the file is counted. The log's clock showed 1998-01-01 00:00:00 \
      when a simulation began, and a capture's time when that did, unless --start says otherwise.

      Examples:
        mtatrace import --format eventlog hub1.csv --onto q181721.sqlite --start '1998-03-02 08:00:00'
        mtatrace import mail.pcapng -o mail.sqlite
        mtatrace import hub1.pcap.gz hub2.pcap.gz -o both.sqlite --port 4007
        tcpdump -i eth0 -w - tcp | mtatrace import - -o live.sqlite
        mtatrace import lab.jsonl -o lab.sqlite

      The least that makes a run of JSON Lines:
        echo '
        {"type":"run","format":1,"scenario":"lab","hosts":[{"name":"A"}]}
        {"type":"event","sequence":1,"time":0,"kind":"host_stopped","host":"A"}
        {"type":"event","sequence":2,"time":9000,"kind":"host_started","host":"A"}
        {"type":"end"}' | mtatrace import --format jsonl - -o lab.sqlite
      """)

  @Argument(
    help: ArgumentHelp(
      "Captures, or files of JSON Lines; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["pcap", "pcapng", "cap", "gz", "jsonl"]))
  var files: [String]

  /// What files hold.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case capture
    case jsonl
    case eventlog

    /// What a file of this name holds unless it is said.
    init(ofFile path: String) { self = path.hasSuffix(".jsonl") ? .jsonl : .capture }
  }

  @Option(help: "What the files hold (default: jsonl if a name ends in .jsonl, else capture).")
  var format: Format?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The trace file to create.", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String?

  @OptionGroup var log: EventLogOptions

  @Option(
    help: ArgumentHelp(
      """
      A port of TCP that carries DCE/RPC from the first octet, besides those that are recognised; \
      may be repeated.
      """, valueName: "number"))
  var port: [UInt16] = []

  @Option(
    help: ArgumentHelp(
      "Only frames in this part of the time since the first, such as 0:01:00..0:05:00.",
      valueName: "from..to"))
  var between: Interval?

  @Option(
    help: ArgumentHelp(
      "Only packets from or to this address of IP; may be repeated.", valueName: "address"))
  var host: [AddressArgument] = []

  @Flag(help: "Replace the trace file if it is there already.")
  var force = false

  @OptionGroup var printing: PrintOptions

  func validate() throws {
    guard files.filter({ $0 == "-" }).count < 2 else {
      throw ValidationError("Standard input can be read only once.")
    }
    guard format != .eventlog else { return try validateLog() }
    guard !log.isGiven else {
      throw ValidationError("--onto and what goes with it are for --format eventlog.")
    }
    guard let output else { throw ValidationError("Name the trace file to create with -o.") }
    guard output != "-" else {
      throw ValidationError(
        "A trace is a database and cannot go to a stream; name a file with -o.")
    }
    guard Set(files.map(format(of:))).count < 2 else {
      throw ValidationError("Captures and JSON Lines do not go into one trace; import each alone.")
    }
    guard !isOfLines || (port.isEmpty && between == nil && host.isEmpty) else {
      throw ValidationError(
        "JSON Lines hold whole runs; leave out --port, --between and --host.")
    }
  }

  private func validateLog() throws {
    guard log.onto != nil else {
      throw ValidationError("An event log is laid on a trace; name that with --onto.")
    }
    guard output == nil, !force, port.isEmpty, between == nil, host.isEmpty else {
      throw ValidationError(
        "An event log makes no trace of its own; leave out -o, --force, --port, --between and "
          + "--host.")
    }
  }

  private func format(of path: String) -> Format { format ?? Format(ofFile: path) }

  private var isOfLines: Bool { files.first.map(format(of:)) == .jsonl }

  func run() throws {
    if format == .eventlog { return try log.importLogs(files, asJSON: printing.json) }
    guard let output else { return }
    isOfLines ? try importLines(into: output) : try importCaptures(into: output)
  }

  private func importLines(into output: String) throws {
    // Files that are none are found before a trace is made.
    let lines = try files.map { try OpenLines($0) }
    let imported = try LinesImport(files: lines, path: output).run(replacing: force)
    try report(imported.map { (json: $0.json, lines: [$0.run.summary]) }, in: output)
  }

  private func importCaptures(into output: String) throws {
    var selection = CaptureSelection()
    selection.ports = Set(port)
    selection.addresses = Set(host.map(\.address))
    if let between {
      let end = between.end ?? TraceInstant(nanoseconds: .max)
      selection.interval = between.start...end
    }
    // Captures that are none are found before a trace is made.
    let captures = try files.map { try OpenCapture($0, selection) }
    let imported = try CaptureImport(captures: captures, path: output).run(replacing: force)
    try report(imported.map { (json: $0.json, lines: $0.lines) }, in: output)
    for result in imported { result.damageText.map { StandardError.print($0) } }
  }

  private func report(_ runs: [(json: JSON, lines: [String])], in path: String) throws {
    var output = StandardOutput()
    if printing.json {
      try output.print(
        JSON.object([
          ("file", .string(path)), ("runs", .array(runs.map(\.json))),
        ]).lines)
    } else {
      try output.print(path)
      for line in runs.flatMap(\.lines) { try output.print("  \(line)") }
    }
    try output.flush()
  }
}

/// An address of IP, as the command line takes it.
struct AddressArgument: ExpressibleByArgument {
  let address: NetworkAddress

  init?(argument: String) {
    guard let address = NetworkAddress(argument) else { return nil }
    self.address = address
  }
}
