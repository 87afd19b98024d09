import ArgumentParser
import Tickets

/// `mtatrace ticket`: makes everything that a ticket needs of a trace.
struct TicketCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket",
    abstract: "Make an evidence pack for a ticket: text, pictures, report, numbers, slice.",
    discussion: """
      A pack is a folder with the body of a comment in the tracker's own markup, the chart and the \
      decisive part of the diagram as PNG and SVG, the report as PDF, the numbers of each figure \
      as CSV, a slice of the trace that shows it, and manifest.json, which lists them with sizes, \
      digests and what they show. What the tracker does not take is named in the body and stays \
      behind. The limits are the trackers' own defaults.

      With --send the pack goes to a ticket, once: a second time adds nothing. Where the tracker is \
      and who writes comes from the environment, MTATRACE_RT_URL and MTATRACE_RT_TOKEN (or \
      MTATRACE_RT_USER and MTATRACE_RT_PASSWORD) and the like for REDMINE, JIRA, GITLAB and \
      BUGZILLA, or from lines like 'rt.url = https://rt.example.org' in \
      ~/.config/mtatrace/trackers, which only you may read. curl sends it, and to GitHub 'gh' with \
      its own account. Without --send nothing leaves this computer.

      With --redact the pack is made of a trace without names, as 'mtatrace share' makes it, which \
      stays beside the folder with the key to the names. --link takes names as they were, and in \
      --title and --note they are replaced.

      Examples:
        mtatrace ticket traces/q181721.sqlite --for rt
        mtatrace ticket traces/q181721.sqlite --for github -o evidence
        mtatrace ticket traces/hub50.sqlite --for redmine --markup textile --link HUB:SPOKE05
        mtatrace ticket traces/q181721.sqlite --for rt --send 4711 --dry-run
        mtatrace ticket traces/q181721.sqlite --for gitlab --send group/project#12
        mtatrace ticket traces/q189494.sqlite --for gitlab --redact
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var pack: TicketOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var printing: PrintOptions

  func run() throws {
    _ = try picture.onlyLink()
    if pack.redact { return try runRedacted() }
    try make()
  }

  /// Makes the pack, sends it if that is asked for, and says so.
  ///
  /// - Parameter redacted: What the trace was made of, if its names were replaced.
  func make(of redacted: RedactedTrace? = nil) throws {
    let sending = try pack.send.map {
      try PackSending(to: $0, of: pack.tracker, rehearses: pack.dryRun)
    }
    let subject = try PictureSubject(
      trace: trace, choice: choice, options: picture, arguments: pack.arguments, maker: "ticket")
    let folder = try PackFolder(
      path: pack.output ?? "\(trace.stem)-ticket", replacing: pack.force)
    let made = try EvidencePack(
      of: subject, for: pack.tracker, markup: pack.markup ?? pack.tracker.markup,
      words: picture.words, folder: folder.path)
    let paths = try folder.write(made)
    let outcome = try sending?.send(made, in: folder)
    var output = StandardOutput()
    if printing.json {
      try output.print(json(of: made, in: folder, at: paths, outcome, redacted).lines)
    } else {
      for line in lines(of: made, at: paths) + (redacted?.lines ?? []) { try output.print(line) }
      for line in outcome?.lines ?? [] { try output.print(line) }
    }
    try output.flush()
  }

  private func lines(of pack: EvidencePack, at paths: [String]) -> [String] {
    let left = pack.files.compactMap { file in
      file.objection.map { "stays behind: \(file.name) (\($0))" }
    }
    return paths + left + pack.missing.map { "slice.sqlite is missing: \($0)" }
  }

  private func json(
    of pack: EvidencePack, in folder: PackFolder, at paths: [String],
    _ outcome: PackSending.Outcome?, _ redacted: RedactedTrace?
  ) -> JSON {
    .object(
      [
        ("folder", .string(folder.path)), ("title", .string(pack.title)),
        ("identity", .string(pack.identity)), ("files", .array(paths.map { .string($0) })),
        ("sent", outcome?.json ?? .null),
      ] + (redacted?.members ?? []))
  }
}

/// What a pack is made for, and where it goes.
struct TicketOptions: ParsableArguments {
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("The tracker whose markup and limits count.", valueName: "tracker"))
  var tracker: Tracker

  @Option(help: "The markup of the body, where the tracker's server has another setting.")
  var markup: Markup?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The folder to write (default: the trace's name with -ticket).", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Replace the pack that is in the folder already.")
  var force = false

  @Flag(help: "Replace the names of hosts, addresses, messages and files by pseudonyms.")
  var redact = false

  @Option(
    help: ArgumentHelp(
      "Attach the pack to this ticket and comment: 4711, MAIL-12, group/project#12.",
      valueName: "ticket"))
  var send: String?

  @Flag(help: "With --send, print the requests as commands, and send nothing.")
  var dryRun = false

  func validate() throws {
    guard send != nil || !dryRun else {
      throw ValidationError("--dry-run shows what --send would do; give both.")
    }
  }

  /// The options that were given, as a command line takes them.
  var arguments: [String] {
    ["--for", tracker.rawValue] + (markup.map { ["--markup", $0.rawValue] } ?? [])
  }
}

extension Tracker: ExpressibleByArgument {}
extension Markup: ExpressibleByArgument {}
