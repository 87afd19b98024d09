import Analysis
import Foundation
import ScenarioFiles
import Simulator
import Testing
import TraceModel
import TraceStore

/// A built-in scenario recorded in its variants, or on builds, into a file of its own, which goes
/// with the value.
final class RecordedScenario {
  let path: String
  let reader: TraceReader

  init(
    _ name: String, seed: UInt64, builds: [Build]? = nil,
    settings: [(name: String, value: String)] = []
  ) throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("mtatrace-\(UUID().uuidString).sqlite").path
    try Self.record(name, seed: seed, builds: builds, settings: settings, path: path)
    reader = try TraceReader(path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static func record(
    _ name: String, seed: UInt64, builds: [Build]?, settings: [(name: String, value: String)],
    path: String
  ) throws {
    let scenario = try #require(try ScenarioLibrary.scenario(named: name, settings: settings))
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    let variants =
      builds?.map { Scenario.Variant(scenario: scenario, build: $0) } ?? scenario.variants()
    for variant in variants {
      var simulation = Simulation(
        scenario: variant.scenario, build: variant.build, seed: seed, sink: recorder)
      try simulation.run()
    }
    try store.close()
  }

  var runs: [Run] { get throws { try reader.runs() } }
}
