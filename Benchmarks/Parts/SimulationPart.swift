import ScenarioFiles
import Simulator
import TraceModel

/// A simulation of `hub50` whose events go nowhere.
struct SimulationPart: MeasuredPart {
  private let sink = CountingSink()
  private var simulation: Simulation

  /// There is no scenario to simulate.
  private struct NoScenario: Error {}

  init(duration: String) throws {
    let settings = [(name: "duration", value: duration)]
    let scenario = try ScenarioLibrary.scenario(named: "hub50", settings: settings)
    guard let scenario, let variant = scenario.variants(on: .nt4SP3).first else {
      throw NoScenario()
    }
    simulation = Simulation(
      scenario: variant.scenario, build: variant.build, seed: scenario.defaultSeed, sink: sink)
  }

  mutating func run() throws -> Int {
    try simulation.run()
    return sink.count
  }
}

/// A sink that only counts.
private final class CountingSink: TraceSink {
  private(set) var count = 0

  func begin(_ header: RunHeader) {}
  func declare(_ connection: RPCConnection) {}
  func record(_ event: TraceEvent) { count += 1 }
  func log(_ entry: EventLogEntry, at event: EventSequence) {}
  func end(_ outcome: RunOutcome, at time: TraceInstant) {}
}
