import Analysis
import Figures
import TraceModel
import TraceStore

/// Events of runs on their way into a file of comma-separated values, line by line.
struct EventsExport {
  /// The columns of the view `events`, and the event in words.
  static let columns = [
    "run", "sequence", "time", "seconds", "kind", "direction", "host", "peer", "association",
    "connection", "group_id", "call_id", "opnum", "context_id", "message", "length", "code",
    "queue", "cause", "log_text", "words",
  ]

  let runs: [Run]
  let events: EventOptions
  let file: FileOutput

  private static let pieceSize = 1 << 16

  /// Writes the events; the file appears whole or not at all.
  ///
  /// - Returns: How many events of each run there are.
  /// - Throws: ``Interruption`` if a signal asked to end.
  func write(from reader: TraceReader) throws -> [Int] {
    let signals = StopSignals()
    defer { signals.release() }
    return try file.write { add in
      var octets = Array(DataTable.record(Self.columns).utf8)
      let counts = try runs.map { run in
        let progress = ProgressLine("export of run \(run.id)", duration: run.end - .start)
        defer { progress.clear() }
        guard let filter = events.filter(for: run) else { return 0 }
        let text = EventText(run: run)
        let cursor = try reader.events(of: run.id, filter)
        var count = 0
        while let event = try cursor.nextEvent() {
          let entry =
            event.kind == .logEntry ? try reader.logEntry(at: event.sequence, of: run.id) : nil
          octets += Self.record(of: event, entry, in: text, run: run.id).utf8
          count += 1
          if octets.count >= Self.pieceSize {
            try add(octets)
            octets.removeAll(keepingCapacity: true)
          }
          guard count.isMultiple(of: 1_024) else { continue }
          progress.update(event.time, events: Int64(count))
          if signals.hasCome() {
            throw Interruption(
              signal: signals.received ?? 0,
              description: "The export was interrupted; \(file.path) was not written.")
          }
        }
        return count
      }
      try add(octets)
      return counts
    }
  }

  private static func record(
    of event: TraceEvent, _ entry: EventLogEntry?, in text: EventText, run: Run.ID
  ) -> String {
    var values = ["\(run)"]
    for field in text.fields(of: event) {
      values.append(DataTable.field(field.value ?? ""))
      // The view has the time in seconds beside that in nanoseconds.
      if field.name == "time" { values.append(DataTable.seconds(event.time)) }
    }
    values.append(DataTable.field(entry?.text ?? ""))
    // What keeps words together in pictures keeps programs from finding them.
    let words = text.words(event, entry: entry).map { $0 == "\u{A0}" ? " " : $0 }
    values.append(DataTable.field(String(words)))
    return DataTable.record(values)
  }
}

extension ExportCommand {
  /// Writes the events of runs as comma-separated values.
  func exportEvents(of runs: [Run], in reader: TraceReader) throws {
    var events = EventOptions()
    (events.between, events.host, events.kind) = (between, host, kind)
    try events.check(runs)
    let file = try file(for: .csv)
    let counts = try EventsExport(runs: runs, events: events, file: file).write(from: reader)
    let written = zip(runs, counts)
    try report(
      file, written.map { "run \($0.id) · \($0.variant.long) · \($1.counted("event"))" },
      json: .array(
        written.map { run, count in
          .object([
            ("file", .string(file.path)), ("run", .integer(Int64(run.id))),
            ("fingerprint", .string(run.fingerprint.text)), ("events", .integer(Int64(count))),
          ])
        }))
  }
}
