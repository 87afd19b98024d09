import Analysis
import Capture
import TraceModel
import TraceStore

/// A run on its way into a capture.
struct CaptureExport {
  let run: Run
  let file: FileOutput

  /// Writes the run's packets; the file appears whole or not at all.
  ///
  /// - Throws: ``Interruption`` if a signal asked to end.
  func write(from reader: TraceReader, _ options: ExportOptions) throws -> ExportSummary {
    let signals = StopSignals()
    defer { signals.release() }
    let progress = ProgressLine("export of run \(run.id)", duration: run.end - .start)
    defer { progress.clear() }
    return try file.write { add in
      try withoutActuallyEscaping(add) { add in
        var exporter = try CaptureExporter(
          of: run, options: options, sources: sources(in: reader), output: add)
        let cursor = try reader.events(of: run.id)
        while let event = try cursor.nextEvent() {
          try exporter.write(event)
          guard event.sequence.rawValue.isMultiple(of: 1024) else { continue }
          progress.update(event.time, events: event.sequence.rawValue)
          if signals.hasCome() { throw interruption(by: signals) }
        }
        return try exporter.finish()
      }
    }
  }

  /// What the trace knows besides events.
  private func sources(in reader: TraceReader) -> CaptureExporter.Sources {
    CaptureExporter.Sources(
      connection: { try reader.connection($0, of: run.id) },
      wire: { try reader.wireConnection($0, of: run.id) },
      storedOctets: { try reader.wirePDU(at: $0.sequence, of: run.id)?.octets })
  }

  private func interruption(by signals: StopSignals) -> Interruption {
    Interruption(
      signal: signals.received ?? 0,
      description: "The export was interrupted; \(file.path) was not written.")
  }
}

extension ExportSummary {
  /// Whether packets are missing that the trace should have told of.
  var lacksTraffic: Bool { leftOut.contains { $0.reason.isLoss } }

  /// What was written and what was not, for people.
  func lines(of run: Run) -> [String] {
    let types = pdus.map { "\($0.count.grouped) \($0.kind.name)" }.joined(separator: ", ")
    let total = pdus.reduce(0) { $0 + $1.count }
    var lines = [
      "run \(run.id) · \(run.variant.long) · \(packets.counted("packet")) · "
        + "\(connections.counted("connection")) · \(total.counted("PDU"))"
    ]
    if !types.isEmpty { lines.append(types) }
    if cutPDUs > 0 { lines.append("\(cutPDUs.counted("PDU")) not captured to the end") }
    lines += leftOut.map { "no packet: \($0.count.grouped) \($0.reason.rawValue)" }
    return lines
  }

  /// What was written and what was not, for programs.
  func json(of run: Run, file: String) -> JSON {
    .object([
      ("file", .string(file)), ("run", .integer(Int64(run.id))),
      ("fingerprint", .string(run.fingerprint.text)), ("packets", .integer(Int64(packets))),
      ("octets", .integer(Int64(octets))), ("connections", .integer(Int64(connections))),
      ("pdus", .object(pdus.map { ($0.kind.name, .integer(Int64($0.count))) })),
      ("cut_pdus", .integer(Int64(cutPDUs))),
      (
        "events_without_packet",
        .object(leftOut.map { ($0.reason.name, .integer(Int64($0.count))) })
      ),
    ])
  }
}
