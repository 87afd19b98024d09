import Analysis
import Testing
import TraceModel
import TraceStore

struct VariantTests {
  /// A run of a scenario that contrasts versions of Exchange.
  static func exchange(_ version: String, build: String = "nt4-sp4", stalls: Int) -> MailScript {
    var script = ContrastTests.run(build, stalls: stalls)
    script.parameters += [
      Parameter(name: "contrast", value: "exchange"),
      Parameter(name: "mta.exchange", value: version),
    ]
    return script
  }

  @Test func `runs that differ in Exchange are called by it`() throws {
    let trace = try MailScript.trace([
      Self.exchange("rtm", stalls: 2), Self.exchange("fixed", stalls: 0),
    ])
    let contrast = try trace.analysis.contrast()
    #expect(
      contrast.headline
        == "Exchange RTM stalls twice, for up to 2 min; Exchange SP never queues more than 1")
    #expect(
      contrast.subtitle.hasPrefix(
        "Messages waiting at HUB1 for SLPS100, Exchange RTM and Exchange SP fed with the same mail"
      ))
    #expect(contrast.longNames == ["Exchange as released", "Exchange with its service pack"])
    #expect(contrast.variants.map(\.standing) == [.faulty, .fixed])
    #expect(contrast.runs.map(\.version) == ["nt4-sp4, Exchange RTM", "nt4-sp4, Exchange SP"])
  }

  @Test func `a run by itself is called by what its scenario contrasts`() throws {
    let trace = try MailScript.trace([Self.exchange("rtm", stalls: 1)])
    #expect(try trace.analysis.contrast().headline == "Exchange RTM stalls once, for 2 min")
    var plain = Self.exchange("rtm", stalls: 1)
    plain.parameters.removeAll { $0.name == "contrast" }
    #expect(try MailScript.trace([plain]).analysis.contrast().names == ["SP4"])
  }

  @Test(
    arguments: [
      ([("nt4-sp3", "rtm"), ("nt4-sp4", "rtm")], ["SP3", "SP4"], [.faulty, .fixed]),
      ([("nt4-tse", "rtm"), ("nt4-tse-sp4", "rtm")], ["TSE", "TSE SP4"], [.faulty, .fixed]),
      (
        [("nt4-sp3", "fixed"), ("nt4-sp4", "rtm")],
        ["SP3, Exchange SP", "SP4, Exchange RTM"], [.faulty, .faulty]
      ),
      (
        [("nt4-sp4", "rtm"), ("nt4-sp4", "rtm")],
        ["Exchange RTM (run 1)", "Exchange RTM (run 2)"], [.faulty, .faulty]
      ),
      (
        [("nt4-sp4", "rtm"), ("nt4-sp4", "other")], ["Exchange RTM", "Exchange other"],
        [.faulty, .unknown]
      ),
    ] as [([(String, String)], [String], [Variant.Standing])])
  func `runs are called by what they differ in`(
    runs: [(build: String, exchange: String)], names: [String], standings: [Variant.Standing]
  ) throws {
    let trace = try MailScript.trace(
      runs.map { Self.exchange($0.exchange, build: $0.build, stalls: 1) })
    let contrast = try trace.analysis.contrast()
    #expect(contrast.names == names)
    #expect(contrast.variants.map(\.standing) == standings)
    #expect(contrast.subtitle.contains("fed with the same mail"))
  }

  @Test func `runs with another parameter are not said to have the same mail`() throws {
    var other = Self.exchange("fixed", stalls: 0)
    other.parameters.append(Parameter(name: "workload.messageRate", value: "20 /min"))
    let trace = try MailScript.trace([Self.exchange("rtm", stalls: 1), other])
    #expect(try trace.analysis.contrast().subtitle.contains("same mail") == false)
  }
}
