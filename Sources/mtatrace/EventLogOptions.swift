import Analysis
import ArgumentParser
import EventLogs
import Simulator
import TraceModel
import TraceStore

/// On which run event logs are laid, and what their clocks showed.
struct EventLogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The trace that event logs are laid on.", valueName: "trace"),
    completion: .file(extensions: ["sqlite"]))
  var onto: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "The run of it that they are laid on (default: its first).", valueName: "number"))
  var runNumber: Int?

  @Option(
    help: ArgumentHelp(
      "What the log's clock showed when the run began: '1998-03-02 08:00:00'.", valueName: "date"))
  var start: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far the log's clock was ahead of that, or with a minus behind: '-90 s', '1 h'.",
      valueName: "duration"))
  var offset: String?

  @Flag(help: "Read 3/4/1998 as the third of April.")
  var dayFirst = false

  var isGiven: Bool {
    onto != nil || runNumber != nil || start != nil || offset != nil || dayFirst
  }

  /// Lays logs on a run and says what came of it.
  ///
  /// - Throws: ``Failure`` if a file is no event log, or nothing was laid.
  func importLogs(_ files: [String], asJSON: Bool) throws {
    guard let path = onto else { return }
    let run = try run(of: TraceReader(path))
    let clock = try clock(of: run)
    // Files that are none are found before the trace is changed.
    let logs = try files.map { file in
      try Self.open(file).log(from: clock, lasting: run.end - .start, isDayFirst: dayFirst)
    }
    let names = logs.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw Failure(
        .usage,
        "Two files are called \(twice), and a run has one log of a name; rename one of them.")
    }
    let former = try TraceReader(path).importedLogs(of: run.id).map(\.name)
    let store = try TraceWriter(appendingTo: path)
    let added = Result { for log in logs { try store.add(log, to: run.id) } }
    try store.close()
    try added.get()
    var output = StandardOutput()
    if asJSON {
      try output.print(
        JSON.object([
          ("file", .string(path)), ("run", .integer(Int64(run.id))),
          ("logs", .array(logs.map(\.json))),
        ]).lines)
    } else {
      try output.print(path)
      for line in logs.flatMap(\.lines) { try output.print("  \(line)") }
      for name in names where former.contains(name) {
        try output.print("  \(name): what was laid of it before is replaced")
      }
    }
    try output.flush()
    for log in logs
    where log.entries.isEmpty && log.leftOut.contains(where: { $0.reason == .outsideRun }) {
      StandardError.print(
        "Nothing of \(log.name) lies within the run, which its clock showed to begin at "
          + "\(log.clockText); --start says when it began by that clock.")
    }
  }

  private func run(of reader: TraceReader) throws -> Run {
    var choice = RunOption()
    choice.run = runNumber.map { [$0] } ?? []
    let runs = try choice.runs(of: reader)
    guard let run = runs.first else {
      throw Failure(.badData, "\(reader.path) has no runs; record it again.")
    }
    return run
  }

  /// What the log's clock showed when the run began, in nanoseconds since 1970.
  private func clock(of run: Run) throws -> Int64 {
    var clock = run.header.captureStart?.nanoseconds ?? Self.simulationStart
    if let start {
      guard let date = EventLogFile.clock(start, isDayFirst: dayFirst) else {
        throw Failure(.usage, "\(start) is no date; write it like '1998-03-02 08:00:00'.")
      }
      clock = date
    }
    guard let offset else { return clock }
    let sign: Int64 = offset.hasPrefix("-") ? -1 : 1
    let length = offset.drop { "+- ".contains($0) }
    guard let duration = TraceDuration(text: String(length)) else {
      throw Failure(.usage, "\(offset) is no duration; write it like '-90 s' or '1 h'.")
    }
    let (sum, isTooFar) = clock.addingReportingOverflow(sign * duration.nanoseconds)
    guard !isTooFar else { throw Failure(.usage, "\(offset) is beyond all calendars.") }
    return sum
  }

  /// 1998-01-01T00:00:00, at which exported simulations begin too.
  private static let simulationStart: Int64 = 883_612_800_000_000_000

  private static func open(_ path: String) throws -> EventLogFile {
    let file = try CaptureInput(path, expecting: "an event log")
    var octets: [UInt8] = []
    while try file.read(upTo: 1 << 20, into: &octets) > 0 {
      guard octets.count <= EventLogFile.largest else {
        throw Failure(
          .badData,
          "\(file.name) has more than \(EventLogFile.largest >> 20) MiB; save only the entries of "
            + "MSExchangeMTA.")
      }
    }
    guard let log = EventLogFile(octets, name: file.name) else {
      throw Failure(
        .badData,
        "\(file.name) is no event log: it begins neither with the titles of Event Viewer's CSV in "
          + "English (Level,Date and Time,Source,Event ID,Task Category) nor with 'Event[0]', as "
          + "'wevtutil qe Application /f:text' does.")
    }
    return log
  }
}

extension ImportedLog {
  /// What came of the file, for people.
  fileprivate var lines: [String] {
    func count(_ reason: Reason) -> Int {
      leftOut.filter { $0.reason == reason }.reduce(0) { $0 + $1.count }
    }
    var parts = ["\(entries.count) \(entries.count == 1 ? "entry" : "entries")"]
    if count(.outsideRun) > 0 { parts.append("\(count(.outsideRun)) outside of the run") }
    if count(.otherEvent) > 0 { parts.append("\(count(.otherEvent)) of other events") }
    if unread > 0 { parts.append("\(unread) not read") }
    let unreadLines = leftOut.filter(\.reason.isUnread).map { left in
      "line \(left.line): \(left.reason.words)"
        + (left.count > 1 ? ", and \(left.count - 1) more" : "")
    }
    return ["\(name): \(parts.joined(separator: ", "))"] + unreadLines
  }

  fileprivate var json: JSON {
    .object([
      ("name", .string(name)), ("form", .string(form.rawValue)),
      ("entries", .integer(Int64(entries.count))), ("unread", .integer(Int64(unread))),
      (
        "left_out",
        .array(
          leftOut.map { left in
            .object([
              ("reason", .string(left.reason.rawValue)), ("line", .integer(Int64(left.line))),
              ("count", .integer(Int64(left.count))), ("source", .optional(left.source)),
              ("event_id", .optional(left.id)),
            ])
          })
      ),
    ])
  }
}
