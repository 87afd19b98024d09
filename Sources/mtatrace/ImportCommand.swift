import Analysis
import ArgumentParser
import Capture
import TraceModel
import TraceStore

/// `mtatrace import`: reads captures into a trace.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read packet captures into a trace, one run each.",
    discussion: """
      Reads pcap and pcapng, compressed with gzip or not, and finds DCE/RPC over TCP on any port \
      and in named pipes over SMB 1 and 2. Every other command works on the trace as on one that \
      was recorded; start with 'mtatrace diagnose'.

      What could not be read is counted, and 'mtatrace info' lists it. A capture that is cut or \
      damaged is read as far as it goes.

      Examples:
        mtatrace import mail.pcapng -o mail.sqlite
        mtatrace import hub1.pcap.gz hub2.pcap.gz -o both.sqlite --port 4007
        tcpdump -i eth0 -w - tcp | mtatrace import - -o live.sqlite
      """)

  @Argument(
    help: ArgumentHelp("Captures; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["pcap", "pcapng", "cap", "gz"]))
  var files: [String]

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The trace file to create.", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String

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
    guard output != "-" else {
      throw ValidationError(
        "A trace is a database and cannot go to a stream; name a file with -o.")
    }
  }

  func run() throws {
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
    var output = StandardOutput()
    if printing.json {
      try output.print(
        JSON.object([
          ("file", .string(self.output)), ("runs", .array(imported.map(\.json))),
        ]).lines)
    } else {
      try output.print(self.output)
      for result in imported {
        for line in result.lines { try output.print("  \(line)") }
      }
    }
    try output.flush()
    for result in imported { result.damageText.map { StandardError.print($0) } }
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
