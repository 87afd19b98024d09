import Analysis
import Simulator
import TraceModel
import TraceStore

/// A stored run as something that can be simulated again: the scenario that it began with, and what
/// that became where it leaves its parent.
struct SimulatedRun {
  /// What it began with.
  private let first: Scenario.Variant
  private let seed: UInt64
  /// What it became, in the order of events.
  private(set) var changes: [ScenarioChange]

  /// What the run is at its end.
  var last: Scenario.Variant { changes.last?.variant ?? first }

  /// - Throws: ``Failure`` with code 65 if the run is none that can be simulated.
  init(_ run: Run, in reader: TraceReader) throws {
    seed = run.header.seed
    var line = [run]
    while let branch = line.first?.branch, let child = line.first {
      guard branch.run < child.id else {
        throw Failure(
          .badData,
          "\(reader.path), run \(child.id) branches from a run behind it; record it again.")
      }
      line.insert(try reader.run(branch.run), at: 0)
    }
    let variants = try line.map { try Self.variant(of: $0, in: reader) }
    first = variants[0]
    changes = []
    for (run, variant) in zip(line, variants).dropFirst() {
      guard let branch = run.branch else { continue }
      let time = try reader.event(branch.event, of: branch.run)?.time ?? .start
      try add(ScenarioChange(after: branch.event, to: variant), at: time) { obstacle in
        Failure(.badData, "\(reader.path), run \(run.id) is no what-if: \(obstacle).")
      }
    }
  }

  /// Adds what the run becomes behind an event.
  ///
  /// - Throws: What `failure` makes of an obstacle.
  mutating func add(
    _ change: ScenarioChange, at time: TraceInstant,
    failure: (Scenario.BranchObstacle) -> Failure
  ) throws {
    if let obstacle = last.scenario.obstacle(toBecoming: change.variant.scenario, at: time) {
      throw failure(obstacle)
    }
    changes.append(change)
  }

  /// Simulates the run into a sink.
  ///
  /// - Parameter label: What the progress says it is.
  /// - Throws: What the sink throws.
  func simulate(into sink: any TraceSink, label: String) throws {
    let progress = ProgressLine(label, duration: last.scenario.parameters.duration)
    defer { progress.clear() }
    var simulation = Simulation(
      scenario: first.scenario, build: first.build, seed: seed, changes: changes, sink: sink)
    try simulation.run { progress.update($0, events: $1) }
  }

  private static func variant(of run: Run, in reader: TraceReader) throws -> Scenario.Variant {
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
    do {
      return Scenario.Variant(scenario: try Scenario(replaying: run.header), build: build)
    } catch let error as ScenarioError {
      throw Failure(.badData, "\(place) cannot be simulated: \(error)".sentence)
    }
  }
}
