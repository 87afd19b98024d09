import Testing
import TraceModel

@testable import TraceStore

struct QueryTests {
  let folder: TestFolder
  let path: String

  init() throws {
    folder = try TestFolder()
    path = folder.file("q.trace")
    var script = Script()
    script.enqueue(1, at: 1.5, queue: 1)
    try script.record(to: path, end: 2)
  }

  func ask(_ sql: String, allowance: Int64? = nil) throws -> (names: [String], rows: [[QueryValue]])
  {
    let reader = try TraceReader(path, ladder: .current, allowance: allowance)
    var names: [String] = []
    var rows: [[QueryValue]] = []
    try reader.query(sql, header: { names = $0 }) {
      rows.append($0)
      return true
    }
    return (names, rows)
  }

  @Test func `a question is answered with names and values`() throws {
    let answer = try ask("SELECT host, seconds, queue, direction, x'00FF' AS octets FROM events;")
    #expect(answer.names == ["host", "seconds", "queue", "direction", "octets"])
    #expect(
      answer.rows == [[.text("HUB1"), .real(1.5), .integer(1), .null, .octets([0, 255])]])
  }

  @Test func `a question without answers still has its names`() throws {
    let answer = try ask("SELECT run FROM runs WHERE run = 2")
    #expect(answer.names == ["run"])
    #expect(answer.rows.isEmpty)
  }

  @Test(arguments: [
    "", "  -- nothing", "SELECT 1; SELECT 2", "DELETE FROM event", "DROP VIEW runs",
    "ATTACH 'other.db' AS other", "VACUUM INTO 'copy.db'", "PRAGMA user_version = 3",
    "PRAGMA query_only = OFF", "SELEKT 1", "SELECT * FROM nothing", "SELECT ?",
    "SELECT load_extension('x')", "BEGIN", "CREATE TEMP TABLE t (x)",
  ])
  func `what is not one question that only reads is refused`(sql: String) throws {
    let before = try folder.octets("q.trace")
    let error = try #require(throws: TraceStoreError.self) { try ask(sql) }
    guard case .badQuery(let message) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(!message.isEmpty)
    #expect(try folder.octets("q.trace") == before)
    #expect(try folder.names == ["q.trace"])
  }

  @Test(arguments: [
    ("SELEKT 1", "begin with SELECT, WITH, VALUES or EXPLAIN, not SELEKT"),
    ("PRAGMA user_version", "begin with SELECT, WITH, VALUES or EXPLAIN, not PRAGMA"),
    ("SELECT * FORM runs", "near \"FORM\": syntax error"),
    ("SELECT nowhere FROM runs", "no such column: nowhere"),
    ("SELECT ?", "it has a parameter such as ? or :name; write the value in its place"),
    ("/* one */ SELECT 1; -- two\n; SELECT 2", "ask one question at a time"),
    ("SELECT 1\0", "it holds a NUL character"), ("/* no end", "it is empty"),
    ("WITH a AS (SELECT 1) DELETE FROM run", "only questions that read are answered"),
    ("SELECT abs(-9223372036854775808)", "integer overflow"),
  ])
  func `a refusal says why`(sql: String, why: String) throws {
    let error = try #require(throws: TraceStoreError.self) { try ask(sql) }
    #expect("\(error)".contains(why), "\(error)")
  }

  @Test func `values come as they are`() throws {
    let answer = try ask(
      """
      -- Values at the ends of what there is.
      SELECT 9223372036854775807, -9223372036854775808, 0.1 + 0.2, 9e999, 'a' || char(0) || 'b',
        zeroblob(0), ''
      """)
    #expect(
      answer.rows == [
        [
          .integer(.max), .integer(.min), .real(0.1 + 0.2), .real(.infinity), .text("a\0b"),
          .octets([]), .text(""),
        ]
      ])
  }

  @Test func `an answer may be longer than any value of a trace`() throws {
    let sql = "SELECT length(group_concat(hex(zeroblob(60000)))) FROM kind"
    let count = Int64(EventKind.allCases.count)
    #expect(try ask(sql).rows == [[.integer(count * 120_000 + count - 1)]])
  }

  @Test func `who asks ends the rows`() throws {
    var rows: [[QueryValue]] = []
    try TraceReader(path).query("VALUES (1), (2), (3)", header: { _ in }) {
      rows.append($0)
      return rows.count < 2
    }
    #expect(rows == [[.integer(1)], [.integer(2)]])
  }

  private static let endless =
    "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n"

  @Test func `a question without an end goes on until it is ended`() throws {
    var looks = 0
    let reader = try TraceReader(path, ladder: .current, allowance: 1_000_000)
    let error = try #require(throws: TraceStoreError.self) {
      try reader.query(
        Self.endless,
        until: {
          looks += 1
          return looks > 500
        }, header: { _ in }
      ) { _ in true }
    }
    #expect(error.reason == .interrupted)
    #expect(looks == 501)
    // The limit on all other reading is back.
    #expect(try reader.runs().count == 1)
  }

  @Test func `a question that fills the memory is refused`() throws {
    let error = try #require(throws: TraceStoreError.self) {
      try ask(
        """
        WITH RECURSIVE n(x) AS (VALUES (1) UNION SELECT x + 1 FROM n)
        SELECT max(x) FROM (SELECT x, hex(zeroblob(100000)) AS y FROM n ORDER BY y)
        """)
    }
    #expect(error.reason == .tooLarge)
  }
}
