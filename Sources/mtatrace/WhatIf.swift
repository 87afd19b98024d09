import Analysis
import Glibc
import Simulator
import TraceModel
import TraceStore

/// A run that leaves another one behind an event: equal up to there, and simulated with other
/// parameters from there on.
struct WhatIf {
  private let reader: TraceReader
  private let parent: Run
  private let event: TraceEvent
  /// The parent, and behind its event what it becomes.
  private let simulated: SimulatedRun

  /// Prepares a branch.
  ///
  /// - Throws: ``Failure`` with code 64 if the parameters cannot become these, 65 if the parent
  ///   cannot be simulated, or `ScenarioError`.
  init(of parent: Run, in reader: TraceReader, options: WhatIfOptions) throws {
    guard let point = options.at else {
      throw Failure(.usage, "Say with --at behind which event the run is to change.")
    }
    guard parent.slice == nil else {
      throw Failure(
        .usage, "Run \(parent.id) of \(reader.path) is a slice; branch the whole trace.")
    }
    let event = try point.event(of: parent, in: reader)
    var simulated = try SimulatedRun(parent, in: reader)
    if let branch = parent.branch, event.sequence < branch.event {
      throw Failure(
        .usage,
        "Run \(parent.id) is itself a what-if, of run \(branch.run) after event "
          + "\(branch.event.rawValue); name a later event, or --run \(branch.run).")
    }
    let variant = try options.variant(of: simulated.last, parent, at: event.time)
    guard variant != simulated.last else {
      throw Failure(
        .usage, "Nothing changes; say with --set or --upgrade what is to be otherwise.")
    }
    try simulated.add(ScenarioChange(after: event.sequence, to: variant), at: event.time) {
      Failure(.usage, "\($0)".sentence)
    }
    (self.reader, self.parent, self.event, self.simulated) = (reader, parent, event, simulated)
  }

  /// Records the branch into a trace that holds the parent.
  ///
  /// - Parameter path: The trace, or a copy of it.
  /// - Returns: The run as recorded.
  /// - Throws: ``Failure`` with code 1 if this engine makes other events than the parent has, and
  ///   ``Interruption`` if a signal asked to end.
  func record(into path: String) throws -> Run {
    try requireEqualParent()
    let signals = StopSignals()
    defer { signals.release() }
    let store = try TraceWriter(appendingTo: path)
    let recorder = store.makeRecorder(
      branch: Run.Branch(run: parent.id, event: event.sequence),
      isStopRequested: signals.hasCome)
    do {
      try simulated.simulate(into: recorder, label: "what if")
    } catch is Recorder.Stop {
      try store.close()
      throw Interruption(
        signal: signals.received ?? SIGTERM,
        description: "The branch was interrupted; \(path) holds it as far as it got.")
    } catch {
      try? store.close()
      throw error
    }
    try store.close()
    guard let run = recorder.recorded.first else {
      throw Failure(.bug, "The branch of \(path) was not recorded.")
    }
    return run
  }

  /// Simulates the parent again up to the event, and throws unless all is as it is stored.
  private func requireEqualParent() throws {
    var stored = parent
    stored.header.engineVersion = Engine.version
    let comparison = try ReplayComparison(with: stored, of: reader, until: event.sequence)
    do {
      try SimulatedRun(parent, in: reader)
        .simulate(
          into: comparison, label: "run \(parent.id) up to event \(event.sequence.rawValue)")
    } catch is ReplayComparison.Stop {
      // Nothing behind the event matters.
    }
    guard let difference = comparison.difference else { return }
    let details = DifferenceText(replaying: parent).lines(difference).joined(separator: "\n")
    throw Failure(
      .different,
      "Run \(parent.id) of \(reader.path) cannot branch: simulated again it differs after "
        + "\(comparison.equalEvents.grouped) equal events.\n\(details)")
  }

  /// Where it leaves its parent, in words.
  var branchText: String {
    "leaves run \(parent.id) after event \(event.sequence.rawValue) (\(event.time.preciseText))"
  }
}
