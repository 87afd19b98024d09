import Analysis
import JSONLines
import TraceModel
import TraceStore

/// Runs on their way into a file of JSON Lines.
struct LinesExport {
  let runs: [Run]
  let file: FileOutput

  /// Throws unless each of the runs can be written.
  ///
  /// - Throws: ``Failure`` with code 64.
  func check() throws {
    for run in runs {
      let obstacle =
        run.slice != nil
        ? "it is a slice, and JSON Lines hold whole runs"
        : run.branch == nil
          ? RunLineWriter.obstacle(to: run.header)
          : "it is a what-if, and JSON Lines do not say of which run"
      guard let obstacle else { continue }
      throw Failure(
        .usage,
        "Run \(run.id) has no place in JSON Lines: \(obstacle). Write it with --format pcapng, or "
          + "choose other runs with --run.")
    }
  }

  /// Writes the runs; the file appears whole or not at all.
  ///
  /// - Throws: ``Interruption`` if a signal asked to end.
  func write(from reader: TraceReader) throws -> [ExportedLines] {
    let signals = StopSignals()
    defer { signals.release() }
    return try file.write { add in
      try withoutActuallyEscaping(add) { add in
        let writer = RunLineWriter(output: add)
        return try runs.map { try write($0, to: writer, from: reader, signals) }
      }
    }
  }

  private func write(
    _ run: Run, to writer: RunLineWriter, from reader: TraceReader, _ signals: StopSignals
  ) throws -> ExportedLines {
    let progress = ProgressLine("export of run \(run.id)", duration: run.end - .start)
    defer { progress.clear() }
    try writer.begin(run.header)
    let connections = try reader.connections(of: run.id)
    for connection in connections { try writer.declare(connection) }
    let cursor = try reader.events(of: run.id)
    while let event = try cursor.nextEvent() {
      try writer.record(event)
      if event.kind == .logEntry, let entry = try reader.logEntry(at: event.sequence, of: run.id) {
        try writer.log(entry, at: event.sequence)
      }
      guard event.sequence.rawValue.isMultiple(of: 1_024) else { continue }
      progress.update(event.time, events: event.sequence.rawValue)
      if signals.hasCome() {
        throw Interruption(
          signal: signals.received ?? 0,
          description: "The export was interrupted; \(file.path) was not written.")
      }
    }
    guard writer.fingerprint == run.fingerprint else {
      throw Failure(
        .badData,
        "\(reader.path), run \(run.id): its events do not give its fingerprint. The trace is "
          + "damaged: restore it from a copy.")
    }
    if let outcome = run.outcome {
      try writer.end(outcome, at: run.end)
    } else {
      try writer.breakOff()
    }
    return ExportedLines(run: run, file: file.path, connections: connections.count)
  }
}

/// What came of writing one run.
struct ExportedLines {
  var run: Run
  var file: String
  var connections: Int

  /// The run for people.
  var line: String { "\(run.summary) · \(connections.counted("connection"))" }

  var json: JSON {
    .object([
      ("file", .string(file)), ("run", .integer(Int64(run.id))),
      ("fingerprint", .string(run.fingerprint.text)),
      ("connections", .integer(Int64(connections))),
      ("event_count", .integer(Int64(run.eventCount))), ("status", .string(run.status.name)),
    ])
  }
}
