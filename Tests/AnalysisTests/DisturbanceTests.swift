import Analysis
import Testing
import TraceModel
import TraceStore

struct DisturbanceTests {
  static func disturbances(
    _ script: MailScript
  ) throws -> (run: Run, found: [Disturbance]) {
    let trace = try MailScript.trace([script])
    let run = try trace.reader.run(1)
    return (run, try trace.analysis.disturbances(of: run))
  }

  static func text(_ script: MailScript) throws -> [String] {
    let (run, found) = try disturbances(script)
    return found.map {
      "\($0.start.clockText) \($0.end.clockText) \($0.text(in: run)) | \($0.label(in: run))"
    }
  }

  @Test func `an outage of both directions is one`() throws {
    var script = MailScript()
    for (time, kind) in [(60.0, EventKind.linkDown), (360, .linkUp)] {
      script.add(kind, at: time)
      script.add(kind, at: time, host: MailScript.site, peer: MailScript.hub)
    }
    script.add(.linkDown, at: 14_000)
    #expect(
      try Self.text(script) == [
        "0:01:00 0:06:00 outage between HUB1 and SLPS100 | outage 5 min",
        "3:53:20 4:00:00 outage from HUB1 to SLPS100 | outage 7 min",
      ])
  }

  @Test func `a line is slow while it has less than at another time`() throws {
    var script = MailScript()
    for (time, bandwidth) in [(60.0, UInt32(9_600)), (660, 300), (1_260, 64_000)] {
      script.add(.bandwidthChanged, at: time) { $0.code = bandwidth }
    }
    #expect(
      try Self.text(script) == [
        "0:01:00 0:11:00 line from HUB1 to SLPS100 down to 9.6 kbit/s | 9.6 kbit/s 10 min",
        "0:11:00 0:21:00 line from HUB1 to SLPS100 down to 300 bit/s | 300 bit/s 10 min",
      ])
  }

  @Test(arguments: [
    ("256 kbit/s", 64_000, 1), ("256 kbit/s", 2_000_000, 0), ("9.6 kbit/s", 64_000, 1),
    ("64000 bit/s", 64_000, 0), ("1 Mbit/s", 64_000, 1),
  ])
  func `a line that changes once is compared with the scenario's`(
    usual: String, bandwidth: UInt32, count: Int
  ) throws {
    var script = MailScript()
    script.parameters.append(Parameter(name: "network.bandwidth", value: usual))
    script.add(.bandwidthChanged, at: 60) { $0.code = bandwidth }
    #expect(try Self.disturbances(script).found.count == count)
  }

  @Test func `a line without a limit was slow before`() throws {
    var script = MailScript()
    script.add(.bandwidthChanged, at: 60) { $0.code = 1_000_000 }
    script.add(.bandwidthChanged, at: 120) { $0.code = nil }
    #expect(
      try Self.text(script) == [
        "0:01:00 0:02:00 line from HUB1 to SLPS100 down to 1 Mbit/s | 1 Mbit/s 1 min"
      ])
  }

  @Test func `a host that stops hangs no more, and may start as another build`() throws {
    var script = MailScript()
    let site = MailScript.site
    script.add(.hostHung, at: 60, host: site, peer: nil)
    script.add(.hostStopped, at: 120, host: site, peer: nil)
    script.add(.hostStarted, at: 180, host: site, peer: nil) { $0.code = 1 }
    script.add(.hostStopped, at: 240, host: site, peer: nil)
    script.add(.hostStarted, at: 270, host: site, peer: nil) { $0.code = 1 }
    #expect(
      try Self.text(script) == [
        "0:01:00 0:02:00 MTA of SLPS100 hung | SLPS100 hung 1 min",
        """
        0:02:00 0:03:00 SLPS100 stopped and started again as SP4 | SLPS100 restarted as SP4, 1 min
        """,
        "0:04:00 0:04:30 SLPS100 stopped | SLPS100 stopped 30 s",
      ])
  }

  @Test func `trouble at one host concerns every direction that it takes part in`() {
    let hung = Disturbance(
      kind: .hung, host: MailScript.site, start: .start, end: .start + .seconds(1))
    #expect(hung.concerns(MailScript.link))
    #expect(hung.concerns(MailScript.link.reversed))
    #expect(!hung.concerns(Link(from: MailScript.hub, to: HostIndex(2))))
    let outage = Disturbance(
      kind: .outage, host: MailScript.site, peer: MailScript.hub, start: .start,
      end: .start + .seconds(1))
    #expect(outage.concerns(MailScript.link))
    #expect(!outage.concerns(Link(from: MailScript.site, to: HostIndex(2))))
  }
}
