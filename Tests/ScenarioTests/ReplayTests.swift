import Analysis
import Foundation
import ScenarioFiles
import Simulator
import Testing
import TraceModel
import TraceStore

/// A trace holds all that is needed to simulate it again.
struct ReplayTests {
  static func replay(_ run: Run, of trace: RecordedScenario) throws -> ReplayComparison {
    let comparison = try ReplayComparison(with: run, of: trace.reader)
    let build = try #require(Build(rawValue: run.header.build))
    var simulation = Simulation(
      scenario: try Scenario(replaying: run.header), build: build, seed: run.header.seed,
      sink: comparison)
    do { try simulation.run() } catch is ReplayComparison.Stop {}
    return comparison
  }

  @Test(arguments: [("q181721", 8), ("q181721", 41), ("healthy", 3)] as [(String, UInt64)])
  func `a replay gives every event of the recording again`(name: String, seed: UInt64) throws {
    let trace = try RecordedScenario(name, seed: seed)
    for run in try trace.runs {
      let comparison = try Self.replay(run, of: trace)
      #expect(comparison.isEqual)
      #expect(comparison.equalEvents == run.eventCount)
    }
  }

  @Test func `a changed event is found, and nothing before it differs`() throws {
    let trace = try RecordedScenario("q181721", seed: 8, builds: [.nt4SP3])
    let sql = "UPDATE event SET queue = 77 WHERE id = (1 << 40 | 12345)"
    try Self.sqlite3(trace.path, sql)
    let changed = try TraceReader(trace.path)
    let run = try #require(try changed.runs().first)
    let comparison = try ReplayComparison(with: run, of: changed)
    var simulation = Simulation(
      scenario: try Scenario(replaying: run.header), build: .nt4SP3, seed: 8, sink: comparison)
    #expect(throws: ReplayComparison.Stop.self) { try simulation.run() }
    #expect(comparison.equalEvents == 12344)
    #expect(comparison.difference != nil)
  }

  @Test func `a trace that states another fingerprint than its events have is found out`() throws {
    let trace = try RecordedScenario("healthy", seed: 3, builds: [.nt4SP4])
    try Self.sqlite3(trace.path, "UPDATE run SET fingerprint = 1")
    let changed = try TraceReader(trace.path)
    let run = try #require(try changed.runs().first)
    let comparison = try ReplayComparison(with: run, of: changed)
    var simulation = Simulation(
      scenario: try Scenario(replaying: run.header), build: .nt4SP4, seed: 3, sink: comparison)
    #expect(throws: ReplayComparison.Stop.self) { try simulation.run() }
    guard case .fingerprint = comparison.difference else {
      Issue.record("another difference: \(String(describing: comparison.difference))")
      return
    }
  }

  @Test func `two recordings of one scenario and seed are equal octet for octet`() throws {
    let first = try RecordedScenario("q181721", seed: 8)
    let second = try RecordedScenario("q181721", seed: 8)
    let octets = try [first, second].map { try Data(contentsOf: URL(fileURLWithPath: $0.path)) }
    #expect(octets[0] == octets[1])
  }

  @Test func `the stored parameters make the same scenario again`() throws {
    let trace = try RecordedScenario(
      "q181721", seed: 8, builds: [.nt4SP4],
      settings: [("threshold", "20"), ("latency", "45 ms"), ("duration", "10 min")])
    let header = try #require(try trace.runs.first).header
    let scenario = try Scenario(replaying: header)
    #expect(scenario.parameters.mta.threshold == 20)
    #expect(scenario.header(build: .nt4SP4, seed: 8) == header)
  }

  static func sqlite3(_ path: String, _ sql: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", path, sql]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
