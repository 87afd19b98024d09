import Foundation
import Testing

/// `stats`: the numbers that it prints are those of the views, and what is claimed of them is
/// checked.
struct StatsCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func stats(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["stats"] + arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  /// What each metric is in SQL, with `$run`, `$from` and `$to` in the place of these.
  private static let truths = [
    "messages.enqueued": "count(*) FROM messages WHERE $mail",
    "messages.delivered": "count(*) FROM messages WHERE state = 'delivered' AND $mail",
    "messages.non_delivered": "count(*) FROM messages WHERE state = 'non_delivered' AND $mail",
    "messages.waiting": "count(*) FROM messages WHERE state = 'waiting' AND $mail",
    "backlog.max": "max(waiting) FROM backlog WHERE $mail",
    "backlog.max_time": "time FROM backlog WHERE $mail ORDER BY waiting DESC, sequence LIMIT 1",
    "backlog.end": "waiting FROM backlog WHERE $mail ORDER BY sequence DESC LIMIT 1",
    "stalls.count": "count(*) FROM stalls WHERE $mail",
    "stalls.longest": "coalesce(max(duration), 0) FROM stalls WHERE $mail",
    "stalls.total": "coalesce(sum(duration), 0) FROM stalls WHERE $mail",
    "stalls.rescued": "count(*) FROM stalls WHERE ending = 'rescue' AND $mail",
    "stalls.stranded": "count(*) FROM stalls WHERE ending = 'strand' AND $mail",
    "delivery.count": "count(delivery_time) FROM deliveries WHERE $mail",
    "delivery.p50": quantile(50), "delivery.p90": quantile(90), "delivery.p95": quantile(95),
    "delivery.p99": quantile(99), "delivery.max": quantile(100),
    "binds.count": "count(*) FROM binds WHERE client = '$from' AND server = '$to' AND run = $run",
    "bind_naks.count": "count(*) FROM events WHERE kind = 'bind_nak' AND direction = 'received' "
      + "AND $sender",
    "cancels.count": "count(*) FROM events WHERE kind = 'co_cancel' AND direction = 'sent' "
      + "AND $sender",
    "orphaned.count": "count(*) FROM events WHERE kind = 'orphaned' AND direction = 'sent' "
      + "AND $sender",
    "misfilings.count":
      "coalesce(sum(misfiled), 0) FROM binds WHERE client = '$from' AND server = '$to' "
      + "AND run = $run",
    "call_failures.count": "count(*) FROM events WHERE kind = 'call_failed' AND $sender",
    "call_failures.STATUS":
      "count(*) FROM events WHERE kind = 'call_failed' AND code = $number AND $sender",
    "associations.opened": "count(*) FROM associations WHERE $between",
    "associations.by_mail": "count(*) FROM associations WHERE reason = 'mail' AND $between",
    "associations.by_threshold":
      "count(*) FROM associations WHERE reason = 'threshold' AND $between",
    "associations.by_urgent": "count(*) FROM associations WHERE reason = 'urgent' AND $between",
    "associations.by_recovery":
      "count(*) FROM associations WHERE reason = 'recovery' AND $between",
    "associations.lost": "count(*) FROM events WHERE kind = 'association_lost' AND $sender",
    "associations.recovered":
      "count(*) FROM events WHERE kind = 'association_recovered' AND $sender",
    "log.count": "count(*) FROM events WHERE kind = 'log_entry' AND $sender",
    "log.ID": "count(*) FROM events WHERE kind = 'log_entry' AND code = $number AND $sender",
  ]

  /// By nearest rank: the least time that this share of all is at most.
  private static func quantile(_ percent: Int) -> String {
    """
    delivery_time FROM (
      SELECT delivery_time, row_number() OVER (ORDER BY delivery_time) AS rank,
        count(*) OVER () AS count
      FROM deliveries WHERE $mail
    ) WHERE 100 * rank >= \(percent) * count ORDER BY rank LIMIT 1
    """
  }

  /// What SQL says of a metric of one direction; times as exact decimals.
  private func truth(
    _ metric: [String: Any], _ run: Int, _ from: String, _ to: String
  ) throws -> String {
    let name = try #require(metric["metric"] as? String)
    let whole = try #require(metric["name"] as? String)
    let sql = try #require(Self.truths[name], "\(name)")
      .replacing("$mail", with: "run = $run AND from_host = '$from' AND to_host = '$to'")
      .replacing("$sender", with: "run = $run AND host = '$from' AND peer = '$to'")
      .replacing("$between", with: "run = $run AND '$from' IN (host, peer)")
      .replacing("$run", with: "\(run)").replacing("$from", with: from).replacing("$to", with: to)
      .replacing("$number", with: whole.split(separator: ".").last ?? "")
    let number = try query("SELECT \(sql)")
    guard metric["unit"] as? String == "s" else { return number }
    let digits = String(repeating: "0", count: max(10 - number.count, 0)) + number
    var text = "\(digits.dropLast(9)).\(digits.suffix(9))"
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  @Test func `each metric of each direction is what the views say`() throws {
    let run = try stats(SampleTrace.name, "--all", "--json")
    #expect(run.exitCode == 0)
    // Decimals as they are printed: the reader of JSON would make floating point of them.
    let text = run.output.replacing(/"value": ([0-9.]+)/) { "\"value\": \"\($0.output.1)\"" }
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let runs = try #require(whole["runs"] as? [[String: Any]])
    #expect(runs.map { $0["names"] as? [String] } == [["sp3", "run1"], ["sp4", "run2"]])
    var checked: Set<String> = []
    for run in runs {
      let number = try #require(run["run"] as? Int)
      #expect(run["direction"] as? String == "HUB1:SLPS100")
      for metric in try #require(run["metrics"] as? [[String: Any]]) {
        let direction = metric["direction"] as? String
        guard let hosts = direction?.split(separator: ":"), hosts.count == 2 else { continue }
        let expected = try truth(metric, number, "\(hosts[0])", "\(hosts[1])")
        #expect(metric["value"] as? String == expected, "\(metric)")
        checked.insert(try #require(metric["metric"] as? String))
      }
    }
    // A family has a value only where something came up.
    #expect(checked == Set(Self.truths.keys))
  }

  @Test func `the metrics of a whole run are what the views say`() throws {
    for (metric, sql) in [
      ("events.count", "event_count FROM runs WHERE run = 1"),
      ("duration", "end_time / 1000000000 FROM runs WHERE run = 1"),
      ("binds.count", "count(*) FROM binds WHERE run = 1"),
      ("misfilings.count", "sum(misfiled) FROM binds WHERE run = 1"),
      ("associations.opened", "count(*) FROM associations WHERE run = 1"),
      (
        "directions.stalled",
        "count(DISTINCT from_host || ' ' || to_host) FROM stalls WHERE run = 1"
      ),
    ] {
      let run = try stats(SampleTrace.name, "sp3.\(metric)", "--csv")
      let fields = run.output.split(separator: "\r\n").last?.split(separator: ",") ?? []
      #expect(fields.count == 3)
      #expect(try query("SELECT \(sql)") == "\(fields.dropFirst().first ?? "")", "\(metric)")
    }
  }

  @Test func `a claim that holds, or does not, is told by the exit code`() throws {
    let good = try stats(
      SampleTrace.name, "--assert", "sp4.backlog.max < 50", "--assert",
      "sp4.stalls.total < sp3.stalls.total")
    #expect(good.exitCode == 0)
    #expect(good.errors.isEmpty)
    #expect(
      good.output.split(separator: "\n").map { $0.prefix { $0 != " " } } == [
        "sp4.backlog.max", "sp4.stalls.total", "sp3.stalls.total",
      ])
    let peak = try query("SELECT max(waiting) FROM backlog WHERE run = 1 AND from_host = 'HUB1'")
    let bad = try stats(
      SampleTrace.name, "--run", "1", "--assert", "sp3.backlog.max < 2", "--assert",
      "run1.stalls.count == 0", "--assert", "run1.duration == 4 h")
    #expect(bad.exitCode == 1)
    let lines = bad.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.first
        == "mtatrace: assertion failed: sp3.backlog.max < 2, but sp3.backlog.max is \(peak)")
    #expect(lines.last?.hasPrefix("mtatrace: assertion failed: run1.stalls.count == 0, ") == true)
  }

  @Test(arguments: [
    (["--assert", "sp4.backlog.mx < 50"], "the nearest is 'sp4.backlog.max'"),
    (["--assert", "sp4.backlog.max 50"], "it has none of <, <=, >, >=, == and !="),
    (["sp4.HUB:SLPS100.backlog.max"], "'sp4.HUB1:SLPS100.backlog.max'"),
    (["--run", "1", "--assert", "sp4.backlog.max < 50"], "'sp3.backlog.max'"),
    (["--json", "--csv"], "choose one"), (["--list"], "about no trace"),
    (["--all", "sp4.backlog.max"], "name no metric"),
  ])
  func `what makes no sense is refused before anything is printed`(
    options: [String], words: String
  ) throws {
    let run = try CommandRun.mtatrace(["stats", SampleTrace.name] + options, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `a metric without a value holds no claim`() throws {
    let record = ["record", "healthy", "--set", "duration=1 s", "-o", "short.sqlite"]
    #expect(try CommandRun.mtatrace(record, in: folder).exitCode == 0)
    for relation in ["<", ">", "!=", "=="] {
      let run = try stats("short.sqlite", "--assert", "sp4.delivery.p50 \(relation) 1 s")
      #expect(run.exitCode == 1)
      #expect(run.errors.hasSuffix("but sp4.delivery.p50 has no value\n"))
    }
    #expect(try stats("short.sqlite", "sp4.delivery.p50", "--json").output.contains(": null"))
  }

  @Test func `the list explains every metric that a trace has`() throws {
    let list = try stats("--list", "--json")
    let metrics = try #require(
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: String]])
    #expect(metrics.count > 35)
    #expect(metrics.allSatisfy { $0.keys.sorted() == ["meaning", "metric", "of", "unit"] })
    let text = try stats("--list").output
    #expect(text.split(separator: "\n").count == metrics.count + 1)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 118 })
    #expect(try stats("--list", "--csv").output.hasPrefix("metric,unit,of,meaning\r\n"))
    #expect(try stats().exitCode == 64)
  }

  @Test func `a capture has the metrics of the wire, under its number`() throws {
    let capture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/s3_pipes_smb1.pcap.gz").standardizedFileURL.path
    let imported = try CommandRun.mtatrace(["import", capture, "-o", "c.sqlite"], in: folder)
    #expect(imported.exitCode == 0)
    let run = try stats("c.sqlite")
    #expect(run.exitCode == 0)
    #expect(run.output.contains("run1.connections.count"))
    #expect(!run.output.contains("backlog"))
    let binds = try CommandRun.tool(
      "sqlite3", ["c.sqlite", "SELECT count(*) FROM pdus WHERE kind = 'bind'"], in: folder)
    let count = binds.output.trimmingCharacters(in: .newlines)
    #expect(try stats("c.sqlite", "--assert", "run1.binds.count == \(count)").exitCode == 0)
    #expect(try stats("c.sqlite", "--assert", "run1.backlog.max == 0").exitCode == 64)
  }
}
