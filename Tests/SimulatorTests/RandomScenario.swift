import TraceModel

@testable import Simulator

/// A small scenario with everything drawn: hosts, parameters, mail, assumptions and trouble.
struct RandomScenario {
  let scenario: Scenario
  let build: Build
  let seed: UInt64
  /// Whether a host stops, and whether anything goes wrong at all.
  let hasRestarts: Bool
  let hasTrouble: Bool

  /// The scenario of a number: equal numbers give equal scenarios.
  ///
  /// - Parameters:
  ///   - allowingTrouble: Whether the network may fail and hosts may stop.
  ///   - standardAssumptions: Whether the assumptions have their defaults.
  ///   - crossTraffic: Whether other servers may connect.
  ///   - isCalmAtTheEnd: Whether the run goes on for an hour after the last scheduled trouble,
  ///     without resets and losses at random, and with room on the line and in the tables.
  init(
    _ number: UInt64, allowingTrouble: Bool = true, standardAssumptions: Bool = false,
    crossTraffic: Bool = true, isCalmAtTheEnd: Bool = false
  ) throws {
    var draw = Draw(number)
    seed = draw.random.next() >> 1
    build = draw.one(of: Build.allCases)
    var settings = draw.mail(isCalm: isCalmAtTheEnd) + draw.agents(isCalm: isCalmAtTheEnd)
    if !standardAssumptions { settings += draw.assumptions() }
    settings += draw.hosts(crossTraffic: crossTraffic)
    let faults = allowingTrouble ? draw.faults() : []
    if allowingTrouble, !isCalmAtTheEnd { settings += draw.noise() }
    settings += faults
    hasRestarts = faults.contains {
      $0.value.hasPrefix("restart") || $0.value.hasPrefix("upgrade")
    }
    let noise = settings.filter { ["network.resetRate", "network.loss"].contains($0.name) }
    hasTrouble = !faults.isEmpty || noise.contains { !$0.value.hasPrefix("0 ") }
    scenario = try Scenario(settings, file: nil)
  }
}

/// Draws the values of a scenario.
private struct Draw {
  var random: RandomStream

  init(_ number: UInt64) { random = RandomStream(state: number) }

  mutating func one<Value>(of values: [Value]) -> Value {
    values[Int(random.below(UInt64(values.count)))]
  }

  /// Settings from short names and the values each may have.
  private mutating func settings(_ choices: [(String, [String])]) -> [Scenario.Setting] {
    choices.map { name, values in
      let full = ParameterDefinition.all.first { $0.shortName == name }?.name ?? name
      return Scenario.Setting(name: full, value: one(of: values))
    }
  }

  mutating func mail(isCalm: Bool) -> [Scenario.Setting] {
    settings([
      ("scenario", ["random"]), ("duration", isCalm ? ["80 min"] : ["15 min", "30 min"]),
      ("topology", ["mesh", "hub"]), ("messageRate", ["6 /min", "20 /min"]),
      ("burstLength", ["2 min", "8 min"]), ("burstGap", ["30 s", "6 min"]),
      ("urgentShare", ["0 %", "10 %"]), ("nonUrgentShare", ["0 %", "10 %"]),
      ("reportShare", ["0 %", "20 %"]), ("stormRate", ["0 /s", "20 /s"]),
      ("latency", isCalm ? ["1 ms", "30 ms"] : ["1 ms", "30 ms", "800 ms"]),
      ("bandwidth", isCalm ? ["unlimited"] : ["unlimited", "256 kbit/s", "32 kbit/s"]),
    ])
  }

  mutating func agents(isCalm: Bool) -> [Scenario.Setting] {
    settings([
      ("threshold", ["3", "10"]), ("normalAssociations", ["1", "3", "9"]),
      ("urgentAssociations", ["0", "1", "1", "3"]), ("lifetime", ["20 s", "300 s"]),
      ("disconnect", ["0 s", "60 s"]), ("openInterval", ["60 s"]),
      ("transferInterval", ["20 s"]), ("maxOpenRetries", ["0", "2", "144"]),
      ("expiryNormal", ["5 min", "168 h"]), ("recoveryTimeout", ["0 s", "60 s"]),
      ("localityTable", isCalm ? ["240"] : ["2", "240"]), ("callTimeout", ["20 s", "120 s"]),
      ("cancelTimeout", ["10 s", "60 s"]), ("testsCancel", ["yes", "no"]),
      ("endpointMapper", ["yes", "no"]), ("outboundQueueAlarm", ["0", "5"]),
      ("workQueueAlarm", ["0", "10"]), ("exchange", ["fixed"]),
    ])
  }

  mutating func assumptions() -> [Scenario.Setting] {
    settings([
      ("A1", ["0", "2", "4"]), ("A2", ["joining", "joining", "bindback", "rebind"]),
      ("A3", ["race", "always", "probability"]), ("A4", ["association", "40 s"]),
      ("A5", ["20 s", "retries", "newGroup"]), ("A6", ["queue", "bound"]),
      ("A7", ["reached", "exceeded", "perAssociation", "deadNotCounted"]),
      ("A8", ["operation", "lastUse", "tickCount"]),
      ("A9", ["orphaned", "orphaned", "infinite", "retried"]), ("A10", ["checkpoint", "message"]),
      ("A11", ["initiator", "responder", "monologue"]),
      ("A12", ["reserved", "reserved", "reusable"]),
    ])
  }

  mutating func hosts(crossTraffic: Bool) -> [Scenario.Setting] {
    ["A", "B", "C"].prefix(Int(2 + random.below(2))).flatMap { name in
      [
        Scenario.Setting(
          name: "hosts.\(name).addresses",
          value: "ncacn_ip_tcp:10.0.0.\(name)[1024], ncacn_spx:\(name)[4006]"),
        Scenario.Setting(
          name: "hosts.\(name).crossTraffic", value: crossTraffic ? one(of: ["yes", "no"]) : "no"),
      ]
    }
  }

  mutating func faults() -> [Scenario.Setting] {
    let kinds = [
      "outage between A and B", "outage from A to B", "bandwidth 600 bit/s between A and B",
      "hang A", "hang B", "restart A", "restart B", "upgrade B to nt4-sp4",
    ]
    var faults = (0..<random.below(4)).map { index in
      let length = one(of: ["5 s", "90 s", "4 min"])
      return Scenario.Setting(
        name: "faults.f\(index)",
        value: "\(one(of: kinds)) at \(random.below(900)) s for \(length)")
    }
    if random.below(3) == 0 {
      faults.append(
        Scenario.Setting(
          name: "faults.reset", value: "reset between A and B at \(random.below(900)) s"))
    }
    return faults
  }

  mutating func noise() -> [Scenario.Setting] {
    settings([
      ("resetRate", ["0 /h", "0 /h", "30 /h", "2 /min"]), ("loss", ["0 %", "0 %", "3 %"]),
    ])
  }
}
