import Testing
import TraceModel

@testable import Simulator

/// What holds in every run, tried on many small scenarios of all builds with trouble of all kinds.
struct RandomScenarioTests {
  /// Runs a scenario and gives what it breached, with what its MTAs hold at the end.
  private static func breaches(of random: RandomScenario) throws -> [String] {
    let laws = RunLaws(random.scenario.parameters)
    var simulation = Simulation(
      scenario: random.scenario, build: random.build, seed: random.seed, sink: laws)
    try simulation.run()
    return laws.breaches + ledger(of: simulation, laws)
  }

  /// What the MTAs hold at the end must be what the trace says is waiting.
  private static func ledger(of simulation: Simulation, _ laws: RunLaws) -> [String] {
    var breaches: [String] = []
    let hosts = simulation.hosts.indices.map { HostIndex($0) }
    for sender in hosts {
      for recipient in hosts where recipient != sender {
        let place = simulation.direction(sender, recipient)
        let waiting = laws.waiting(from: sender, to: recipient)
        let held = simulation.hosts[Int(sender.rawValue)].mta.messages(for: recipient)
        let unconfirmed = held.reduce(0) { simulation.delivered.contains($1) ? $0 + 1 : $0 }
        if Int(simulation.backlog[place]) != waiting {
          breaches.append("the backlog is \(simulation.backlog[place]), but \(waiting) wait")
        }
        if Set(held).count != held.count { breaches.append("a message is held twice") }
        if held.count != waiting + unconfirmed {
          breaches.append(
            "\(held.count) are held, but \(waiting) wait and \(unconfirmed) are unconfirmed")
        }
      }
    }
    return breaches
  }

  @Test(arguments: 0..<20)
  func `in every random scenario mail is conserved and the protocols' laws hold`(
    batch: UInt64
  ) throws {
    for number in batch * 50..<(batch + 1) * 50 {
      let random = try RandomScenario(number)
      let breaches = try Self.breaches(of: random)
      #expect(breaches.isEmpty, "scenario \(number): \(breaches.joined(separator: "; "))")
    }
  }

  /// Runs a scenario on one build and gives its laws.
  private static func laws(of random: RandomScenario, on build: Build) throws -> RunLaws {
    let laws = RunLaws(random.scenario.parameters)
    var simulation = Simulation(
      scenario: random.scenario, build: build, seed: random.seed, sink: laws)
    try simulation.run()
    return laws
  }

  @Test func `SP4 refuses no bind while no host restarts and no connection is reset`() throws {
    var binds = 0
    for number in 5000..<5150 as Range<UInt64> {
      let random = try RandomScenario(number, standardAssumptions: true)
      let laws = try Self.laws(of: random, on: .nt4SP4)
      guard !random.hasRestarts, laws.count(.reset) == 0 else { continue }
      binds += laws.count(.bind)
      #expect(laws.count(.bindNak) == 0, "scenario \(number)")
    }
    #expect(binds > 1000)
  }

  /// A bind that is on its way when the network resets the last connection of its group comes too
  /// late on any build; the laws see to it that SP4 refuses no other.
  @Test
  func `SP4 refuses a bind after a reset only if its group ended while the bind was under way`()
    throws
  {
    var naks = 0
    for number in 6000..<6150 as Range<UInt64> {
      let random = try RandomScenario(number, standardAssumptions: true)
      guard !random.hasRestarts else { continue }
      let laws = try Self.laws(of: random, on: .nt4SP4)
      #expect(laws.breaches.isEmpty, "scenario \(number)")
      naks += laws.count(.groupMissed)
      #expect(laws.lateBinds == laws.count(.groupMissed), "scenario \(number)")
    }
    #expect(naks > 0)
  }

  @Test func `SP3 refuses no bind under A3 = race when no other server connects`() throws {
    for number in 7000..<7150 as Range<UInt64> {
      let random = try RandomScenario(
        number, allowingTrouble: false, standardAssumptions: true, crossTraffic: false)
      let laws = try Self.laws(of: random, on: .nt4SP3)
      #expect(laws.count(.bindNak) == 0, "scenario \(number)")
    }
  }

  @Test func `without restarts, mail on SP4 moves again once the trouble is over`() throws {
    var troubled = 0
    for number in 8000..<8150 as Range<UInt64> {
      let random = try RandomScenario(number, standardAssumptions: true, isCalmAtTheEnd: true)
      guard random.hasTrouble, !random.hasRestarts else { continue }
      troubled += 1
      let laws = try Self.laws(of: random, on: .nt4SP4)
      #expect(laws.longestWaitAtEnd < .minutes(20), "scenario \(number)")
    }
    #expect(troubled > 50)
  }
}

extension MessageTransferAgent {
  /// The messages that are queued for a peer or being transferred to it.
  fileprivate func messages(for peer: HostIndex) -> [MessageID] {
    let peer = peers[Int(peer.rawValue)]
    var result: [MessageID] = []
    for queue in [peer.queue] + peer.associations.map(\.boundMail) {
      var rest = queue
      while let message = rest.popFirst() { result.append(message.id) }
    }
    return result + peer.associations.compactMap(\.turn.transfer?.message.id)
  }
}
