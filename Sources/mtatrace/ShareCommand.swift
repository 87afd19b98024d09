import ArgumentParser
import TraceStore

/// `mtatrace share`: makes a trace that can be given away.
struct ShareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "share",
    abstract: "Make a trace that can be given away, without anybody's names.",
    discussion: """
      With --redact, names are replaced by pseudonyms, the same by the same in all runs: hosts \
      become HOST1, HOST2 and so on in their order; addresses of IP those of the ranges for \
      documentation (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, then 198.18.0.0/15 and \
      240.0.0.0/4; 2001:db8::/32); ids of messages, paths and captures' files, names of your \
      own scenarios and their titles likewise. Of captured PDUs, stub data, objects and \
      authentication become zeros. The file is new, and the original stays as it is.

      Order, sizes and times stay, and with them the numbers of events, messages, connections and \
      calls, ports, pipes that every Windows has, interfaces, and the built-in scenarios' names: \
      the redacted trace replays, diagnoses and draws as the original does. Where event-log texts \
      name hosts, its fingerprint is its own. A name of fewer than four letters is found in texts \
      as a word only. A name that is also a word of scenarios or tables is found still, and said.

      The key tells what was replaced by what. It is written beside the trace, for its owner's \
      eyes only; keep it, and give the trace away without it.

      Examples:
        mtatrace share traces/q189494.sqlite --redact
        mtatrace share mail.sqlite --redact -o given.sqlite --key ~/given.json
        mtatrace slice mail.sqlite --around 9341 -o why.sqlite
        mtatrace share why.sqlite --redact -o given-why.sqlite
      """)

  @OptionGroup var trace: TraceArgument

  @Flag(help: "Replace names by pseudonyms.")
  var redact = false

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The trace to write (default: redacted.sqlite).", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The key to write (default: the new trace's name with -key.json).", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var key: String?

  @Flag(help: "Replace the trace and the key if they are there already.")
  var force = false

  @OptionGroup var printing: PrintOptions

  func run() throws {
    guard redact else {
      throw Failure(
        .usage,
        "'mtatrace share' makes a trace without names and needs --redact for that; to give "
          + "\(trace.path) away with all names, copy it, or a part of it with 'mtatrace slice'.")
    }
    var redacted = try RedactedTrace(
      of: trace, at: output ?? "redacted.sqlite", key: key, replacing: force)
    try redacted.write()
    var output = StandardOutput()
    if printing.json {
      try output.print(JSON.object(redacted.members).lines)
    } else {
      try output.print(redacted.path)
      for run in try TraceReader(redacted.path).runs() { try output.print("  \(run.summary)") }
      for line in redacted.lines { try output.print(line) }
    }
    try output.flush()
  }
}
