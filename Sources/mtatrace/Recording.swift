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
    let store = try FormerTrace.create(path, replacing: replacing)
    let recorder = store.makeRecorder(isStopRequested: signals.hasCome)
    return try record(variants, into: recorder, of: store, signals)
  }

  /// Records the variants behind those that the trace has whole.
  ///
  /// - Parameter broken: The run that was interrupted.
  /// - Returns: The runs that were missing.
  /// - Throws: ``Interruption`` if a signal asked to end.
  func goOn(behind whole: Int, with broken: Run?) throws -> [Run] {
    let signals = StopSignals()
    defer { signals.release() }
    let store = try TraceWriter(appendingTo: path)
    do {
      let recorder =
        try broken.map {
          try store.makeResumingRecorder(of: $0, isStopRequested: signals.hasCome)
        } ?? store.makeRecorder(isStopRequested: signals.hasCome)
      return try record(Array(variants.dropFirst(whole)), into: recorder, of: store, signals)
    } catch {
      try? store.close()
      throw error
    }
  }

  /// Simulates variants into a recorder, and closes its trace.
  private func record(
    _ variants: [Scenario.Variant], into recorder: Recorder, of store: TraceWriter,
    _ signals: StopSignals
  ) throws -> [Run] {
    var brokenOff: Run?
    do {
      try simulate(variants, into: recorder)
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

  private func simulate(_ variants: [Scenario.Variant], into recorder: Recorder) throws {
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
