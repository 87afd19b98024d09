import Foundation
import Testing

/// `compare`: where stored runs part, and what came of it.
struct CompareCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String, of file: String = SampleTrace.name) throws -> String {
    let run = try CommandRun.tool("sqlite3", ["-batch", file, sql], in: folder)
    #expect(run.exitCode == 0)
    return run.output.trimmingCharacters(in: .newlines)
  }

  /// The first event in which the runs of the sample differ, as SQL finds it.
  private func firstDifference() throws -> String {
    try query(
      """
      SELECT one.sequence FROM events one LEFT JOIN events other
        ON other.run = 2 AND other.sequence = one.sequence
      WHERE one.run = 1 AND (one.time, one.kind, one.host, one.code, one.queue, one.message,
        one.cause, one.group_id, one.call_id, one.length) IS NOT (other.time, other.kind,
        other.host, other.code, other.queue, other.message, other.cause, other.group_id,
        other.call_id, other.length)
      ORDER BY one.sequence LIMIT 1
      """)
  }

  @Test func `the builds of a trace part where the association is filed, as SQL finds too`() throws
  {
    let run = try mtatrace("compare", SampleTrace.name)
    #expect(run.exitCode == 1)
    let first = try firstDifference()
    #expect(run.output.contains("Event \(first) is the first that differs."))
    #expect(run.output.contains("build: nt4-sp3 in SP3, nt4-sp4 in SP4"))
    #expect(
      try query("SELECT kind FROM events WHERE run = 1 AND sequence = \(first)") == "group_filed")
  }

  @Test func `the chain from there to the first stall is told in words`() throws {
    let output = try mtatrace("compare", SampleTrace.name).output
    let chain = try #require(output.split(separator: "\n").first { $0.contains(" → bind 0x") })
    let stall = try query(
      "SELECT peak, bind_naks FROM incidents WHERE run = 1 ORDER BY start_time LIMIT 1"
    ).split(separator: "|")
    let under = try query(
      "SELECT filed_under FROM binds WHERE run = 1 AND misfiled ORDER BY sequence LIMIT 1")
    #expect(chain.contains("filed under ") && chain.contains("[\(under)] → bind 0x"))
    #expect(chain.contains(" missed at tcp[1911] → bind_nak (\(stall[1]) ×) → error 1727"))
    #expect(chain.contains(" → event 9316 (\(stall[1]) ×) → \(stall[0]) messages waited "))
    #expect(output.contains("the first difference\n"))
  }

  @Test func `the messages that were late are counted as SQL counts them`() throws {
    let output = try mtatrace("compare", SampleTrace.name, "--messages", "0").output
    let late = try query(
      """
      SELECT count(*), sum(one.state <> 'delivered') FROM messages one JOIN messages other
        ON other.run = 2 AND other.message = one.message AND other.from_host = one.from_host
      WHERE one.run = 1 AND other.state = 'delivered'
        AND (one.state <> 'delivered' OR one.ended_time - other.ended_time > 1000000000)
      """
    ).split(separator: "|")
    #expect(
      output.contains(
        "\(late[0]) later in SP3 by more than 1 s, \(late[1]) of them not delivered"))
  }

  @Test func `a copy is equal, and one with a changed event is not, fingerprints or no`() throws {
    try FileManager.default.copyItem(
      at: folder.path(SampleTrace.name), to: folder.path("copy.sqlite"))
    let equal = try mtatrace("compare", SampleTrace.name, "copy.sqlite")
    #expect(equal.exitCode == 0)
    #expect(equal.output.contains("equal · "))
    #expect(equal.output.contains(" events, octet for octet"))
    _ = try query(
      "UPDATE event SET length = length + 1 WHERE id = (2 << 40 | 20000)", of: "copy.sqlite")
    let different = try mtatrace(
      "compare", SampleTrace.name, "copy.sqlite", "--context", "1", "--brief")
    #expect(different.exitCode == 1)
    #expect(different.output.contains("Event 20000 is the first that differs."))
    #expect(different.output.contains("    length: "))
    // Before it, itself, and behind it, in both.
    for (number, count) in [(20_000, 3), (20_001, 2), (20_002, 0)] {
      let beside = different.output.ranges(of: "  #\(number) ").count
      #expect(beside == count, "\(number)")
    }
    let trusting = try mtatrace("compare", SampleTrace.name, "copy.sqlite", "--trust")
    #expect(trusting.exitCode == 0)
    #expect(trusting.output.contains("by their fingerprints"))
  }

  @Test(arguments: [
    ("UPDATE event SET code = 2000000000 WHERE id = (1 << 40 | 30001)", 30_001),
    ("UPDATE event SET cause = NULL WHERE id IN (1 << 40 | 30001, 1 << 40 | 77)", 77),
    ("UPDATE event SET length = 5 WHERE id = (1 << 40 | 30001); VACUUM", 30_001),
    ("UPDATE event SET length = 5 WHERE id > (1 << 40 | 200) AND id < 2 << 40", 201),
    ("UPDATE log_entry SET text = 'No.' WHERE event IN (SELECT min(event) FROM log_entry)", 0),
    ("UPDATE log_entry SET text = printf('%3000c', 'x') WHERE entry_id = 9316", 0),
    ("DROP INDEX event_rare; UPDATE event SET length = 5 WHERE id = (1 << 40 | 1)", 1),
  ])
  func `a change is found however it lies in the file`(sql: String, event: Int) throws {
    try FileManager.default.copyItem(
      at: folder.path(SampleTrace.name), to: folder.path("copy.sqlite"))
    _ = try query(sql, of: "copy.sqlite")
    let number =
      event == 0
      ? try query("SELECT min(sequence) FROM events WHERE run = 1 AND log_text <> ''")
      : "\(event)"
    let run = try mtatrace("compare", SampleTrace.name, "copy.sqlite", "--run", "1", "--brief")
    #expect(run.exitCode == 1)
    #expect(
      run.output.contains("Event \(number) is the first that differs.")
        || run.output.contains("The event-log entry of event \(number) differs."))
  }

  @Test func `programs get the same, with times in nanoseconds`() throws {
    let run = try mtatrace("compare", SampleTrace.name, "--json")
    #expect(run.exitCode == 1)
    let pairs = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let pair = try #require(pairs.first)
    #expect(pair["first_difference"] as? Int == Int(try firstDifference()))
    #expect((pair["fields"] as? [[String: Any]])?.map { $0["name"] as? String } == ["code"])
    let stall = try #require(pair["first_stall"] as? [String: Any])
    #expect(stall["in"] as? String == "SP3")
  }

  @Test func `what cannot be compared is refused in words`() throws {
    let alone = try mtatrace("compare", SampleTrace.name, "--run", "1")
    #expect(alone.exitCode == 64)
    #expect(alone.errors.contains("name another trace, or two runs with --run"))
    let unequal = try mtatrace("compare", SampleTrace.name, "nowhere.sqlite")
    #expect(unequal.exitCode == 66)
    #expect(try mtatrace("compare", SampleTrace.name, "--context", "-1").exitCode == 64)
  }
}
