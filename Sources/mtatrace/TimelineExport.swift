import Analysis
import Perfetto
import TraceModel
import TraceStore

/// Runs on their way into a timeline for Perfetto.
struct TimelineExport {
  let runs: [Run]
  let events: EventOptions
  let file: FileOutput
  /// The name of the trace file.
  let trace: String

  /// Writes the runs; the file appears whole or not at all.
  ///
  /// - Throws: ``Interruption`` if a signal asked to end.
  func write(from reader: TraceReader) throws -> [PerfettoCounts] {
    guard let first = runs.first else { return [] }
    let signals = StopSignals()
    defer { signals.release() }
    let origin =
      [(name: "program", value: "mtatrace \(Version.number)"), (name: "trace", value: trace)]
      + runs.map { (name: "run \($0.id)", value: "\($0.version) \($0.fingerprint.text)") }
    return try file.write { add in
      try withoutActuallyEscaping(add) { add in
        let writer = PerfettoWriter(origin: origin, first: first, output: add)
        let counts = try runs.map { try write($0, to: writer, from: reader, signals) }
        try writer.finish()
        return counts
      }
    }
  }

  private func write(
    _ run: Run, to writer: PerfettoWriter, from reader: TraceReader, _ signals: StopSignals
  ) throws -> PerfettoCounts {
    let progress = ProgressLine("export of run \(run.id)", duration: run.end - .start)
    defer { progress.clear() }
    guard let filter = events.filter(for: run) else { return PerfettoCounts() }
    try writer.begin(run, showing: try scene(of: run, filter, in: reader)) {
      try reader.connection($0, of: run.id)
    }
    if let from = filter.from, from > .start {
      var before = EventFilter(kinds: PerfettoWriter.recalled, hosts: filter.hosts)
      before.to = from + TraceDuration(nanoseconds: -1)
      try reader.forEachEvent(of: run.id, before) { writer.recall($0) }
      try writer.beginStanding()
    }
    let cursor = try reader.events(of: run.id, filter)
    while let event = try cursor.nextEvent() {
      let entry =
        event.kind == .logEntry ? try reader.logEntry(at: event.sequence, of: run.id) : nil
      try writer.write(event, entry)
      guard event.sequence.rawValue.isMultiple(of: 1_024) else { continue }
      progress.update(event.time, events: event.sequence.rawValue)
      if signals.hasCome() {
        throw Interruption(
          signal: signals.received ?? 0,
          description: "The export was interrupted; \(file.path) was not written.")
      }
    }
    return try writer.endRun()
  }

  private func scene(
    of run: Run, _ filter: EventFilter, in reader: TraceReader
  ) throws -> PerfettoScene {
    let analysis = TraceAnalysis(reader: reader)
    func isShown(_ host: HostIndex) -> Bool { filter.hosts?.contains(host) ?? true }
    let from = max(filter.from ?? .start, .start)
    let to = min(filter.to ?? run.end, run.end)
    let links = try analysis.summary(of: run).links.map(\.link).filter { isShown($0.from) }
    return PerfettoScene(
      from: from, to: max(from, to),
      stalls: try analysis.stalls(of: run).filter { isShown($0.link.from) },
      disturbances: try analysis.disturbances(of: run).filter { isShown($0.host) },
      backlogs: from > .start
        ? try links.map { ($0, try analysis.backlog(of: run, on: $0).value(before: from)) } : [])
  }
}

extension ExportCommand {
  /// Writes runs as a timeline.
  func exportTimeline(of runs: [Run], in reader: TraceReader) throws {
    var events = EventOptions()
    (events.between, events.host, events.kind) = (between, host, [])
    try events.check(runs)
    let file = try file(for: .perfetto)
    let export = TimelineExport(runs: runs, events: events, file: file, trace: trace.name)
    let counts = try export.write(from: reader)
    let written = zip(runs, counts)
    try report(
      file, written.map { "run \($0.id) · \($0.variant.long) · \($1.line)" },
      json: .array(written.map { $1.json(of: $0, file: file) }),
      lacks: written.compactMap { run, counts in counts.lacks.map { "Run \(run.id): \($0)." } })
  }
}

extension PerfettoCounts {
  fileprivate var line: String {
    [
      events.counted("event"), slices.counted("slice"), arrows.counted("arrow"),
      stalls.counted("stall"), disturbances.counted("disturbance"),
    ].joined(separator: " · ")
  }

  /// What does not look as it was, in words.
  fileprivate var lacks: String? {
    var parts: [String] = []
    if withoutArrow > 0 {
      parts.append(
        "\(withoutArrow.counted("event")) sent or received without an arrow, since the other end "
          + "is not there")
    }
    if begunBefore > 0 {
      parts.append("\(begunBefore.counted("slice")) cut where the stretch of time begins")
    }
    if unfinished > 0 {
      parts.append("\(unfinished.counted("slice")) cut where the stretch of time ends")
    }
    if crowded > 0 {
      parts.append("\(crowded.counted("call")) without a slice, beside too many others")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  fileprivate func json(of run: Run, file: FileOutput) -> JSON {
    .object([
      ("file", .string(file.path)), ("run", .integer(Int64(run.id))),
      ("fingerprint", .string(run.fingerprint.text)), ("events", .integer(Int64(events))),
      ("slices", .integer(Int64(slices))), ("arrows", .integer(Int64(arrows))),
      ("stalls", .integer(Int64(stalls))), ("disturbances", .integer(Int64(disturbances))),
      ("events_without_arrow", .integer(Int64(withoutArrow))),
      ("slices_cut_at_start", .integer(Int64(begunBefore))),
      ("slices_cut_at_end", .integer(Int64(unfinished))),
      ("calls_without_slice", .integer(Int64(crowded))),
    ])
  }
}
