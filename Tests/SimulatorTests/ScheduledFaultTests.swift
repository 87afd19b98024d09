import Testing
import TraceModel

@testable import Simulator

/// The lines of a scenario's `faults`.
struct ScheduledFaultTests {
  private static func fault(_ text: String) -> ScheduledFault? {
    ScheduledFault(name: "f", text: text, hosts: ["A", "B"])
  }

  private static let both = ScheduledFault.Ends(
    from: HostIndex(0), to: HostIndex(1), isBothWays: true)

  @Test func `each form of trouble is read`() {
    let hour = TraceInstant.start + .hours(1)
    let span = TraceDuration.minutes(5)
    let read = Self.fault("outage between A and B at 1 h for 5 min")
    #expect(read?.kind == .outage(Self.both, lasting: span))
    #expect(read?.time == hour)
    var oneWay = Self.both
    oneWay.isBothWays = false
    #expect(
      Self.fault("outage from A to B at 1 h for 5 min")?.kind == .outage(oneWay, lasting: span))
    #expect(
      Self.fault("bandwidth 2400 bit/s between A and B at 1h for 5min")?.kind
        == .bandwidth(Bandwidth(bitsPerSecond: 2400), Self.both, lasting: span))
    #expect(Self.fault("reset between A and B at 1 h")?.kind == .reset(Self.both))
    let onGive = Self.fault("reset between A and B on give 3")
    #expect(onGive?.kind == .resetOnGive(Self.both, number: 3))
    #expect(onGive?.time == nil)
    #expect(Self.fault("hang B at 1 h for 5 min")?.kind == .hang(HostIndex(1), lasting: span))
    #expect(
      Self.fault("restart A at 1 h for 5 min")?.kind
        == .restart(HostIndex(0), build: nil, lasting: span))
    #expect(
      Self.fault("upgrade A to nt4-sp4 at 1 h for 5 min")?.kind
        == .restart(HostIndex(0), build: .nt4SP4, lasting: span))
  }

  @Test(arguments: [
    "", "outage", "outage between A and A at 1 h for 5 min",
    "outage between A and C at 1 h for 5 min",
    "outage between A and B at 1 h", "hang A at noon for 5 min", "reset between A and B on give 0",
    "restart A at 1 h for 5 min twice", "upgrade A to nt5 at 1 h for 5 min",
    "bandwidth 0 bit/s between A and B at 1 h for 5 min",
  ])
  func `a line of another form is not read`(text: String) {
    #expect(Self.fault(text) == nil)
  }

  @Test func `a bad line is refused with the forms there are, and none takes a fault away`() throws
  {
    let settings = [
      ("scenario", "s"), ("hosts.A.addresses", "ncacn_ip_tcp:a[1]"),
      ("hosts.B.addresses", "ncacn_ip_tcp:b[1]"), ("faults.cut", "reset  between A and B at 60 s"),
    ].map { Scenario.Setting(name: $0.0, value: $0.1) }
    let scenario = try Scenario(settings, file: nil)
    #expect(
      scenario.settings.contains(
        Parameter(name: "faults.cut", value: "reset between A and B at 60 s")))
    let without = try Scenario(
      settings, overrides: [Scenario.Setting(name: "faults.cut", value: "none")], file: nil)
    #expect(without.faults.isEmpty)
    #expect {
      try Scenario(
        settings, overrides: [Scenario.Setting(name: "faults.cut", value: "flood A")], file: nil)
    } throws: { error in
      "\(error)".hasPrefix("faults.cut is “flood A”") && "\(error)".contains("hang A at 1 h")
        && "\(error)".hasSuffix("where A and B are two of A, B")
    }
  }
}
