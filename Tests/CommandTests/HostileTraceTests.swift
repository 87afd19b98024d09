import Foundation
import Testing

/// Traces that a stranger made to run SQL, fill the memory, hang a verb or tell a lie.
struct HostileTraceTests {
  let folder = TemporaryFolder()

  private static let verbs = [
    "info", "show", "show --json --kind bind_nak --kind log_entry", "replay",
    "chart -o a.png",
    "diagram -o a.pdf", "report -o a.pdf", "export --run 1 -o a.pdf", "stats", "why 100 -o a.pdf",
    "export --run 1 --format csv -o a.pdf", "export --run 1 --format perfetto -o a.pdf",
    "export --run 1 --format mermaid -o a.pdf",
    "report -o a.html",
  ]
  private static let original = TemporaryFolder()
  private static let recording = Result {
    try CommandRun.mtatrace(
      [
        "record", "q181721", "--set", "assumptions.A3=always", "--set", "duration=20 min", "-o",
        "a.sqlite",
      ], in: original)
  }

  init() throws {
    let run = try Self.recording.get()
    try #require(run.exitCode == 0, "\(run.errors)")
    try Self.original.octets("a.sqlite").write(to: folder.path("a.sqlite"))
  }

  private func tamper(_ sql: String) throws {
    let run = try CommandRun.tool(
      "sqlite3", ["-batch", "a.sqlite", "PRAGMA writable_schema = ON; \(sql)"], in: folder)
    try #require(run.exitCode == 0 && run.errors == "", "\(run.errors)")
  }

  /// Runs every verb within 20 s of processor time and 1.5 GB of addresses, of which Swift takes
  /// half a gigabyte for itself.
  ///
  /// - Returns: The exit codes in the order of verbs.
  private func readWithinBounds() throws -> [Int32] {
    try Self.verbs.map { verb in
      let words = verb.split(separator: " ")
      let rest = words.dropFirst().joined(separator: " ")
      let run = try CommandRun.shell(
        "ulimit -t 20; ulimit -v 1500000; exec \"$mtatrace\" \(words[0]) a.sqlite \(rest)",
        in: folder)
      #expect([0, 1, 65].contains(run.exitCode), "\(verb): \(run.exitCode) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count <= 1, "\(verb)")
      if run.exitCode == 65 {
        #expect(run.errors.hasPrefix("mtatrace: a.sqlite"), "\(verb)")
        #expect(!["a.pdf", "a.png", "a.html"].contains(where: folder.exists), "\(verb)")
      }
      for name in folder.names where name != "a.sqlite" {
        // With a folder goes what lies in it.
        guard folder.exists(name) else { continue }
        try FileManager.default.removeItem(at: folder.path(name))
      }
      return run.exitCode
    }
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM run; END",
    """
    CREATE VIEW endless AS WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)
    SELECT x FROM n
    """,
    "CREATE VIRTUAL TABLE words USING fts5(word)", "CREATE TABLE sqlite_notes (x)",
    "CREATE TABLE own (x, y AS (zeroblob(1000000000)) STORED CHECK (y > 1))",
  ])
  func `what a file has besides a trace does nothing`(change: String) throws {
    if change.contains("sqlite_notes") {
      try tamper("CREATE TABLE notes (x)")
    } else {
      try tamper(change)
    }
    let before = try folder.octets("a.sqlite")
    #expect(try readWithinBounds() == Self.verbs.map { _ in 0 })
    #expect(try folder.octets("a.sqlite") == before)
  }

  private static let endless =
    "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"

  @Test(arguments: [
    "DROP VIEW incidents; CREATE VIEW incidents AS \(endless)",
    "DROP VIEW mail_event; CREATE VIEW mail_event AS SELECT load_extension('x') AS id",
    "DROP TABLE kind; CREATE VIEW kind AS \(endless)",
    "PRAGMA user_version = 1; DROP TABLE run; CREATE VIEW run AS \(endless)",
    "UPDATE run SET event_count = 1000000000", "UPDATE run SET event_count = 1 << 40",
    "UPDATE run SET end_time = 5", "UPDATE run SET scenario = printf('%.300000c', 'x')",
    "UPDATE host SET name = name || char(27) || '[2J'",
    "UPDATE parameter SET value = printf('%.9999999c', 'x') WHERE position = 56",
    "UPDATE kind SET name = 'other' WHERE id = 45",
    "DELETE FROM event WHERE id & 1099511627775 = (SELECT event_count FROM run WHERE id = 1)",
  ])
  func `what no trace has is refused by every verb`(change: String) throws {
    try tamper(change)
    #expect(try readWithinBounds() == Self.verbs.map { _ in 65 })
  }

  @Test(arguments: [
    "CREATE INDEX own ON event (time) WHERE length(printf('%.9000000c', 'x')) > 1",
    "UPDATE host SET name = name || CAST(x'FF' AS TEXT)",
    "UPDATE series_chunk SET data = zeroblob(90000000)",
    "UPDATE series_chunk SET changes = 1 << 60", "UPDATE series_chunk SET changes = -(1 << 40)",
    "UPDATE log_entry SET text = printf('%.9999999c', 'x')",
    "UPDATE event SET cause = (id & 1099511627775) % 7 + 1",
    "UPDATE event SET cause = id & 1099511627775", "UPDATE event SET time = -time",
    "UPDATE event SET time = 1 << 62 WHERE id & 3 = 1", "UPDATE event SET queue = 4294967295",
    "UPDATE event SET kind = 43", "UPDATE event SET kind = 1, queue = 1, direction = NULL",
    "DELETE FROM event WHERE id & 63 = 5", "UPDATE event SET message = 1, connection = 1",
    "UPDATE event SET host = 65535, peer = 65534",
    "UPDATE connection SET server = 65535, server_address = 255",
    "DROP INDEX event_mail; DROP INDEX event_rare; UPDATE event SET kind = 45, direction = 2",
  ])
  func `what is no run of the simulator is never found equal`(change: String) throws {
    try tamper(change)
    let codes = try readWithinBounds()
    #expect(codes[3] != 0, "replay")
  }

  /// What a chart is drawn from, what texts say, and what an index answers.
  @Test(arguments: [
    ("UPDATE series_chunk SET value_before = value_before + 40", 1, "states another backlog at "),
    ("DELETE FROM series_chunk", 1, "states another backlog at HUB1 for SLPS100."),
    ("DELETE FROM series", 1, "states another backlog at HUB1 for SLPS100."),
    (
      "UPDATE series_bucket SET maximum = 9999", 1,
      "sums the backlog at HUB1 for SLPS100 up wrongly"
    ),
    ("UPDATE run SET fingerprint = fingerprint + 1", 1, "another fingerprint"),
    (
      "INSERT INTO log_entry SELECT id, 1, 1, 'x', 'y' FROM event LIMIT 1", 1, "Other events have a"
    ),
    ("DELETE FROM connection WHERE id = 1", 1, "Connection 1 differs."),
  ])
  func `replay finds what a trace states besides its events`(
    change: String, exitCode: Int32, words: String
  ) throws {
    try tamper(change)
    let replay = try CommandRun.mtatrace(["replay", "a.sqlite"], in: folder)
    #expect(replay.exitCode == exitCode)
    #expect(replay.output.contains(words), "\(replay.output) \(replay.errors)")
    _ = try readWithinBounds()
  }

  @Test func `replay finds an index that lies`() throws {
    // A table that is changed behind its index's back.
    try tamper(
      """
      UPDATE sqlite_schema SET type = 'lost', name = name || '_' WHERE name = 'event_mail';
      """)
    try tamper("DELETE FROM sqlite_schema WHERE type = 'lost'")
    _ = try readWithinBounds()
    try Self.original.octets("a.sqlite").write(to: folder.path("a.sqlite"))
    let pages = try CommandRun.tool(
      "sqlite3",
      [
        "a.sqlite",
        "SELECT pageno FROM dbstat WHERE name = 'event_rare' AND pagetype = 'leaf' LIMIT 1",
      ],
      in: folder
    ).output
    let page = try #require(Int(pages.trimmingCharacters(in: .newlines)))
    var octets = try folder.octets("a.sqlite")
    // One cell fewer: the index leaves an event out.
    let count = (page - 1) * 8_192 + 4
    octets[count] -= 1
    try octets.write(to: folder.path("a.sqlite"))
    let replay = try CommandRun.mtatrace(["replay", "a.sqlite"], in: folder)
    #expect(replay.exitCode == 65)
    #expect(replay.errors.contains("The trace is damaged."))
    _ = try readWithinBounds()
  }
}
