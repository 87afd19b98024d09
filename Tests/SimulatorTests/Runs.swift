import ScenarioFiles
import Simulator
import Testing
import TraceModel

/// Runs a built-in scenario into memory.
func run(
  _ name: String, _ build: Build, seed: UInt64, _ settings: [(name: String, value: String)] = []
) throws -> MemorySink {
  let scenario = try #require(try ScenarioLibrary.scenario(named: name, settings: settings))
  let sink = MemorySink()
  var simulation = Simulation(scenario: scenario, build: build, seed: seed, sink: sink)
  try simulation.run()
  return sink
}

extension MemorySink {
  func count(_ kind: EventKind, _ direction: EventDirection? = nil) -> Int {
    events.filter { $0.kind == kind && $0.direction == direction }.count
  }

  /// The largest backlog in either direction.
  var peakBacklog: UInt32 {
    events.filter { $0.kind == .messageEnqueued }.compactMap(\.queue).max() ?? 0
  }
}

/// A scenario from a file's text.
func scenario(_ text: String) throws -> Scenario {
  try ScenarioLibrary.scenario(text: text, path: "test.yaml")
}
