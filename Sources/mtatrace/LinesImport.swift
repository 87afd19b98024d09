import Analysis
import JSONLines
import TraceModel
import TraceStore

/// A file of JSON Lines whose beginning has been read.
struct OpenLines {
  let file: CaptureInput
  let reader: RunLineReader
  /// What the lines up to the first event say, and so what keeps a trace from being made.
  let beginning: [RunLine]

  /// The most lines that are read before a trace is made.
  private static let greatestBeginning = 1_000
  /// How many octets are read at once.
  private static let pieceSize = 1 << 18

  /// - Throws: ``Failure`` with code 65, 66 or 74.
  init(_ path: String) throws {
    let file = try CaptureInput(path, expecting: "a file of JSON Lines")
    self.file = file
    reader = RunLineReader { octets in try file.read(upTo: Self.pieceSize, into: &octets) }
    var lines: [RunLine] = []
    do {
      reading: while lines.count < Self.greatestBeginning, let line = try reader.next() {
        lines.append(line)
        switch line {
        case .run, .connection: continue
        case .event, .end: break reading
        }
      }
    } catch let fault as LineFault {
      throw Failure(.badData, "\(file.place(of: fault)) No trace was made.")
    }
    beginning = lines
  }
}

extension CaptureInput {
  /// What is wrong where in the file, as a sentence.
  func place(of fault: LineFault) -> String { "\(name), \(fault)".sentence }
}

/// Files of JSON Lines that go into one new trace file.
struct LinesImport {
  var files: [OpenLines]
  /// The trace file.
  var path: String

  /// Reads each file and records its runs.
  ///
  /// - Parameter replacing: Whether a file of this name may be replaced.
  /// - Returns: Each run with the path of its file.
  /// - Throws: ``Failure``, with the run that was being read left interrupted; ``Interruption`` if
  ///   a signal asked to end.
  func run(replacing: Bool) throws -> [ImportedRunOfLines] {
    let signals = StopSignals()
    defer { signals.release() }
    let store = try FormerTrace.create(path, replacing: replacing)
    let recorder = store.makeRecorder(isStopRequested: signals.hasCome)
    var paths: [String] = []
    do {
      for file in files {
        let count = try read(file, into: recorder, signals)
        paths += Array(repeating: file.file.path, count: count)
      }
    } catch is Recorder.Stop {
      // What was recorded until then is a trace.
    } catch {
      try? recorder.breakOff()
      try? store.close()
      throw failure(of: error)
    }
    try recorder.breakOff()
    try store.close()
    if signals.hasCome(), let signal = signals.received {
      throw Interruption(
        signal: signal,
        description: "The import was interrupted; \(path) holds what had been read until then.")
    }
    return zip(paths, try TraceReader(path).runs()).map { ImportedRunOfLines(file: $0, run: $1) }
  }

  /// Reads a file, and says how many runs it has.
  private func read(
    _ lines: OpenLines, into recorder: Recorder, _ signals: StopSignals
  ) throws -> Int {
    let file = lines.file
    let progress = ProgressLine(file.name, whole: file.size) { "\($0 >> 20) MiB" }
    defer { progress.clear() }
    var count = 0
    do {
      var beginning = lines.beginning[...]
      while let line = try beginning.popFirst() ?? lines.reader.next() {
        try line.hand(to: recorder)
        if case .end = line {
          // What the line says was interrupted has not been ended.
          try recorder.breakOff()
          count += 1
        }
        guard lines.reader.line.isMultiple(of: 1_024) else { continue }
        progress.update(file.position, count: Int64(lines.reader.line), of: "lines")
        if signals.hasCome() { break }
      }
      return count
    } catch let fault as LineFault {
      throw Failure(.badData, "\(file.place(of: fault)) \(path) holds what came before it.")
    }
  }

  private func failure(of error: any Error) -> Failure {
    let failure = Failure(explaining: error)
    guard let error = error as? TraceStoreError else { return failure }
    // What a file says is no bug of this program, even where only the recorder finds it out.
    if case .badInput = error.reason { return Failure(.badData, failure.description) }
    return Failure(failure.code, "\(failure) What was committed to \(path) is kept.")
  }
}

/// A run that was read from JSON Lines.
struct ImportedRunOfLines {
  /// The path of the file, or `-`.
  var file: String
  var run: Run

  var json: JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("from", .string(file)),
      ("scenario", .string(run.header.scenario)), ("source", .string(run.header.source.name)),
      ("status", .string(run.status.name)), ("event_count", .integer(Int64(run.eventCount))),
      ("end_time", .integer(run.end.nanoseconds)),
      ("fingerprint", .string(run.fingerprint.text)),
    ])
  }
}
