import Analysis
import Glibc
import Simulator
import TraceModel
import TraceStore

/// Runs of one scenario that go into one new trace file.
struct Recording {
  /// What is simulated, one run each.
  var variants: [Scenario.Variant]
  var seed: UInt64
  var path: String

  /// Simulates each variant and records it; the file is a trace from the first moment on.
  ///
  /// - Parameter replacing: Whether a file of this name may be replaced.
  /// - Returns: The runs as recorded.
  /// - Throws: ``Interruption`` if a signal asked to end; the trace then is whole up to there.
  func record(replacing: Bool) throws -> [Run] {
    let signals = StopSignals()
    defer { signals.release() }
    let former = try FormerTrace(path: path, replaceable: replacing)
    let store: TraceWriter
    do {
      store = try TraceWriter(creating: path)
    } catch {
      former.putBack()
      throw error
    }
    former.discard()
    let recorder = store.makeRecorder(isStopRequested: signals.hasCome)
    var brokenOff: Run?
    do {
      try simulate(into: recorder)
    } catch let stop as Recorder.Stop {
      brokenOff = stop.run
    } catch {
      // The disk may be full: the trace is whole all the same, if with a second file beside it.
      try? store.close()
      let failure = Failure(explaining: error)
      throw Failure(failure.code, "\(failure) \(keptText)")
    }
    try store.close()
    if signals.hasCome(), let signal = signals.received {
      throw Interruption(
        signal: signal, description: interruptionText(recorder.recorded, brokenOff))
    }
    return recorder.recorded
  }

  private func simulate(into recorder: Recorder) throws {
    for variant in variants {
      let progress = ProgressLine(variant.name, duration: variant.scenario.parameters.duration)
      defer { progress.clear() }
      var simulation = Simulation(
        scenario: variant.scenario, build: variant.build, seed: seed, sink: recorder)
      try simulation.run { progress.update($0, events: $1) }
    }
  }

  /// How far the recording got.
  private func interruptionText(_ recorded: [Run], _ brokenOff: Run?) -> String {
    "The recording was interrupted; \(path) holds "
      + holdings(recorded + [brokenOff].compactMap { $0 }) + "."
  }

  /// What a recording that failed left, as a reader finds it.
  private var keptText: String {
    guard let runs = try? TraceReader(path).runs() else { return "What was committed is kept." }
    return
      "It holds \(holdings(runs)), of \(variants.count == 1 ? "1 run" : "\(variants.count) runs")."
  }

  private func holdings(_ runs: [Run]) -> String {
    let parts = runs.map { run in
      guard run.status == .interrupted else { return "run \(run.id) whole" }
      let end = TraceInstant.start + run.header.duration
      return "run \(run.id) until \(run.end.clockText) of \(end.clockText)"
    }
    return parts.isEmpty ? "no run yet" : parts.joined(separator: " and ")
  }
}

extension Recording {
  /// Throws unless the file is free or a trace of just these runs, as far as they were recorded.
  ///
  /// - Parameter remedy: What to do about a file with something else.
  /// - Throws: ``Failure`` with code 73, or `TraceStoreError` if the file is being recorded.
  func requireNothingElse(remedy: String) throws {
    guard FileSystem.kind(of: path) != .nothing else { return }
    do {
      if isRecord(try TraceReader(path).runs()) { return }
    } catch let error as TraceStoreError where error.reason == .busy {
      throw error
    } catch {
      // What cannot be read is something else.
    }
    throw Failure(
      .cannotCreate, "\(path) is there already and holds something else; \(remedy)")
  }

  /// Whether these are the runs that this makes, by any engine; the last one may be cut off.
  private func isRecord(_ runs: [Run]) -> Bool {
    let isWhole =
      runs.count == variants.count || runs.last.map { $0.status == .interrupted } ?? true
    return isWhole && runs.count <= variants.count
      && zip(runs, variants).allSatisfy { run, variant in
        run.header.build == variant.build.rawValue
          && run.header.scenario == variant.scenario.name
          && run.header.seed == seed && run.header.source == .simulation && run.branch == nil
          && run.header.parameters == variant.scenario.settings
      }
  }
}

/// What was at a path before a new trace; it is set aside until that can be created.
private struct FormerTrace {
  private let path: String
  private var moved: [(from: String, to: String)] = []

  /// - Throws: ``Failure`` with code 73 if something is there that may not or cannot be replaced.
  init(path: String, replaceable: Bool) throws {
    self.path = path
    switch FileSystem.kind(of: path) {
    case .nothing where !replaceable: return
    case .nothing: break
    case .folder, .other:
      throw Failure(.cannotCreate, "\(path) is not a file; name another with -o.")
    case .file where !replaceable:
      throw Failure(
        .cannotCreate, "\(path) is there already; --force replaces it, -o names another file.")
    case .file: try Self.requireIdle(path)
    }
    // What SQLite keeps beside an interrupted trace belongs to that one alone.
    for suffix in ["", "-wal", "-shm", "-journal"] {
      let name = path + suffix
      guard FileSystem.kind(of: name) != .nothing else { continue }
      let aside = "\(name).\(getpid()).former"
      do {
        try FileSystem.rename(name, to: aside)
      } catch {
        putBack()
        throw Failure(.cannotCreate, "\(path) cannot be replaced: \(error).")
      }
      moved.append((name, aside))
    }
  }

  /// Throws if another process is recording into the file.
  private static func requireIdle(_ path: String) throws {
    do {
      _ = try TraceReader(path)
    } catch let error as TraceStoreError where error.reason == .busy {
      throw error
    } catch {
      // What cannot be read as a trace may be replaced all the same.
    }
  }

  func putBack() {
    for file in moved { try? FileSystem.rename(file.to, to: file.from) }
  }

  func discard() {
    for file in moved { FileSystem.remove(file.to) }
  }
}
