import Foundation
import Testing

/// `mtatrace export --format perfetto`, judged by the format's documentation.
struct ExportTimelineTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  /// What a file holds, by the check of its format.
  private struct Content: Decodable {
    var kinds: [String: Int]
    var events: Int
    var arrows: [String: Int]
    var depth: Int
    var names: [String]
  }

  private func export(_ arguments: [String], of trace: String = SampleTrace.name) throws
    -> CommandRun
  {
    let run = try CommandRun.mtatrace(["export", trace] + arguments, in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    return run
  }

  private func check(_ name: String) throws -> Content {
    try folder.write(TraceEventFormat.check, to: "check.py")
    let run = try CommandRun.tool("python3", ["-I", "check.py", name], in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.dropLast().prefix(5) == [])
    return try JSONDecoder().decode(Content.self, from: Data(try #require(lines.last).utf8))
  }

  private func query(_ sql: String) throws -> Int {
    let run = try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder)
    return try #require(Int(run.output.trimmingCharacters(in: .newlines)), "\(run.errors)")
  }

  @Test(arguments: [
    ([], "1"), (["--run", "1"], "run = 1"),
    (
      ["--run", "1", "--between", "1:09:00..1:17:00"],
      "run = 1 AND time BETWEEN 4140000000000 AND 4620000000000"
    ),
    (["--host", "SLPS100"], "host = 'SLPS100'"),
  ])
  func `the file has every event, and slices and arrows are sound`(
    arguments: [String], condition: String
  ) throws {
    _ = try export(arguments + ["-o", "a.json"])
    let content = try check("a.json")
    // Every event is a point, or begins or ends something.
    #expect(try content.events == query("SELECT count(*) FROM events WHERE \(condition)"))
    let mail =
      "kind IN ('message_enqueued', 'message_delivered', 'message_non_delivered')"
    let counters = try query("SELECT count(*) FROM events WHERE \(condition) AND \(mail)")
    #expect([0, 1, 2].contains(try #require(content.kinds["C"]) - counters))
    // Both ends of an arrow are meant.
    let ends = ["s", "r"].map { end in
      condition.replacing(/run|time|host/) { "\(end).\($0.output)" }
    }
    for kind in ["bind", "bind_nak", "request", "response", "auth3", "connect"] {
      let both = try query(
        "SELECT count(*) FROM events r JOIN events s ON s.run = r.run AND s.sequence = r.cause "
          + "WHERE r.kind = '\(kind)' AND r.direction = 'received' AND s.direction = 'sent' "
          + "AND s.kind = r.kind AND \(ends[0]) AND \(ends[1])")
      #expect(content.arrows[kind, default: 0] == both, "\(kind)")
    }
  }

  @Test(arguments: ["q166594", "q189494", "hub50", "whatif", "spoke10"])
  func `no event of the samples is lost`(name: String) throws {
    let sample = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../traces/\(name).sqlite").standardizedFileURL
    try Data(contentsOf: sample).write(to: folder.path(SampleTrace.name))
    _ = try export(["-o", "a.json"])
    let content = try check("a.json")
    #expect(try content.events == query("SELECT sum(event_count) FROM runs"))
  }

  @Test func `stalls, backlogs and connections have tracks of their own`() throws {
    let run = try export(["--json", "-o", "a.json"])
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let content = try check("a.json")
    #expect(try content.kinds["X"] == query("SELECT count(*) FROM stalls"))
    #expect(runs.compactMap { $0["stalls"] as? Int }.reduce(0, +) == content.kinds["X"])
    #expect(content.kinds["f"] == runs.compactMap { $0["arrows"] as? Int }.reduce(0, +))
    for name in [
      "HUB1 · run 1 · NT 4.0 SP3", "SLPS100 · run 2 · NT 4.0 SP4", "MTA", "association 4",
      "stalls of mail for SLPS100", "other servers",
    ] {
      #expect(content.names.contains(name), "\(name)")
    }
    #expect(content.names.contains { $0.hasPrefix("connection 1 → SLPS100 · tcp[1911]") })
    let without = try #require(runs[0]["events_without_arrow"] as? Int)
    #expect(run.errors.contains("Run 1: \(without) events sent or received without an arrow"))
    let text = String(decoding: try folder.octets("a.json"), as: UTF8.self)
    // A moment in microseconds, to the nanosecond: that of the first refusal.
    let time = try query("SELECT min(time) FROM events WHERE kind = 'bind_nak'")
    let digits = String(time % 1_000 + 1_000).dropFirst()
    #expect(text.contains(#""name":"bind_nak","cat":"rpc","pid":2"#))
    #expect(text.contains(#""ts":\#(time / 1_000).\#(digits),"#))
  }

  @Test func `what stands when the stretch of time begins is cut there`() throws {
    let run = try export(["--run", "1", "--between", "1:09:00..1:17:00", "-o", "a.json"])
    let standing = try query(
      "SELECT count(*) FROM events WHERE run = 1 AND time < 4140000000000 AND kind = 'connect'")
    let ended = try query(
      "SELECT count(DISTINCT host || connection) FROM events WHERE run = 1 "
        + "AND time < 4140000000000 AND kind IN ('disconnect', 'reset')")
    let associations = try query(
      "SELECT count(*) FROM (SELECT 1 FROM events WHERE run = 1 AND time < 4140000000000 "
        + "AND association > 0 GROUP BY host, association "
        + "HAVING sum(kind IN ('association_opening', 'association_open')) > 0 "
        + "AND sum(kind IN ('association_closed', 'association_aborted')) = 0)")
    let count = standing - ended + associations
    #expect(count > 2)
    #expect(run.errors.contains("\(count) slices cut where the stretch of time begins; "))
    _ = try check("a.json")
    let text = String(decoding: try folder.octets("a.json"), as: UTF8.self)
    #expect(
      text.contains(
        #""name":"association 4","cat":"association","pid":1,"tid":34,"ts":4140000000.000}"#))
  }

  @Test func `what disturbs lines and hosts lies on lanes of their own`() throws {
    let made = try CommandRun.mtatrace(
      [
        "record", "healthy", "--build", "nt4-sp4", "--set", "duration=60 min", "--set",
        "faults.cut=outage between HUB1 and SLPS100 at 15 min for 10 min", "--set",
        "faults.hang=hang HUB1 at 20 min for 10 min", "-o", "b.sqlite",
      ], in: folder)
    try #require(made.exitCode == 0, "\(made.errors)")
    let run = try export(["--between", "0:10:00..0:24:00", "-o", "b.json"], of: "b.sqlite")
    #expect(run.output.contains(" · 2 disturbances"))
    _ = try check("b.json")
    let text = String(decoding: try folder.octets("b.json"), as: UTF8.self)
    // Cut where the stretch of time ends, and beside each other.
    for (name, lane, time) in [
      ("outage between HUB1 and SLPS100", 24, #""ts":900000000.000,"dur":540000000.000,"#),
      ("MTA of HUB1 hung", 32, #""ts":1200000000.000,"dur":240000000.000,"#),
    ] {
      #expect(
        text.contains(#""name":"\#(name)","cat":"disturbance","pid":1,"tid":\#(lane),\#(time)"#))
    }
  }

  @Test func `calls that overlap lie on lanes, and names are what they are`() throws {
    let hosts = #"A\"\\\n<b>"#
    var lines = [
      #"{"type":"run","format":1,"scenario":"lab","hosts":[{"name":"\#(hosts)"},{"name":"B"}]}"#,
      #"{"type":"connection","connection":1,"client":"\#(hosts)","server":"B"}"#,
    ]
    func add(_ kind: String, _ call: Int, _ isSent: Bool, cause: Int? = nil) {
      let number = lines.count - 1
      lines.append(
        #"{"type":"event","sequence":\#(number),"time":\#(number),"kind":"\#(kind)","#
          + #""direction":"\#(isSent ? "sent" : "received")","host":"\#(isSent ? hosts : "B")","#
          + #""peer":"\#(isSent ? "B" : hosts)","connection":1,"call_id":\#(call)"#
          + (cause.map { ",\"cause\":\($0)" } ?? "") + "}")
    }
    for call in 1...8 { add("request", call, true) }
    for call in [3, 1, 8, 2, 5, 4, 7, 6] { add("request", call, false, cause: call) }
    for call in [2, 4, 6, 8] { add("orphaned", call, true) }
    try folder.write(lines.joined(separator: "\n") + "\n{\"type\":\"end\"}\n", to: "a.jsonl")
    let made = try CommandRun.mtatrace(["import", "a.jsonl", "-o", "a.sqlite"], in: folder)
    try #require(made.exitCode == 0, "\(made.errors)")
    let run = try export(["-o", "a.json"], of: "a.sqlite")
    #expect(run.errors.contains("6 calls without a slice, beside too many others"))
    let content = try check("a.json")
    #expect(content.events == 20)
    // Those without a slice have no arrow either.
    #expect(content.arrows == ["request": 4])
    #expect(content.names.contains { $0.hasPrefix("A\"\\\n<b> · run 1 · ") })
  }

  @Test func `equal traces give equal files`() throws {
    _ = try export(["--run", "2", "-o", "a.json"])
    let again = try CommandRun.shell(
      "TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8 \"$mtatrace\" export \(SampleTrace.name) --run 2 "
        + "--format perfetto -o - > b.json", in: folder)
    #expect(again.exitCode == 0)
    #expect(try folder.octets("a.json") == folder.octets("b.json"))
  }
}
