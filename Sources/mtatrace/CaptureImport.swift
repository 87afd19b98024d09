import Analysis
import Capture
import TraceModel
import TraceStore

/// A capture whose beginning has been read.
struct OpenCapture {
  let file: CaptureInput
  let importer: CaptureImporter

  /// - Throws: ``Failure`` with code 65, 66 or 74.
  init(_ path: String, _ selection: CaptureSelection) throws {
    let file = try CaptureInput(path)
    self.file = file
    do {
      importer = try CaptureImporter(file, selection)
    } catch let error as CaptureFileError {
      throw Failure(
        .badData,
        "\(path) is no capture that can be read. \(error) It takes pcap and pcapng, and JSON Lines "
          + "with --format jsonl.")
    }
  }
}

/// Captures that go into one new trace file.
struct CaptureImport {
  var captures: [OpenCapture]
  /// The trace file.
  var path: String

  /// Reads each capture and records it as a run.
  ///
  /// - Parameter replacing: Whether a file of this name may be replaced.
  /// - Throws: ``Interruption`` if a signal asked to end; the trace then is whole up to there.
  func run(replacing: Bool) throws -> [ImportedRun] {
    let signals = StopSignals()
    defer { signals.release() }
    let store = try FormerTrace.create(path, replacing: replacing)
    let recorder = store.makeRecorder(isStopRequested: signals.hasCome)
    var summaries: [ImportSummary] = []
    do {
      for capture in captures { summaries.append(try read(capture, into: recorder, signals)) }
    } catch is Recorder.Stop {
      // What was recorded until then is a trace.
    } catch is StopRequest {
      try recorder.breakOff()
    } catch {
      try? recorder.breakOff()
      try? store.close()
      let failure = Failure(explaining: error)
      throw Failure(failure.code, "\(failure) What was committed to \(path) is kept.")
    }
    try store.close()
    if signals.hasCome(), let signal = signals.received {
      throw Interruption(
        signal: signal,
        description: "The import was interrupted; \(path) holds what had been read until then.")
    }
    return zip(zip(captures, recorder.recorded), summaries).map {
      ImportedRun(path: $0.0.file.path, run: $0.1, summary: $1)
    }
  }

  private func read(
    _ capture: OpenCapture, into recorder: Recorder, _ signals: StopSignals
  ) throws -> ImportSummary {
    let file = capture.file
    let progress = ProgressLine(file.name, whole: file.size) { "\($0 >> 20) MiB" }
    defer { progress.clear() }
    return try capture.importer.run(named: file.name, into: recorder) { _, frames in
      progress.update(file.position, count: frames, of: "frames")
      if signals.hasCome() { throw StopRequest() }
    }
  }
}

/// A signal asked to end while a capture was being read.
private struct StopRequest: Error {}

/// What came of reading one capture.
struct ImportedRun {
  /// The capture's path, or `-`.
  var path: String
  var run: Run
  var summary: ImportSummary

  /// The run for people.
  var lines: [String] {
    let pdus = summary.pdus.reduce(0, +)
    let facts =
      "\(summary.frames.grouped) frames · \(pdus.grouped) PDUs · \(run.eventCount.grouped) events"
    let unread = summary.unread.reduce(0) { $0 + $1.count }
    let note = "not read: \(unread.grouped) in all, which 'mtatrace info' lists"
    return ["run \(run.id) · \(run.header.scenario) · \(facts) · \(run.end.clockText)"]
      + (unread > 0 ? ["  \(note)"] : [])
  }

  /// What is wrong with the file; `nil` if nothing is.
  var damageText: String? {
    if let damage = summary.damage {
      return "\(path) is damaged and was read up to frame \(summary.frames). \(damage)"
    }
    guard summary.isCutShort else { return nil }
    return "\(path) ends within a frame and was read up to frame \(summary.frames)."
  }

  var json: JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("capture", .string(run.header.scenario)),
      ("frames", .integer(summary.frames)),
      ("pdus", .integer(Int64(summary.pdus.reduce(0, +)))),
      ("event_count", .integer(Int64(run.eventCount))),
      ("end_time", .integer(run.end.nanoseconds)),
      ("fingerprint", .string(run.fingerprint.text)),
      ("damage", .optional(damageText)), ("unread", .array(summary.unread.map(\.json))),
    ])
  }
}

extension UnreadCount {
  /// The count for programs, with the names of the view's columns.
  var json: JSON {
    .object([
      ("layer", .string(layer)), ("reason", .string(reason)), ("count", .integer(count)),
      ("octets", .integer(octets)), ("first_frame", .optional(firstFrame)),
    ])
  }
}
