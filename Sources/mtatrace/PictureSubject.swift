import Analysis
import Figures
import TraceModel
import TraceStore

/// What a picture shows: runs of a trace, one direction of mail, a stretch of time.
struct PictureSubject {
  let analysis: TraceAnalysis
  let contrast: Contrast
  /// What the first run shows of the known faults, if it was read from a capture: pictures of one
  /// are of that.
  let diagnosis: Diagnosis?
  /// The stretch of time that was asked for; `nil` for the picture's own choice.
  let window: ClosedRange<TraceInstant>?
  /// Where the runs come from, with the command that records them again.
  private(set) var provenance: Provenance
  /// The directions that were chosen, if any were.
  private(set) var links: [Link] = []
  /// How its sequence diagram is told.
  private let choices: SequenceChoices
  /// The options that chose the subject and its words, as a command line takes them.
  private let arguments: [String]
  /// The verb that draws all of its pictures at once; `nil` where each has its own.
  private let maker: String?

  /// - Throws: ``Failure`` or `TraceStoreError` if the trace has nothing like it.
  ///
  /// - Parameters:
  ///   - choices: How its sequence diagram is told.
  ///   - hosts: Those that it is about, if they were chosen.
  ///   - more: Further options that were given, as a command line takes them.
  ///   - maker: The verb that draws all of its pictures at once, if one does.
  init(
    trace: TraceArgument, choice: RunOption, options: PictureOptions,
    choices: SequenceChoices = SequenceChoices(), hosts: [String] = [],
    arguments more: [String] = [], maker: String? = nil
  ) throws {
    let analysis = TraceAnalysis(reader: try trace.open())
    do {
      let runs =
        choice.run.isEmpty
        ? try analysis.comparableRuns() : try choice.runs(of: analysis.reader)
      let links = try options.link.filter { !$0.isAll }.compactMap { link in
        try runs.first.map { try analysis.link(from: link.from, to: link.to, in: $0) }
      }
      try runs.requireHosts(hosts)
      try runs.requireHeld(
        links.flatMap { link in [link.from, link.to].compactMap { runs.first?.name(of: $0) } })
      var choices = choices
      choices.hosts = try Self.indexes(of: hosts, in: runs)
      try self.init(
        of: runs, link: links.first, between: options.between, in: analysis, path: trace.path,
        choices: choices, arguments: choice.arguments + options.arguments + more, maker: maker)
      provenance.ticket = options.words.ticket
      self.links = links
    } catch let error as AnalysisError {
      throw Failure(explaining: error, of: trace.path)
    }
  }

  init(
    of runs: [Run], link: Link?, between interval: Interval?, in analysis: TraceAnalysis,
    path: String, choices: SequenceChoices = SequenceChoices(), arguments: [String] = [],
    maker: String? = nil
  ) throws {
    self.maker = maker
    self.analysis = analysis
    self.choices = choices
    self.arguments = arguments
    diagnosis = try runs.first.flatMap { run in
      run.header.source == .capture ? try analysis.diagnosis(of: run) : nil
    }
    contrast = try analysis.contrast(
      of: runs,
      on: try link ?? diagnosis.map { try analysis.wireLink(of: $0, among: choices.hosts) },
      among: choices.hosts)
    window = try Self.window(interval, in: runs)
    // The folder a trace lies in is nobody else's business and would make pictures unequal.
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    provenance = Provenance(
      program: "mtatrace \(Version.number)", file: name, runs: contrast.runs.map(\.run),
      command: RecordingText.command(for: try analysis.reader.runs(), of: name)
        + contrast.runs.map { RecordingText.imports(of: $0.logs, onto: name, run: $0.run) }.joined()
    )
  }

  /// Where a picture comes from that this verb draws: the command draws it too.
  func provenance(of verb: String) -> Provenance {
    var result = provenance
    result.command = [result.command, command(of: verb)].filter { !$0.isEmpty }
      .joined(separator: " && ")
    return result
  }

  /// The command that draws a picture again, of the trace.
  ///
  /// - Parameter file: Where the picture goes, if the command says so.
  func command(of verb: String, to file: String? = nil) -> String {
    let words = ["mtatrace", maker ?? verb, provenance.file] + arguments
    return RecordingText.words(words + (file.map { ["-o", $0] } ?? []))
  }

  /// The command that makes the trace again.
  var recording: String { provenance.command }

  /// The runs, in the order of the trace.
  var runs: [Run] { contrast.runs.map(\.run) }

  /// Whether another simulator made the runs and tells of no mail in them.
  var isWithoutMail: Bool {
    runs.allSatisfy { $0.header.source == .external }
      && contrast.runs.allSatisfy { $0.links.allSatisfy { $0.enqueued == 0 } }
  }

  /// What its other charts are made of.
  func charts(title: String?, note: String?) -> ChartSubject {
    ChartSubject(
      contrast, in: analysis, provenance: provenance(of: "chart"), window: window,
      headline: title, note: note)
  }

  /// What its backlog chart shows.
  func chart(
    title: String?, note: String?, detail: BacklogChart.Content.Detail = .picture
  ) throws -> BacklogChart.Content {
    try BacklogChart.Content(
      contrast, in: analysis, provenance: provenance(of: "chart"), detail: detail, window: window,
      headline: title, note: note)
  }

  /// What its sequence diagram tells.
  func sequence() throws -> SequenceContrast {
    if let diagnosis {
      return try SequenceContrast(
        capture: analysis.reader, diagnosis: diagnosis, link: contrast.link, window: window,
        choices: choices)
    }
    return try SequenceContrast(
      reading: analysis.reader, runs: runs, link: contrast.link, window: window, choices: choices)
  }

  /// The hosts of these names, each once.
  private static func indexes(of names: [String], in runs: [Run]) throws -> [HostIndex] {
    guard let hosts = runs.first?.header.hosts else { return [] }
    var indexes: [HostIndex] = []
    for name in names {
      guard let index = hosts.firstIndex(where: { $0.name == name }) else { continue }
      if indexes.contains(HostIndex(index)) {
        throw Failure(.usage, "--host names \(name) twice; name each host once.")
      }
      indexes.append(HostIndex(index))
    }
    if runs.first?.header.source == .capture, indexes.count > 2 {
      throw Failure(
        .usage, "The diagram of a capture shows a client and a server; name two hosts at most.")
    }
    return indexes
  }

  /// The stretch of time to show: what was asked for, of slices what they hold of it.
  private static func window(
    _ interval: Interval?, in runs: [Run]
  ) throws -> ClosedRange<TraceInstant>? {
    let end = runs.map(\.end).max() ?? .start
    var window: ClosedRange<TraceInstant>?
    if let interval {
      guard interval.start < end else { throw interval.failure(after: runs) }
      window = interval.start...max(interval.start, min(interval.end ?? end, end))
    }
    let slices = runs.compactMap(\.slice?.window)
    guard let first = slices.map(\.lowerBound).min(), slices.count == runs.count else {
      return window
    }
    let held = first...max(first, slices.map(\.upperBound).max() ?? first)
    guard let window else { return held }
    guard window.overlaps(held) else {
      throw Failure(
        .usage,
        "The trace is a slice that holds \(held.lowerBound.preciseText) to "
          + "\(held.upperBound.preciseText), and nothing of that time.")
    }
    return window.clamped(to: held)
  }
}
