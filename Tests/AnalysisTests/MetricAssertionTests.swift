import Analysis
import Testing
import TraceModel

struct MetricAssertionTests {
  private let tables: [MetricTable]

  init() throws {
    var calm = MailScript(build: "nt4-sp4")
    calm.pass(1, at: 5)
    calm.otherHosts = ["a.b", "c:d"]
    var fault = SummaryTests.fault()
    fault.otherHosts = calm.otherHosts
    tables = try MailScript.trace([fault, calm]).analysis.metricTables()
  }

  @Test(arguments: [
    "sp3.backlog.max == 2", "sp3.backlog.max<3", "  sp3.backlog.max  <=  2  ",
    "2 >= run1.backlog.max", "sp3.backlog.max != 2.000000001", "sp3.stalls.total == 510",
    "sp3.stalls.total == 510 s", "sp3.stalls.total == 510000ms", "sp3.stalls.total==8.5min",
    "sp3.stalls.total < 1 h", "sp4.stalls.total < sp3.stalls.total", "sp3.duration == 4h",
    "sp3.HUB1:SLPS100.backlog.max == 2", "sp3.HUB1→SLPS100.backlog.max > -1",
    "sp3.SLPS100:HUB1.backlog.max == 0", "sp3.a.b:c:d.backlog.max == 0",
    "sp3.log.9316 > sp4.log.9316",
  ])
  func `what is true holds`(text: String) throws {
    #expect(try MetricAssertion(text, in: tables).failure == nil)
  }

  @Test(arguments: [
    (
      "sp3.backlog.max<2",
      "assertion failed: sp3.backlog.max<2, but sp3.backlog.max is 2"
    ),
    (
      "sp3.stalls.total < sp4.stalls.total",
      "assertion failed: sp3.stalls.total < sp4.stalls.total, but sp3.stalls.total is 510 s and "
        + "sp4.stalls.total is 0 s"
    ),
    (
      "sp3.SLPS100:HUB1.delivery.p50 < 60 s",
      "assertion failed: sp3.SLPS100:HUB1.delivery.p50 < 60 s, but "
        + "sp3.SLPS100:HUB1.delivery.p50 has no value"
    ),
    (
      "sp3.SLPS100:HUB1.delivery.p50 != 60 s",
      "assertion failed: sp3.SLPS100:HUB1.delivery.p50 != 60 s, but "
        + "sp3.SLPS100:HUB1.delivery.p50 has no value"
    ),
  ])
  func `what is not true, or has no value, fails with its values`(
    text: String, failure: String
  ) throws {
    #expect(try MetricAssertion(text, in: tables).failure == failure)
  }

  @Test(arguments: [
    ("sp3.backlog.max", "it has none of <, <=, >, >=, == and != between two sides"),
    ("sp3.backlog.max = 2", "it has none of <, <=, >, >=, == and != between two sides"),
    ("sp3.backlog.max <", "it has none of <, <=, >, >=, == and != between two sides"),
    ("", "it has none of <, <=, >, >=, == and != between two sides"),
    ("1 < 2", "it names no metric"),
    ("sp3.backlog.max < 1.2.3", "'1.2.3' is no number"),
    ("sp3.stalls.total < 1 d", "'d' is none of the units s, ms, min and h"),
    ("sp3.backlog.max < 5 min", "it compares a time with a count"),
    ("sp3.backlog.max < sp3.stalls.total", "it compares a time with a count"),
    (
      "sp3.backlog.max < 1234567890123",
      "'1234567890123' has more digits than 12 before or 9 behind the point"
    ),
    (
      "sp3.stalls.total < 0.0000001 ms", "'0.0000001 ms' is finer than a billionth of a second"
    ),
  ])
  func `what cannot be read is refused with the reason`(text: String, why: String) {
    #expect(throws: MetricError.badAssertion(text, why: why)) {
      try MetricAssertion(text, in: tables)
    }
  }

  @Test(arguments: [
    ("sp4.backlog.mx < 5", "sp4.backlog.mx", ["sp4.backlog.max"]),
    ("backlog.max < 5", "backlog.max", ["sp3.backlog.max", "sp4.backlog.max"]),
    ("SP4.stalls.count < 5", "SP4.stalls.count", ["sp4.stalls.count"]),
    (
      "sp3.HUB1:SLPS10.backlog.max < 5", "sp3.HUB1:SLPS10.backlog.max",
      ["sp3.HUB1:SLPS100.backlog.max"]
    ),
    (
      "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz < 5",
      "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", []
    ),
  ])
  func `an unknown metric is refused with the nearest names`(
    text: String, name: String, nearest: [String]
  ) throws {
    let error = #expect(throws: MetricError.self) { try MetricAssertion(text, in: tables) }
    guard case .unknownMetric(name, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(Array(found.prefix(nearest.count)) == nearest)
    #expect(found.isEmpty == nearest.isEmpty)
  }
}
