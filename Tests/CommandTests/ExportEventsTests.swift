import Foundation
import Testing

/// `mtatrace export --format csv`, judged by the import of sqlite3.
struct ExportEventsTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  /// The columns of the view that the file has beside its last one.
  private static let columns = [
    "run", "sequence", "time", "kind", "direction", "host", "peer", "association", "connection",
    "group_id", "call_id", "opnum", "context_id", "message", "length", "code", "queue", "cause",
    "log_text",
  ]

  private func export(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["export", SampleTrace.name] + arguments, in: folder)
  }

  /// What sqlite3 answers with the file as the table `file` beside the trace.
  private func ask(_ sql: String, of file: String) throws -> String {
    let run = try CommandRun.tool(
      "sqlite3",
      ["-batch", SampleTrace.name, ".import --csv --schema temp \(file) file", sql], in: folder)
    #expect(run.errors == "")
    return run.output
  }

  @Test(arguments: [
    ([], "1"),
    (["--kind", "bind_nak", "--kind", "log_entry"], "kind IN ('bind_nak', 'log_entry')"),
    (["--run", "2", "--host", "HUB1"], "run = 2 AND host = 'HUB1'"),
    (
      ["--between", "1:00:00..1:20:00"],
      "time BETWEEN 3600000000000 AND 4800000000000"
    ),
  ])
  func `sqlite3 imports the events of the view, and no others`(
    arguments: [String], condition: String
  ) throws {
    let run = try CommandRun.mtatrace(
      ["export", SampleTrace.name] + arguments + ["-o", "a.csv"], in: folder)
    #expect(run.exitCode == 0 && run.errors == "", "\(run.errors)")
    // What the view has no value for is an empty text in the file.
    let view = Self.columns.map { "ifnull(CAST(\($0) AS TEXT), '')" }.joined(separator: ", ")
    let seconds = "printf('%d.%09d', time / 1000000000, time % 1000000000)"
    let meant = "SELECT \(view), \(seconds) FROM events WHERE \(condition)"
    let read = "SELECT \(Self.columns.joined(separator: ", ")), seconds FROM file"
    let answer = try ask(
      """
      SELECT (SELECT count(*) FROM file) = (SELECT count(*) FROM events WHERE \(condition)),
        (SELECT count(*) FROM file) > 0,
        (SELECT count(*) FROM (\(meant) EXCEPT \(read))),
        (SELECT count(*) FROM (\(read) EXCEPT \(meant)))
      """, of: "a.csv")
    #expect(answer == "1|1|0|0\n")
  }

  @Test func `the lines are those of RFC 4180, in the order of runs and events`() throws {
    #expect(try export("-o", "a.csv").exitCode == 0)
    let text = String(decoding: try folder.octets("a.csv"), as: UTF8.self)
    let endings = text.unicodeScalars.count { $0 == "\n" }
    #expect(text.hasSuffix("\r\n"))
    #expect(text.split(separator: "\r\n").count == endings)
    let order = try ask(
      "SELECT count(*) FROM (SELECT CAST(run AS INTEGER) * 1000000 + sequence AS place, "
        + "lag(CAST(run AS INTEGER) * 1000000 + sequence) OVER (ORDER BY rowid) AS last "
        + "FROM file) WHERE place <= last", of: "a.csv")
    #expect(order == "0\n")
    let words = try ask(
      "SELECT words FROM file WHERE kind = 'bind_nak' ORDER BY rowid LIMIT 1", of: "a.csv")
    #expect(words.hasPrefix("bind_nak SLPS100 → HUB1 · assoc "))
  }

  @Test func `what was written is counted, and equal traces give equal files`() throws {
    let run = try export("-o", "a.csv", "--json")
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let counts = runs.compactMap { $0["events"] as? Int }
    #expect(
      try ask("SELECT group_concat(event_count, '|') FROM runs", of: "a.csv")
        == counts.map { "\($0)" }.joined(separator: "|") + "\n")
    let again = try CommandRun.shell(
      "TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8 \"$mtatrace\" export \(SampleTrace.name) --format csv "
        + "-o - > b.csv", in: folder)
    #expect(again.errors.hasPrefix("mtatrace: run 1 · "))
    #expect(try folder.octets("a.csv") == folder.octets("b.csv"))
  }
}
