import Analysis
import Simulator
import TraceModel
import TraceStore

/// A stored run that is simulated again and compared event by event.
struct Replay {
  let run: Run
  /// How far the two are equal, and what differs first.
  let comparison: ReplayComparison

  /// Simulates the run again from what the trace stores, up to the first difference.
  ///
  /// - Throws: ``Failure`` with code 65 if the run is none that can be simulated.
  init(of run: Run, in reader: TraceReader) throws {
    self.run = run
    let place = "\(reader.path), run \(run.id)"
    switch run.header.source {
    case .simulation: break
    case .capture:
      throw Failure(.badData, "\(place) was captured and not simulated; nothing can replay it.")
    case .external:
      throw Failure(
        .badData,
        "\(place) comes from another simulator, which alone can simulate it again; nothing here "
          + "can replay it.")
    }
    guard let build = Build(rawValue: run.header.build) else {
      throw Failure(
        .badData,
        "\(place) is of the build \(run.header.build), which this version does not simulate.")
    }
    let scenario: Scenario
    do {
      scenario = try Scenario(replaying: run.header)
    } catch let error as ScenarioError {
      throw Failure(.badData, "\(place) cannot be simulated: \(error)".sentence)
    }
    // The question is what this engine makes of the same parameters, so its version is no answer.
    var stored = run
    stored.header.engineVersion = Engine.version
    comparison = try ReplayComparison(with: stored, of: reader)
    let progress = ProgressLine("replay of run \(run.id)", duration: run.header.duration)
    defer { progress.clear() }
    var simulation = Simulation(
      scenario: scenario, build: build, seed: run.header.seed, sink: comparison)
    do {
      try simulation.run { progress.update($0, events: $1) }
    } catch is ReplayComparison.Stop {
      // The comparison has seen all that it needs.
    }
  }

  /// The engine that recorded the run, if it is not this program's.
  var otherEngine: String? {
    run.header.engineVersion == Engine.version ? nil : run.header.engineVersion
  }

  /// The result for people.
  var lines: [String] {
    var lines: [String] = []
    if let otherEngine {
      lines.append(
        "run \(run.id) was recorded by engine \(otherEngine), and this is engine "
          + "\(Engine.version): its events may differ")
    }
    let name = "run \(run.id) · \(run.variant.long)"
    let count = comparison.equalEvents.grouped
    if comparison.isEqual {
      return lines + ["\(name) · equal · \(count) events · fingerprint \(run.fingerprint.text)"]
    }
    lines.append("\(name) · different after \(count) equal events")
    let difference = comparison.difference?.lines(with: EventText(run: run)) ?? []
    return lines + difference.map { "  \($0)" }
  }

  /// The result for programs.
  var json: JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("equal", .boolean(comparison.isEqual)),
      ("equal_events", .integer(Int64(comparison.equalEvents))),
      ("engine_version", .string(run.header.engineVersion)),
      ("replayed_by", .string(Engine.version)),
      (
        "difference",
        .array((comparison.difference?.lines(with: EventText(run: run)) ?? []).map { .string($0) })
      ),
    ])
  }
}
