import Analysis
import Drawing
import Figures
import Testing
import TraceModel

struct ReportTests {
  let metrics = FixedWidthMetrics()

  static func host(_ index: Int) -> Host {
    Host(
      name: index == 0 ? "HUB" : "SPOKE\(index)", build: "nt4-sp3",
      addresses: [
        Host.Address(
          protocolSequence: "ncacn_ip_tcp", network: "10.0.0.\(index)", endpoint: "1911")
      ])
  }

  /// A run with a hub and this many spokes, and mail in both directions of every line.
  static func summary(
    _ number: Int, build: String, spokes: Int, change: (inout LinkSummary) -> Void = { _ in }
  ) -> RunSummary {
    let hosts = (0...spokes).map(host)
    let parameters = hosts.flatMap { host in
      ["addresses", "build", "crossTraffic"].map {
        Parameter(name: "hosts.\(host.name).\($0)", value: "a value of \($0)")
      }
    }
    let run = Run(
      id: number,
      header: RunHeader(
        scenario: "hub50", build: build, seed: 42, engineVersion: "1", source: .simulation,
        parameters: parameters, hosts: hosts, duration: .hours(4)),
      status: .complete, outcome: .finished, end: .start + .hours(4), eventCount: 1_000,
      fingerprint: Fingerprint())
    var links = (1...spokes).flatMap { spoke in
      [(0, spoke), (spoke, 0)].map { from, to in
        LinkSummary(
          link: Link(from: HostIndex(from), to: HostIndex(to)), fromName: hosts[from].name,
          toName: hosts[to].name, enqueued: 10, delivered: 10, peakBacklog: 2)
      }
    }
    for index in links.indices { change(&links[index]) }
    return RunSummary(run: run, links: links)
  }

  func pages(_ runs: [RunSummary]) throws -> [DisplayList] {
    let link = Link(from: HostIndex(0), to: HostIndex(1))
    let contrast = Contrast(link: link, runs: runs)
    let stories = runs.map { _ in Samples.story([Samples.arrow(0, 3, 1, 2, "MtaBind")]) }
    let report = Report(
      Report.Content(
        contrast: contrast, chart: Samples.chart,
        sequence: SequenceContrast(
          headline: "No bind is refused here", subtitle: "HUB → SPOKE1", stories: stories,
          sharedRows: 0, hasDifference: false),
        incidents: runs.map { _ in [] }, provenance: Samples.provenance, note: nil))
    return try report.document(metrics: metrics).pages.map(\.content)
  }

  @Test(arguments: [1, 50])
  func `a report is as long as its hosts need, and loses no word`(spokes: Int) throws {
    let pages = try pages([
      Self.summary(1, build: "nt4-sp3", spokes: spokes) { $0.naks = 3 },
      Self.summary(2, build: "nt4-sp4", spokes: spokes),
    ])
    // Two parameters a row, three for each host.
    #expect(pages.count <= 11 + (spokes + 1) * 3 / 40)
    for page in pages { #expect(page.textsOutside(metrics: metrics) == []) }
    let texts = pages.flatMap(\.texts)
    for spoke in 1...spokes { #expect(texts.contains("hosts.SPOKE\(spoke).addresses")) }
  }

  @Test func `a number that no run has takes no row`() throws {
    let calm = Self.summary(1, build: "nt4-sp3", spokes: 1)
    // A long title goes on in a second line.
    func has(_ title: String, _ runs: [RunSummary]) throws -> Bool {
      try pages(runs).prefix(3).flatMap(\.texts).contains { $0.hasPrefix(title) }
    }
    let both = [calm, Self.summary(2, build: "nt4-sp4", spokes: 1)]
    #expect(try has("binds refused", both))
    #expect(try has("associations opened", both))
    let rare = [
      "groups misfiled", "messages given up", "calls cancelled", "calls orphaned",
      "calls failed with", "turn requests", "connections reset", "associations lost",
      "duplicates",
    ]
    let troubled = Self.summary(2, build: "nt4-sp4", spokes: 1) { link in
      (link.misfiled, link.nonDelivered, link.cancels) = (1, 1, 1)
      link.trouble.orphaned = 1
      link.trouble.failedCalls = [LinkTrouble.Count(code: 1_726, count: 4)]
      link.trouble.unansweredTurnRequests = 1
      (link.trouble.resets, link.trouble.lost, link.trouble.recovered) = (1, 1, 1)
      link.trouble.duplicates = 1
    }
    for title in rare {
      #expect(try has(title, both) == false, "\(title)")
      #expect(try has(title, [calm, troubled]), "\(title)")
    }
  }
}
