import ScenarioFiles
import Simulator
import Testing
import TraceModel

/// A run may become another one halfway, and is its parent up to there.
struct BranchTests {
  private func events(
    _ scenario: Scenario, _ build: Build, seed: UInt64, _ changes: [ScenarioChange] = []
  ) throws -> MemorySink {
    let sink = MemorySink()
    var simulation = Simulation(
      scenario: scenario, build: build, seed: seed, changes: changes, sink: sink)
    try simulation.run()
    return sink
  }

  private func scenario(
    _ name: String, _ settings: [(name: String, value: String)] = []
  ) throws -> Scenario {
    try #require(try ScenarioLibrary.scenario(named: name, settings: settings))
  }

  private static let scenarios: [(name: String, build: Build, settings: [(String, String)])] = [
    ("q181721", .nt4SP3, []), ("q166594", .nt4SP4, []), ("q189494", .nt4SP3, []),
    ("hub50", .nt4SP3, [("duration", "20 min")]),
    (
      "healthy", .nt4SP4,
      [
        ("faults.a", "outage between HUB1 and SLPS100 at 10 min for 3 min"),
        ("faults.b", "restart SLPS100 at 40 min for 5 min"), ("resetRate", "6 /h"),
        ("steadyRate", "5 /min"), ("reportShare", "20 %"), ("loss", "1 %"),
      ]
    ),
  ]

  @Test(arguments: scenarios.indices, [1, 7] as [UInt64])
  func `a run that becomes itself, wherever, is the run`(index: Int, seed: UInt64) throws {
    let (name, build, settings) = Self.scenarios[index]
    let scenario = try scenario(name, settings)
    let parent = try events(scenario, build, seed: seed)
    var random = RandomStream(state: seed)
    let itself = Scenario.Variant(scenario: scenario, build: build)
    let changes = (0..<8)
      .map { _ in 1 + Int64(random.below(UInt64(parent.events.count))) }.sorted()
      .map { ScenarioChange(after: EventSequence(rawValue: $0), to: itself) }
    let branch = try events(scenario, build, seed: seed, changes)
    #expect(branch.fingerprint == parent.fingerprint)
    #expect(branch.connections == parent.connections)
    #expect(branch.end == parent.end)
  }

  @Test(
    arguments: [
      [("threshold", "5")], [("latency", "400 ms")], [("messageRate", "40 /min")],
      [("A7", "exceeded")], [("lifetime", "20 s")],
      [("stormShare", "0 %"), ("bandwidth", "9600 bit/s")],
      [("faults.x", "outage between HUB1 and SLPS100 at 3 h for 10 min")],
    ] as [[(String, String)]])
  func `a branch is its parent up to its event, and differs behind it`(
    settings: [(String, String)]
  ) throws {
    let (parentScenario, changed) = (try scenario("q181721"), try scenario("q181721", settings))
    let parent = try events(parentScenario, .nt4SP3, seed: 8)
    for part in 1...3 {
      let event = Int64(parent.events.count * part / 5)
      let change = ScenarioChange(
        after: EventSequence(rawValue: event),
        to: Scenario.Variant(scenario: changed, build: .nt4SP3))
      let branch = try events(parentScenario, .nt4SP3, seed: 8, [change])
      #expect(branch.events.prefix(Int(event)) == parent.events.prefix(Int(event)))
      #expect(branch.fingerprint != parent.fingerprint)
      #expect(branch.header?.parameters == changed.settings)
      let again = try events(parentScenario, .nt4SP3, seed: 8, [change])
      #expect(again.fingerprint == branch.fingerprint)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a run that becomes itself behind its last mail gets no more of it`(seed: UInt64) throws {
    // Bursts in which little mail is sent often reach beyond the end without any more of it.
    let scenario = try scenario(
      "q181721", [("duration", "30 min"), ("messageRate", "10 /h"), ("burstGap", "1 min")])
    let parent = try events(scenario, .nt4SP4, seed: seed)
    let itself = Scenario.Variant(scenario: scenario, build: .nt4SP4)
    let arrivals = parent.events.filter { $0.kind == .messageEnqueued }
    for arrival in arrivals.suffix(3) {
      let change = ScenarioChange(after: arrival.sequence, to: itself)
      let branch = try events(scenario, .nt4SP4, seed: seed, [change])
      #expect(branch.fingerprint == parent.fingerprint, "\(arrival.sequence.rawValue)")
    }
  }

  @Test func `mail that the change does not touch arrives as it would have`() throws {
    let scenario = try scenario("q181721")
    func arrivals(_ sink: MemorySink) -> [TraceEvent] {
      sink.events.filter { $0.kind == .messageEnqueued }
    }
    let parent = try events(scenario, .nt4SP3, seed: 8)
    let change = ScenarioChange(
      after: EventSequence(rawValue: 8000),
      to: Scenario.Variant(scenario: scenario, build: .nt4SP4))
    let branch = try events(scenario, .nt4SP3, seed: 8, [change])
    #expect(arrivals(branch).map(\.time) == arrivals(parent).map(\.time))
    #expect(arrivals(branch).map(\.length) == arrivals(parent).map(\.length))
    #expect(branch.header?.build == "nt4-sp4")
  }

  @Test func `from SP4 on nothing is misfiled, and what was stays so`() throws {
    let scenario = try scenario("q181721")
    let parent = try events(scenario, .nt4SP3, seed: 8)
    let wrong = parent.events.filter { $0.kind == .groupFiled && $0.code != 0 }
    #expect(wrong.count > 1)
    let change = ScenarioChange(
      after: wrong[0].sequence, to: Scenario.Variant(scenario: scenario, build: .nt4SP4))
    let branch = try events(scenario, .nt4SP3, seed: 8, [change])
    let stillWrong = branch.events.filter { $0.kind == .groupFiled && $0.code != 0 }
    #expect(stillWrong.map(\.sequence) == [wrong[0].sequence])
    #expect(branch.events.contains { $0.kind == .bindNak })
  }

  @Test func `a longer duration brings the mail that the shorter one had no time for`() throws {
    let short = try scenario("q181721", [("duration", "30 min")])
    let long = try scenario("q181721", [("duration", "4 h")])
    let change = ScenarioChange(
      after: EventSequence(rawValue: 100),
      to: Scenario.Variant(scenario: long, build: .nt4SP3))
    let branch = try events(short, .nt4SP3, seed: 8, [change])
    #expect(branch.end == TraceInstant(nanoseconds: 4 * 3_600_000_000_000))
    let late = branch.events.count {
      $0.kind == .messageEnqueued && $0.time > TraceInstant(nanoseconds: 3_600_000_000_000)
    }
    #expect(late > 100)
  }

  @Test func `what a run is cannot change halfway`() throws {
    let scenario = try scenario("q181721", [("faults.a", "hang SLPS100 at 1 h for 1 min")])
    let now = TraceInstant(nanoseconds: 1_800_000_000_000)
    func obstacle(_ settings: (String, String)...) throws -> Scenario.BranchObstacle? {
      let other = try Scenario(
        scenario.settings.map { Scenario.Setting(name: $0.name, value: $0.value) },
        overrides: settings.map { Scenario.Setting(name: $0.0, value: $0.1) }, file: nil)
      return scenario.obstacle(toBecoming: other, at: now)
    }
    #expect(try obstacle(("seed", "3")) == .fixed(name: "seed"))
    #expect(try obstacle(("topology", "hub")) == .fixed(name: "topology"))
    #expect(
      try obstacle(("hosts.HUB1.addresses", "ncacn_ip_tcp:10.0.0.1[1]"))
        == .fixed(name: "hosts.HUB1.addresses"))
    #expect(try obstacle(("faults.a", "none")) == .scheduled(name: "faults.a"))
    #expect(
      try obstacle(("faults.b", "hang SLPS100 at 29 min for 1 min")) == .past(name: "faults.b"))
    #expect(try obstacle(("duration", "20 min")) == .ended)
    #expect(try obstacle(("threshold", "20"), ("latency", "1 s")) == nil)
  }
}
