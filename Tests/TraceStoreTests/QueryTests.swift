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
    try reader.query(sql, header: { names = $0 }) { rows.append($0) }
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

  @Test func `a question without an end is cut off`() throws {
    let endless =
      "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n"
    let error = try #require(throws: TraceStoreError.self) {
      try ask(endless, allowance: 1_000_000)
    }
    #expect(error.reason == .tooCostly)
  }
}
