import Foundation
import Testing

/// The commands that read a trace and print: `info`, `show`, `replay`, `schema`.
struct TraceCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder).output
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: info

  @Test func `info says what each run is and what became of its mail`() throws {
    let run = try mtatrace("info", SampleTrace.name)
    #expect(run.exitCode == 0)
    for fingerprint in try query("SELECT fingerprint FROM runs").split(separator: "\n") {
      #expect(run.output.contains(fingerprint))
    }
    let delivered = try query(
      "SELECT count(*) FROM deliveries WHERE run = 1 AND from_host = 'HUB1'")
    #expect(run.output.contains("\(delivered.prefix { $0.isNumber }) delivered"))
    #expect(run.output.contains("complete, finished"))
  }

  @Test func `info for programs agrees with the views`() throws {
    let run = try mtatrace("info", SampleTrace.name, "--json")
    let runs = try #require(try object(run.output)["runs"] as? [[String: Any]])
    #expect(runs.map { $0["run"] as? Int } == [1, 2])
    #expect(runs.map { $0["build"] as? String } == ["nt4-sp3", "nt4-sp4"])
    for run in runs {
      let id = try #require(run["run"] as? Int)
      let links = try #require(run["links"] as? [[String: Any]])
      let counts = try query("SELECT event_count, fingerprint FROM runs WHERE run = \(id)")
      let events = try #require(run["event_count"] as? Int)
      let fingerprint = try #require(run["fingerprint"] as? String)
      #expect(counts == "\(events)|\(fingerprint)\n")
      let stalls = links.compactMap { ($0["stalls"] as? [Any])?.count }.reduce(0, +)
      #expect(try query("SELECT count(*) FROM stalls WHERE run = \(id)") == "\(stalls)\n")
      let peak = links.compactMap { $0["peak_backlog"] as? Int }.max() ?? 0
      #expect(try query("SELECT max(queue) FROM events WHERE run = \(id)") == "\(peak)\n")
    }
  }

  @Test func `info names the directions with most to tell, and sums the others up`() throws {
    var scenario = try mtatrace("record", "healthy", "--print-scenario").output
    let hosts = (1...5).map { number in
      "  HOST\(number):\n    addresses:\n      - ncacn_ip_tcp:10.0.0.\(number)[1764]\n"
        + "    build: run\n    crossTraffic: no\n"
    }
    let start = try #require(scenario.range(of: "hosts:\n"))
    let end = try #require(scenario.range(of: "\n# Each direction"))
    scenario.replaceSubrange(start.upperBound..<end.lowerBound, with: hosts.joined())
    try folder.write(scenario, to: "five.yaml")
    let recorded = try mtatrace(
      "record", "five.yaml", "--build", "nt4-sp4", "--set", "duration=20 min", "--set",
      "burstGap=0 s", "-o", "five.sqlite")
    #expect(recorded.exitCode == 0)
    let run = try mtatrace("info", "five.sqlite")
    let named = run.output.split(separator: "\n").filter { $0.contains(" → ") }
    #expect(named.count == 11)
    #expect(run.output.contains("\n  9 other directions, with less trouble or mail"))
    let json = try object(try mtatrace("info", "five.sqlite", "--json").output)
    let runs = try #require(json["runs"] as? [[String: Any]])
    let links = try #require(runs.first?["links"] as? [[String: Any]])
    #expect(links.count == 20)
    // What is enqueued by name and in sum is all there is.
    let counts = run.output.split(separator: "\n").filter { $0.contains(" enqueued, ") }
    let enqueued = counts.compactMap { line in
      Int(line.drop { $0 == " " }.prefix { $0 != " " }.replacing(",", with: ""))
    }
    #expect(
      enqueued.reduce(0, +) == links.compactMap { $0["enqueued"] as? Int }.reduce(0, +))
    let calls = links.compactMap { $0["failed_calls"] as? [String: Int] }
    #expect(calls.count == 20 && calls.allSatisfy { $0.isEmpty })
  }

  @Test func `info lists the parameters on request`() throws {
    let run = try mtatrace("info", SampleTrace.name, "--run", "2", "--parameters")
    #expect(run.output.contains("\n    mta.threshold: 50\n"))
    #expect(run.output.contains("run 2\n"))
    #expect(!run.output.contains("run 1\n"))
  }

  // MARK: show

  @Test func `show lists every event once`() throws {
    let run = try mtatrace("show", SampleTrace.name, "--run", "1")
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n")
    #expect(try query("SELECT count(*) FROM events WHERE run = 1") == "\(lines.count)\n")
  }

  @Test(arguments: [
    (["--kind", "bind_nak"], "kind = 'bind_nak'"),
    (["--kind", "bind", "--kind", "bind_ack"], "kind IN ('bind', 'bind_ack')"),
    (["--host", "HUB1"], "host = 'HUB1'"),
    (["--between", "0:30:00..1:40:00"], "seconds BETWEEN 1800 AND 6000"),
    (["--between", "100:00.."], "seconds >= 6000"),
    (["--between", "..5608.744"], "seconds <= 5608.744"),
    (
      ["--run", "2", "--host", "SLPS100", "--kind", "message_delivered", "--between", "..1:00:00"],
      "run = 2 AND host = 'SLPS100' AND kind = 'message_delivered' AND seconds <= 3600"
    ),
  ])
  func `filters choose what the views choose`(options: [String], condition: String) throws {
    let run = try CommandRun.mtatrace(["show", SampleTrace.name, "--json"] + options, in: folder)
    #expect(run.exitCode == 0)
    let shown = try run.output.split(separator: "\n").map { line in
      let event = try object(line)
      return "\(event["run"] ?? "")|\(event["sequence"] ?? "")"
    }
    let chosen = try query("SELECT run, sequence FROM events WHERE \(condition) ORDER BY 1, 2")
    #expect(!shown.isEmpty)
    #expect(shown.joined(separator: "\n") + "\n" == chosen)
  }

  @Test func `show for programs has the columns of the view`() throws {
    let run = try mtatrace("show", SampleTrace.name, "--json", "--kind", "log_entry", "--run", "1")
    let first = try #require(run.output.split(separator: "\n").first)
    let columns = try query("SELECT name FROM pragma_table_info('events') WHERE name <> 'seconds'")
    #expect(
      try object(first).keys.sorted() == columns.split(separator: "\n").map { "\($0)" }.sorted())
    let text = try query("SELECT log_text FROM events WHERE run = 1 AND kind = 'log_entry' LIMIT 1")
    #expect(try object(first)["log_text"] as? String == text.trimmingCharacters(in: .newlines))
  }

  @Test func `show says when nothing matches or nothing can`() throws {
    let none = try mtatrace("show", SampleTrace.name, "--kind", "bind_nak", "--between", "0..1")
    #expect(none.exitCode == 0)
    #expect(none.errors == "mtatrace: No event of these runs matches the options.\n")
    let json = try mtatrace(
      "show", SampleTrace.name, "--json", "--kind", "bind_nak", "--between", "0..1")
    #expect(json.output == "")
    #expect(json.errors == none.errors)
    let after = try mtatrace("show", SampleTrace.name, "--between", "5:00:00..6:00:00")
    #expect(after.exitCode == 64)
    #expect(after.output == "")
    #expect(after.errors == "mtatrace: Nothing lies after 5:00:00; the runs end at 4:00:00.\n")
  }

  // MARK: replay

  @Test func `replay finds an untouched trace equal`() throws {
    let run = try mtatrace("replay", SampleTrace.name)
    #expect(run.exitCode == 0)
    #expect(run.output.split(separator: "\n").filter { $0.contains("equal") }.count == 2)
  }

  @Test func `replay shows the first event that differs, as it is and as it was`() throws {
    _ = try query("UPDATE event SET length = 4711 WHERE id >> 40 = 2 AND id & 1099511627775 = 100")
    let run = try mtatrace("replay", SampleTrace.name)
    #expect(run.exitCode == 1)
    #expect(run.errors == "")
    #expect(run.output.contains("run 1 · NT 4.0 SP3 · equal"))
    #expect(run.output.contains("run 2 · NT 4.0 SP4 · different after 99 equal events"))
    #expect(run.output.contains("Event 100"))
    #expect(run.output.contains("4711"))
    #expect(try mtatrace("replay", SampleTrace.name, "--run", "1").exitCode == 0)

    let json = try mtatrace("replay", SampleTrace.name, "--json")
    #expect(json.exitCode == 1)
    let results = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(results?.map { $0["equal"] as? Bool } == [true, false])
    #expect(results?.map { $0["equal_events"] as? Int }.last == 99)
  }

  @Test func `replay says that another engine recorded the trace and compares all the same`() throws
  {
    _ = try query("UPDATE run SET engine_version = '0'")
    let run = try mtatrace("replay", SampleTrace.name, "--run", "1")
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("run 1 was recorded by engine 0"))
  }

  @Test func `what cannot be simulated is bad data`() throws {
    _ = try query(
      "UPDATE run SET build = 'nt5' WHERE id = 1; UPDATE run SET source = 2 WHERE id = 2")
    for (run, word) in [("1", "nt5"), ("2", "captured")] {
      let replay = try mtatrace("replay", SampleTrace.name, "--run", run)
      #expect(replay.exitCode == 65)
      #expect(replay.errors.contains(word))
    }
    _ = try query(
      "UPDATE run SET build = 'nt4-sp3'; "
        + "UPDATE parameter SET name = 'mta.unknown' WHERE name = 'mta.window'")
    #expect(try mtatrace("replay", SampleTrace.name, "--run", "1").exitCode == 65)
  }

  // MARK: schema

  @Test func `schema describes exactly the views and columns that a trace has`() throws {
    let run = try mtatrace("schema", "--json")
    #expect(run.exitCode == 0)
    let views = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    for view in views {
      let name = try #require(view["view"] as? String)
      let columns = try #require(view["columns"] as? [[String: Any]])
      let names = columns.compactMap { $0["column"] as? String }.joined(separator: "\n") + "\n"
      #expect(try query("SELECT name FROM pragma_table_info('\(name)')") == names)
    }
    let tables = try mtatrace("schema", "--tables", "--json")
    #expect(tables.output.contains("\"table\": \"event\""))
    #expect(tables.output.contains("\"maximum\": 9223372036854775807"))
    let row = try #require(
      try mtatrace("schema", "event").output.split(separator: "\n").first { $0.contains("opnum") })
    #expect(row == "    opnum                  0…65,535             the operation, as on the wire")
    let one = try mtatrace("schema", "stalls")
    #expect(one.output.hasPrefix("stalls\n"))
    #expect(one.output.split(separator: "\n").count > 5)
    #expect(try mtatrace("schema", "nonsense").exitCode == 64)
  }

  @Test func `what a trace holds lies within what is described`() throws {
    let capture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/s3_pipes_smb1.pcap.gz").standardizedFileURL.path
    #expect(try mtatrace("import", capture, "-o", "c.sqlite").exitCode == 0)
    let described = try [["schema", "--json"], ["schema", "--tables", "--json"]].flatMap {
      try JSONSerialization.jsonObject(
        with: try CommandRun.mtatrace($0, in: folder).octets) as? [[String: Any]] ?? []
    }
    #expect(described.count == 39)
    // A text, or a number within bounds.
    let questions = described.flatMap { view in
      (view["columns"] as? [[String: Any]] ?? []).map { column in
        let name = column["column"] as? String ?? ""
        let table = view["view"] as? String ?? view["table"] as? String ?? ""
        var right = "typeof(\(name)) IN ('text', 'blob')"
        if let least = column["minimum"] as? Int64, let greatest = column["maximum"] as? Int64 {
          right =
            "typeof(\(name)) IN ('integer', 'real') AND \(name) >= \(least) AND "
            + "\(name) <= \(greatest)"
        }
        return "SELECT '\(table).\(name)', count(*) FROM \(table) WHERE \(name) IS NOT NULL "
          + "AND NOT (\(right))"
      }
    }
    try folder.write(questions.map { "\($0);" }.joined(separator: "\n"), to: "questions.sql")
    for file in [SampleTrace.name, "c.sqlite"] {
      let run = try CommandRun.shell("sqlite3 -batch \(file) < questions.sql", in: folder)
      let answers = run.output.split(separator: "\n")
      #expect(answers.count == questions.count)
      #expect(answers.filter { !$0.hasSuffix("|0") } == [], "\(file)")
    }
  }

  // MARK: what is wrong with the input

  @Test(arguments: ["info", "show", "stats", "replay", "chart", "diagram", "report"])
  func `a bad trace file is refused in one sentence`(verb: String) throws {
    try folder.write("this is no database, only text", to: "text.sqlite")
    try folder.octets(SampleTrace.name).prefix(20_000).write(to: folder.path("cut.sqlite"))
    _ = try CommandRun.tool("sqlite3", ["other.sqlite", "CREATE TABLE a (b)"], in: folder)
    let cases: [(file: String, exitCode: Int32)] = [
      ("missing.sqlite", 66), ("text.sqlite", 65), ("cut.sqlite", 65), ("other.sqlite", 65),
      (".", 66),
    ]
    for (file, exitCode) in cases {
      let run = try mtatrace(verb, file)
      #expect(run.exitCode == exitCode, "\(file)")
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("mtatrace: \(file)"))
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(!run.errors.contains("SELECT") && !run.errors.contains("SQLite error"))
    }
  }

  @Test(arguments: [
    (["info", SampleTrace.name, "--run", "3"], 66, "run 3"),
    (["show", SampleTrace.name, "--kind", "nonsense"], 64, "bind_nak"),
    (["show", SampleTrace.name, "--host", "NOBODY"], 64, "SLPS100"),
    (["show", SampleTrace.name, "--between", "1:00:00"], 64, "--between"),
    (["show", SampleTrace.name, "--between", "2:00:00..1:00:00"], 64, "--between"),
    (["show", SampleTrace.name, "--between", "0:99:00.."], 64, "--between"),
    (["show"], 64, "trace"), (["nonsense"], 64, "nonsense"),
    (["info", SampleTrace.name, "--nonsense"], 64, "nonsense"),
  ])
  func `what makes no sense is said`(arguments: [String], exitCode: Int32, word: String) throws {
    let run = try CommandRun.mtatrace(arguments, in: folder)
    #expect(run.exitCode == exitCode)
    #expect(run.output == "")
    #expect(run.errors.contains(word))
  }

  @Test(arguments: ["info", "show", "stats", "replay", "chart"])
  func `a run that is not there is refused with those that are`(verb: String) throws {
    let run = try mtatrace(verb, SampleTrace.name, "--run", "3")
    #expect(run.exitCode == 66)
    #expect(
      run.errors == "mtatrace: \(SampleTrace.name) has no run 3; its runs are 1 and 2.\n")
  }

  @Test(arguments: ["info", "show", "stats", "replay", "schema"])
  func `output that cannot be written is an error`(verb: String) throws {
    let file = verb == "schema" ? "" : SampleTrace.name
    let run = try CommandRun.shell("\"$mtatrace\" \(verb) \(file) > /dev/full", in: folder)
    #expect(run.exitCode == 74)
    #expect(run.errors.contains("No space left on device"))
  }

  @Test(arguments: [
    "demo", "record", "replay", "info", "show", "query", "stats", "chart", "diagram", "report",
    "schema",
  ])
  func `each verb explains itself with examples`(verb: String) throws {
    let run = try mtatrace("help", verb)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("Examples:\n  mtatrace \(verb)"))
    #expect(
      run.output.split(separator: "\n").allSatisfy { !$0.hasPrefix("  mtatrace") || $0.count < 80 })
    #expect(try mtatrace("help").output.contains("\n  \(verb) "))
    #expect(try mtatrace("--help").output == mtatrace("help").output)
  }

  @Test func `the version is printed`() throws {
    let run = try mtatrace("--version")
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("mtatrace 1."))
  }
}
