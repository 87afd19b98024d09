import Foundation
import Testing

/// `why`: what led to an event, and what it led to.
struct WhyCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  /// The first refused bind of run 1, as its client learns of it.
  private func nak() throws -> String {
    try query(
      "SELECT min(sequence) FROM events WHERE run = 1 AND kind = 'bind_nak' AND direction = "
        + "'received'")
  }

  @Test func `causes and consequences are those that SQL follows`() throws {
    let event = try nak()
    let run = try mtatrace("why", SampleTrace.name, event, "--json", "--limit", "100000")
    #expect(run.exitCode == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    func numbers(_ name: String) -> String {
      ((object[name] as? [[String: Any]]) ?? []).compactMap { $0["sequence"] as? Int }
        .map(String.init).joined(separator: "\n")
    }
    let causes = try query(
      """
      WITH RECURSIVE chain(sequence) AS (
        SELECT cause FROM events WHERE run = 1 AND sequence = \(event)
        UNION SELECT e.cause FROM chain JOIN event e ON e.id = (1 << 40 | chain.sequence)
        WHERE e.cause IS NOT NULL)
      SELECT sequence FROM chain ORDER BY sequence
      """)
    #expect(numbers("causes") == causes)
    let consequences = try query(
      """
      CREATE TEMP TABLE later AS SELECT id & 1099511627775 AS sequence, cause FROM event
        WHERE id >> 40 = 1 AND id & 1099511627775 > \(event);
      CREATE INDEX temp.later_cause ON later (cause);
      WITH RECURSIVE tree(sequence) AS (
        SELECT \(event) UNION SELECT l.sequence FROM tree JOIN later l ON l.cause = tree.sequence)
      SELECT sequence FROM tree WHERE sequence > \(event) ORDER BY sequence
      """)
    #expect(numbers("consequences") == consequences)
    #expect(
      object["consequence_count"] as? Int == consequences.split(separator: "\n").count)
  }

  @Test func `a tree shows each event once, and says how many it does not show`() throws {
    let event = try nak()
    let run = try mtatrace("why", SampleTrace.name, event, "--limit", "10")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(run.exitCode == 0)
    let start = try #require(lines.firstIndex { $0.hasPrefix("what it led to: ") })
    let tree = lines[(start + 1)...].prefix { $0.contains("#") }
    #expect(tree.count == 10)
    #expect(Set(tree.compactMap { $0.firstMatch(of: /#[0-9]+/)?.0 }).count == 10)
    #expect(tree.contains { $0.contains("call_failed") })
    #expect(lines.contains { $0.hasPrefix("  and ") && $0.contains(" more (--limit); in all") })
  }

  @Test func `what nothing led to, and what leads nowhere, is said`() throws {
    let root = try mtatrace("why", SampleTrace.name, "1")
    #expect(root.exitCode == 0)
    #expect(root.output.contains("nothing: it came from outside"))
    let last = try query("SELECT event_count FROM runs WHERE run = 2")
    let leaf = try mtatrace("why", SampleTrace.name, last, "--run", "2")
    #expect(leaf.output.hasSuffix("what it led to\n  nothing\n"))
    #expect(try mtatrace("why", SampleTrace.name, "0:00:00.001").exitCode == 64)
    #expect(try mtatrace("why", SampleTrace.name, "999999").exitCode == 64)
    #expect(try mtatrace("why", SampleTrace.name, "5", "--run", "9").exitCode == 66)
  }
}
