import Analysis
import Testing
import TraceModel
import TraceStore

struct MetricTests {
  /// The metrics of runs that scripts tell of.
  private func tables(_ scripts: [MailScript]) throws -> [MetricTable] {
    try MailScript.trace(scripts).analysis.metricTables()
  }

  @Test func `each metric has a name and a meaning of its own`() {
    let names = Metric.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(Metric.all.map(\.meaning)).count == names.count)
    for metric in Metric.all {
      let parts = metric.name.split(separator: ".")
      #expect(parts.count == (metric.name == "duration" ? 1 : 2))
      #expect(
        metric.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._".contains($0)) })
      #expect(metric.isFamily == (parts.last?.first?.isUppercase ?? false))
      #expect(!metric.meaning.isEmpty && !metric.meaning.hasSuffix("."))
    }
  }

  @Test func `the metrics of a run are those worked out by hand`() throws {
    let table = try #require(try tables([SummaryTests.fault()]).first)
    let rows = table.rows.map { "\($0.name) \($0.value?.text ?? "-")" }
    #expect(
      rows == [
        "events.count 17", "duration 14400", "directions.count 1", "directions.stalled 1",
        "messages.enqueued 4", "messages.delivered 3", "messages.non_delivered 0",
        "messages.waiting 1", "backlog.max 2", "backlog.max_time 150", "backlog.end 1",
        "stalls.count 2", "stalls.longest 400", "stalls.total 510", "stalls.rescued 1",
        "stalls.stranded 1", "delivery.count 3", "delivery.p50 61", "delivery.p90 110",
        "delivery.p95 110", "delivery.p99 110", "delivery.max 110", "binds.count 1",
        "bind_naks.count 1", "cancels.count 1", "orphaned.count 0", "misfilings.count 1",
        "call_failures.count 1", "call_failures.1727 1", "associations.opened 2",
        "associations.by_mail 1", "associations.by_threshold 1", "associations.by_urgent 0",
        "associations.by_recovery 0", "associations.lost 0", "associations.recovered 0",
        "log.count 1", "log.9316 1",
      ])
  }

  @Test func `a direction's metrics are its own`() throws {
    let table = try #require(try tables([SummaryTests.fault()]).first)
    #expect(table.link == MailScript.link)
    func value(_ name: String, _ link: Link?) -> Int? {
      guard case .count(let count) = table.row(named: name, of: link)?.value else { return nil }
      return count
    }
    let back = MailScript.link.reversed
    for name in ["binds.count", "bind_naks.count", "misfilings.count", "log.9316"] {
      #expect(value(name, MailScript.link) == 1, "\(name)")
      #expect(value(name, back) == 0, "\(name)")
    }
    // Either side may have opened an association between the two.
    #expect(value("associations.opened", back) == 2)
    #expect(value("messages.enqueued", back) == 0)
    #expect(value("events.count", back) == nil)
    #expect(table.row(named: "delivery.p50", of: back)?.value == nil)
    #expect(table.row(named: "events.count", of: back) == nil)
  }

  @Test func `what never came up was counted zero times`() throws {
    let table = try #require(try tables([SummaryTests.fault()]).first)
    #expect(table.row(named: "log.9277")?.value == .count(0))
    #expect(table.row(named: "log.09316") == nil)
    #expect(table.row(named: "log.") == nil)
    #expect(table.row(named: "log.99999999999") == nil)
  }

  @Test func `a run is called by its build where that tells it apart`() throws {
    let (sp3, sp4) = (MailScript(build: "nt4-sp3"), MailScript(build: "nt4-sp4"))
    #expect(try tables([sp3, sp4]).map(\.names) == [["sp3", "run1"], ["sp4", "run2"]])
    #expect(try tables([sp3, sp4, sp3]).map(\.names) == [["run1"], ["sp4", "run2"], ["run3"]])
    var rtm = sp4
    rtm.parameters += [
      Parameter(name: "contrast", value: "exchange"), Parameter(name: "mta.exchange", value: "rtm"),
    ]
    #expect(try tables([rtm]).map(\.names) == [["rtm", "run1"]])
    #expect(try tables([MailScript(build: "run2")]).map(\.names) == [["run1"]])
  }

  @Test func `the direction drawn does not depend on which run is asked for`() throws {
    var calm = MailScript(build: "nt4-sp4")
    calm.pass(1, at: 5)
    for number in UInt32(2)...9 {
      let message = MessageID(rawValue: number)
      calm.add(
        .messageEnqueued, at: Double(number) * 10, host: MailScript.site, peer: MailScript.hub
      ) {
        ($0.message, $0.queue, $0.code) = (message, 1, 0)
      }
      calm.add(.messageDelivered, at: Double(number) * 10 + 1) {
        ($0.message, $0.queue) = (message, 0)
      }
    }
    let trace = try MailScript.trace([SummaryTests.fault(), calm])
    let table = try MetricTable(of: try trace.reader.run(2), in: trace.analysis)
    #expect(table.link == MailScript.link)
    #expect(table.row(named: "messages.enqueued")?.value == .count(1))
  }

  @Test func `a run without mail has no value for what mail does`() throws {
    let table = try #require(try tables([MailScript()]).first)
    #expect(table.link == nil)
    #expect(table.rows.count { $0.value == nil } == 18)
    #expect(table.row(named: "directions.count")?.value == .count(0))
  }

  @Test(arguments: [
    (0, "0"), (1, "0.000000001"), (60_000_000_000, "60"), (-1_500_000_000, "-1.5"),
    (361_204_800_000, "361.2048"), (Int64.max, "9223372036.854775807"),
    (Int64.min, "-9223372036.854775808"),
  ])
  func `times are exact decimals`(nanoseconds: Int64, text: String) {
    #expect(MetricValue.time(TraceDuration(nanoseconds: nanoseconds)).text == text)
  }
}
