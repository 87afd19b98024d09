import TraceModel

@testable import Simulator

/// A small scenario with everything drawn: hosts, parameters, mail, assumptions and trouble.
struct RandomScenario {
  let scenario: Scenario
  let build: Build
  let seed: UInt64
  /// Whether it has stops of hosts, resets or outages.
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
    var random = RandomStream(state: number)
    func pick<Value>(_ values: [Value]) -> Value { values[Int(random.below(UInt64(values.count)))] }
    seed = random.next() >> 1
    build = pick(Build.allCases)
    let hosts = Int(2 + random.below(2))
    var settings: [(String, String)] = [
      ("scenario", "random"),
      ("duration", isCalmAtTheEnd ? "80 min" : pick(["15 min", "30 min"])),
      ("topology", pick(["mesh", "hub"])),
      ("messageRate", pick(["6 /min", "20 /min"])), ("burstLength", pick(["2 min", "8 min"])),
      ("burstGap", pick(["30 s", "6 min"])),
      ("urgentShare", pick(["0 %", "10 %"])), ("nonUrgentShare", pick(["0 %", "10 %"])),
      ("reportShare", pick(["0 %", "20 %"])),
      ("latency", pick(isCalmAtTheEnd ? ["1 ms", "30 ms"] : ["1 ms", "30 ms", "800 ms"])),
      ("bandwidth", isCalmAtTheEnd ? "unlimited" : pick(["unlimited", "256 kbit/s", "32 kbit/s"])),
      ("threshold", pick(["3", "10"])), ("normalAssociations", pick(["1", "3", "9"])),
      ("urgentAssociations", pick(["0", "1", "1", "3"])),
      ("lifetime", pick(["20 s", "300 s"])), ("disconnect", pick(["0 s", "60 s"])),
      ("openInterval", "60 s"), ("transferInterval", "20 s"),
      ("maxOpenRetries", pick(["0", "2", "144"])), ("expiryNormal", pick(["5 min", "168 h"])),
      ("recoveryTimeout", pick(["0 s", "60 s"])),
      ("localityTable", isCalmAtTheEnd ? "240" : pick(["2", "240"])),
      ("callTimeout", pick(["20 s", "120 s"])), ("cancelTimeout", pick(["10 s", "60 s"])),
      ("endpointMapper", pick(["yes", "no"])), ("outboundQueueAlarm", pick(["0", "5"])),
      ("workQueueAlarm", pick(["0", "10"])), ("stormRate", pick(["0 /s", "20 /s"])),
      ("exchange", "fixed"),
    ]
    if !standardAssumptions {
      settings += [
        ("A1", pick(["0", "2", "4"])), ("A2", pick(["joining", "joining", "bindback", "rebind"])),
        ("A3", pick(["race", "always", "probability"])), ("A4", pick(["association", "40 s"])),
        ("A5", pick(["20 s", "retries", "newGroup"])), ("A6", pick(["queue", "bound"])),
        ("A7", pick(["reached", "exceeded", "perAssociation", "deadNotCounted"])),
        ("A8", pick(["operation", "lastUse", "tickCount"])),
        ("A9", pick(["orphaned", "orphaned", "retried"])),
        ("A10", pick(["checkpoint", "message"])),
        ("A11", pick(["initiator", "responder", "monologue"])),
        ("A12", pick(["reserved", "reserved", "reusable"])),
      ]
    }
    var full = settings.map { name, value in
      Scenario.Setting(
        name: ParameterDefinition.all.first { $0.shortName == name }?.name ?? name, value: value)
    }
    let names = ["A", "B", "C"].prefix(hosts)
    for name in names {
      full.append(
        Scenario.Setting(
          name: "hosts.\(name).addresses",
          value: "ncacn_ip_tcp:10.0.0.\(name)[1024], ncacn_spx:\(name)[4006]"))
      full.append(
        Scenario.Setting(
          name: "hosts.\(name).crossTraffic", value: crossTraffic ? pick(["yes", "no"]) : "no"))
    }
    var restarts = false
    var trouble = false
    if allowingTrouble {
      let kinds = [
        "outage between A and B", "outage from A to B", "bandwidth 600 bit/s between A and B",
        "hang A", "hang B", "restart A", "restart B", "upgrade B to nt4-sp4",
      ]
      for index in 0..<random.below(4) {
        let kind = pick(kinds)
        restarts = restarts || kind.hasPrefix("restart") || kind.hasPrefix("upgrade")
        trouble = true
        full.append(
          Scenario.Setting(
            name: "faults.f\(index)",
            value: "\(kind) at \(random.below(900)) s for \(pick(["5 s", "90 s", "4 min"]))"))
      }
      if random.below(3) == 0 {
        trouble = true
        full.append(
          Scenario.Setting(
            name: "faults.reset", value: "reset between A and B at \(random.below(900)) s"))
      }
      let resetRate = isCalmAtTheEnd ? "0 /h" : pick(["0 /h", "0 /h", "30 /h", "2 /min"])
      let loss = isCalmAtTheEnd ? "0 %" : pick(["0 %", "0 %", "3 %"])
      trouble = trouble || resetRate != "0 /h" || loss != "0 %"
      full.append(Scenario.Setting(name: "network.resetRate", value: resetRate))
      full.append(Scenario.Setting(name: "network.loss", value: loss))
    }
    hasRestarts = restarts
    hasTrouble = trouble
    scenario = try Scenario(full, file: nil)
  }
}
