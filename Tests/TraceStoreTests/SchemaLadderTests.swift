import Foundation
import Testing
import TraceModel

@testable import TraceStore

struct SchemaLadderTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  /// A schema of the future: one more column, and a view that shows it.
  static let next = SchemaLadder(
    steps: SchemaLadder.current.steps + [
      .init(version: 7, sql: "ALTER TABLE run ADD COLUMN note TEXT NOT NULL DEFAULT 'none'")
    ],
    views: SchemaLadder.current.views + "CREATE VIEW notes AS SELECT id AS run, note FROM run;",
    indexes: SchemaLadder.current.indexes)

  func recorded() throws -> String {
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    let path = folder.file("old.trace")
    try script.record(to: path, end: 2)
    return path
  }

  @Test func `versions run from 1 without gaps`() {
    #expect(Self.next.steps.map(\.version) == Array(1...Self.next.steps.count))
  }

  @Test func `an old file climbs when it is opened for writing`() throws {
    let path = try recorded()
    let store = try TraceWriter(appendingTo: path, ladder: Self.next)
    try store.close()
    #expect(try sqlite3(path, "PRAGMA user_version") == "7")
    #expect(try sqlite3(path, "SELECT * FROM notes") == "1|none")
    #expect(try sqlite3(path, "SELECT count(*) FROM events") == "1")
    #expect(try sqlite3(path, "PRAGMA integrity_check") == "ok")
  }

  @Test func `an old file that is only read is converted in memory and stays as it is`() throws {
    let path = try recorded()
    let before = try folder.octets("old.trace")
    let reader = try TraceReader(path, ladder: Self.next)
    #expect(try reader.runs().map(\.eventCount) == [1])
    var answer: [[QueryValue]] = []
    try reader.query("SELECT * FROM notes", header: { _ in }) {
      answer.append($0)
      return true
    }
    #expect(answer == [[.integer(1), .text("none")]])
    #expect(try folder.octets("old.trace") == before)
    #expect(try folder.names == ["old.trace"])
  }

  @Test func `a program that knows only older files refuses a newer one`() throws {
    let path = try recorded()
    try TraceWriter(appendingTo: path, ladder: Self.next).close()
    let error = try #require(throws: TraceStoreError.self) { try TraceReader(path) }
    #expect(error.reason == .newerSchema(7))
  }
}
