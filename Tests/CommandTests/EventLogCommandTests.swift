import Foundation
import Testing

/// `import --format eventlog`: what real machines logged beside what a run shows.
struct EventLogCommandTests {
  let folder = TemporaryFolder()

  init() throws {
    let original = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/q181721.sqlite")
    try FileManager.default.copyItem(at: original, to: folder.path("a.sqlite"))
    try Data(
      """
      Level,Date and Time,Source,Event ID,Task Category
      Warning,3/2/1998 9:09:40 AM,MSExchangeMTA,9316,Interface,"No data was sent, <b>1727</b>."
      Warning,3/2/1998 9:10:41 AM,MSExchangeMTA,9316,Interface,"Again."
      Information,3/2/1998 9:00:00 AM,EventLog,6005,None,The Event log service was started.
      Warning,3/2/1998 7:00:00 AM,MSExchangeMTA,57,X.400 Service,"The limit is 9."
      Warning,32/2/1998 9:00:00 AM,MSExchangeMTA,57,X.400 Service,"The limit is 9."
      """.utf8
    ).write(to: folder.path("hub1.csv"))
  }

  @discardableResult
  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func lay(_ more: String...) throws -> CommandRun {
    try CommandRun.mtatrace(
      [
        "import", "--format", "eventlog", "hub1.csv", "--onto", "a.sqlite", "--start",
        "1998-03-02 08:00:00",
      ] + more, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", "a.sqlite", sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  @Test func `a log lies on a run, is counted whole, and changes nothing that was recorded`() throws
  {
    let before = try query("SELECT group_concat(fingerprint), sum(event_count) FROM run")
    let run = try lay()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(
      run.output == """
        a.sqlite
          hub1.csv: 2 entries, 1 outside of the run, 1 of other events, 1 not read
          line 6: its date cannot be read

        """)
    #expect(
      try query("SELECT entries, other_events, outside_run, unread FROM imported_logs") == "2|1|1|1"
    )
    #expect(
      try query("SELECT run, line, time, event_id, type FROM imported_entries")
        == "1|2|4180000000000|9316|warning\n1|3|4241000000000|9316|warning")
    #expect(try query("SELECT group_concat(fingerprint), sum(event_count) FROM run") == before)
    #expect(try mtatrace("replay", "a.sqlite").exitCode == 0)
    // The same name again replaces what was laid.
    let again = try lay("--offset", "-90 s")
    #expect(again.exitCode == 0 && again.output.contains("is replaced"), "\(again.errors)")
    #expect(try query("SELECT min(time) FROM imported_entries") == "4270000000000")
    #expect(try lay("--run", "2", "--offset", "90 s").exitCode == 0)
    #expect(try query("SELECT run, count(*) FROM imported_entries GROUP BY run") == "1|2\n2|2")
    #expect(try query("PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok")
  }

  @Test func `charts show it as a strip and reports as a table, with the command that lays it`()
    throws
  {
    try mtatrace("chart", "a.sqlite", "-o", "before.svg")
    #expect(try lay().exitCode == 0)
    try mtatrace("chart", "a.sqlite", "-o", "after.pdf")
    try mtatrace("chart", "a.sqlite", "-o", "after.svg")
    #expect(try folder.octets("before.svg") != folder.octets("after.svg"))
    let chart = try CommandRun.tool("pdftotext", ["-layout", "after.pdf", "-"], in: folder).output
    #expect(chart.contains("event log SP3 2 · SP4 0"), "\(chart)")
    let words = chart.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let command =
      "mtatrace import --format eventlog hub1.csv --onto a.sqlite --run 1 "
      + "--start '1998-03-02 08:00:00'"
    #expect(words.contains(command), "\(words)")

    try mtatrace("report", "a.sqlite", "-o", "a.pdf")
    let report = try CommandRun.tool("pdftotext", ["-layout", "a.pdf", "-"], in: folder).output
    for text in [
      "Event log hub1.csv, whose clock showed 1998-03-02 08:00:00 at 0:00:00",
      "No data was sent, <b>1727</b>.", "Not shown of this file: 1 of other events, 1 outside",
      "1 not read from line 6 on",
    ] { #expect(report.contains(text), "\(text)") }

    try mtatrace("report", "a.sqlite", "-o", "a.html")
    let page = String(decoding: try folder.octets("a.html"), as: UTF8.self)
    #expect(page.contains("No data was sent, &lt;b&gt;1727&lt;/b&gt;."))
    #expect(page.contains("Not shown of this file: 1 of other events"))

    // Whoever follows the command gets the same picture.
    let again = TemporaryFolder()
    try folder.octets("hub1.csv").write(to: again.path("hub1.csv"))
    let line =
      "mtatrace record q181721 --seed 8 -o a.sqlite && \(command) && mtatrace chart a.sqlite"
    let made = try CommandRun.shell(
      line.replacing("mtatrace ", with: "\"$mtatrace\" ") + " -o after.svg", in: again)
    #expect(made.exitCode == 0, "\(made.errors)")
    #expect(try again.octets("after.svg") == folder.octets("after.svg"))
  }

  @Test func `a trace without names has no log, and says so`() throws {
    #expect(try lay().exitCode == 0)
    let run = try mtatrace("share", "a.sqlite", "--redact", "-o", "b.sqlite")
    #expect(run.exitCode == 0 && run.output.contains("left out: 1 event log"), "\(run.errors)")
    let count = try CommandRun.tool(
      "sqlite3", ["-batch", "b.sqlite", "SELECT count(*) FROM imported_logs"], in: folder)
    #expect(count.output == "0\n")
  }

  @Test func `slices and packs keep what a log says of their time`() throws {
    #expect(try lay().exitCode == 0)
    try mtatrace("slice", "a.sqlite", "--between", "1:09:00..1:10:00", "-o", "part.sqlite")
    let kept = try CommandRun.tool(
      "sqlite3", ["-batch", "part.sqlite", "SELECT line FROM imported_entries"], in: folder)
    #expect(kept.output == "2\n", "\(kept.errors)")
    try mtatrace("ticket", "a.sqlite", "--for", "gitlab", "-o", "pack")
    let body = String(decoding: try folder.octets("pack/body.md"), as: UTF8.self)
    #expect(body.contains("## Event log hub1.csv, whose clock showed 1998-03-02 08:00:00"))
    #expect(body.contains("No data was sent, \\<b\\>1727\\</b\\>."))
  }

  @Test func `a log of another time is told how to be laid`() throws {
    let run = try mtatrace("import", "--format", "eventlog", "hub1.csv", "--onto", "a.sqlite")
    #expect(run.exitCode == 0 && run.errors.contains("--start says when"), "\(run.errors)")
    let twice = try mtatrace(
      "import", "--format", "eventlog", "hub1.csv", "./hub1.csv", "--onto", "a.sqlite")
    #expect(twice.exitCode == 64 && twice.errors.contains("Two files are called hub1.csv"))
  }

  @Test func `a capture takes a log by its own clock`() throws {
    try mtatrace("export", "a.sqlite", "--run", "1", "-o", "a.pcapng")
    try mtatrace("import", "a.pcapng", "-o", "b.sqlite")
    try Data(
      "Event[0]:\n  Source: MSExchangeMTA\n  Date: 1998-01-01T01:09:40.000\n  Event ID: 9316\n"
        .utf8
    ).write(to: folder.path("log.txt"))
    let run = try mtatrace("import", "--format", "eventlog", "log.txt", "--onto", "b.sqlite")
    #expect(run.exitCode == 0 && run.output.contains("log.txt: 1 entry\n"), "\(run.errors)")
    try mtatrace("report", "b.sqlite", "-o", "b.pdf")
    let report = try CommandRun.tool("pdftotext", ["-layout", "b.pdf", "-"], in: folder).output
    #expect(report.contains("What the machines logged") && report.contains("Event log log.txt"))
    try mtatrace("chart", "b.sqlite", "--of", "associations", "-o", "c.pdf")
    let chart = try CommandRun.tool("pdftotext", ["-layout", "c.pdf", "-"], in: folder).output
    #expect(chart.firstMatch(of: /event log +1 entry/) != nil, "\(chart)")
  }

  @Test func `what cannot be done is said, and leaves the trace as it is`() throws {
    let before = try folder.octets("a.sqlite")
    try Data("nothing".utf8).write(to: folder.path("none.csv"))
    let onto = ["--onto", "a.sqlite"]
    let refused: [(Int32, [String])] = [
      (65, ["none.csv"] + onto), (66, ["absent.csv"] + onto), (64, ["hub1.csv"]),
      (66, ["hub1.csv", "--onto", "absent.sqlite"]), (66, ["hub1.csv", "--run", "9"] + onto),
      (64, ["hub1.csv", "--start", "soon"] + onto), (64, ["hub1.csv", "--offset", "far"] + onto),
      (64, ["hub1.csv", "-o", "b.sqlite"] + onto), (65, ["hub1.csv", "--onto", "hub1.csv"]),
    ]
    for (code, arguments) in refused {
      let run = try CommandRun.mtatrace(["import", "--format", "eventlog"] + arguments, in: folder)
      #expect(run.exitCode == code && !run.errors.isEmpty, "\(arguments): \(run.errors)")
    }
    #expect(try folder.octets("a.sqlite") == before)
    let other = try mtatrace("import", "a.pcapng", "--onto", "a.sqlite", "-o", "b.sqlite")
    #expect(other.exitCode == 64 && other.errors.contains("--format eventlog"))
  }
}
