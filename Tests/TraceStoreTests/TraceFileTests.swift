import Foundation
import GRDB
import Testing
import TraceModel

@testable import TraceStore

struct TraceFileTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  func reason(of body: () throws -> Void) throws -> TraceStoreError.Reason {
    try #require(throws: TraceStoreError.self, performing: body).reason
  }

  func recorded(_ name: String = "a.trace") throws -> String {
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    script.deliver(1, at: 2, queue: 0)
    try script.record(to: folder.file(name), end: 10)
    return folder.file(name)
  }

  @Test func `a file that is there is never replaced`() throws {
    let path = try recorded()
    let before = try folder.octets("a.trace")
    #expect(try reason { _ = try TraceWriter(creating: path) } == .alreadyExists)
    #expect(try folder.octets("a.trace") == before)
  }

  @Test func `what is no trace is told apart`() throws {
    #expect(try reason { _ = try TraceReader(folder.file("none")) } == .notFound)
    #expect(try reason { _ = try TraceReader("") } == .notFound)
    try "Dear Sir or Madam, this is a letter.".write(
      toFile: folder.file("letter"), atomically: true, encoding: .utf8)
    #expect(try reason { _ = try TraceReader(folder.file("letter")) } == .notATrace)
    #expect(try reason { _ = try TraceWriter(appendingTo: folder.file("letter")) } == .notATrace)
    try tamper(folder.file("other.sqlite"), "CREATE TABLE t (x)")
    #expect(try reason { _ = try TraceReader(folder.file("other.sqlite")) } == .foreignDatabase)
    try Data().write(to: URL(fileURLWithPath: folder.file("empty")))
    #expect(try reason { _ = try TraceReader(folder.file("empty")) } == .foreignDatabase)
    #expect(try reason { _ = try TraceReader(folder.path) } == .cannotOpen)
    let inNoFolder = folder.file("no/such/folder.trace")
    #expect(try reason { _ = try TraceWriter(creating: inNoFolder) } == .cannotCreate)
  }

  @Test func `a trace of a newer program is refused with its version`() throws {
    let path = try recorded()
    try tamper(path, "PRAGMA user_version = 7")
    #expect(try reason { _ = try TraceReader(path) } == .newerSchema(7))
    #expect(try reason { _ = try TraceWriter(appendingTo: path) } == .newerSchema(7))
  }

  @Test func `a file that is being recorded is busy`() throws {
    let store = try TraceWriter(creating: folder.file("b.trace"))
    #expect(try reason { _ = try TraceReader(store.path) } == .busy)
    #expect(try reason { _ = try TraceWriter(appendingTo: store.path) } == .busy)
    try store.close()
    #expect(try TraceReader(store.path).runs().isEmpty)
  }

  /// In a process of its own, since the current folder is the whole process's.
  @Test func `a file name is never taken for a URI or a database in memory`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TestFolder()
      try #require(FileManager.default.changeCurrentDirectoryPath(folder.path))
      for name in [":memory:", "file:x.trace?mode=memory"] {
        try TraceWriter(creating: name).close()
        #expect(try TraceReader(name).runs().isEmpty)
      }
      #expect(try folder.names == [":memory:", "file:x.trace?mode=memory"])
    }
  }

  @Test func `a disk that is full is reported as such, and what was committed stays`() throws {
    let path = folder.file("full.trace")
    let store = try TraceWriter(creating: path)
    try store.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 80") }
    let recorder = store.makeRecorder()
    try recorder.begin(Script.header)
    let error = try #require(throws: TraceStoreError.self) {
      for number in 1...Int64(100_000) {
        try recorder.record(
          TraceEvent(
            sequence: EventSequence(rawValue: number), time: .start, kind: .turnGive,
            host: HostIndex(0)))
      }
    }
    #expect(error.reason == .diskFull)
    try? store.close()
    #expect(try TraceReader(path).run(1).eventCount == 10_000)
  }

  @Test(arguments: [
    ("UPDATE event SET kind = 200 WHERE id & 255 = 2", "event 2 of run 1"),
    ("UPDATE event SET kind = -1 WHERE id & 255 = 2", "event 2 of run 1"),
    ("UPDATE event SET time = -5 WHERE id & 255 = 2", "event 2 of run 1"),
    ("UPDATE event SET queue = 4294967296 WHERE id & 255 = 2", "event 2 of run 1"),
    ("UPDATE event SET cause = 2 WHERE id & 255 = 2", "event 2 of run 1"),
    ("UPDATE event SET direction = 3 WHERE id & 255 = 1", "event 1 of run 1"),
    ("UPDATE run SET event_count = -1", "run 1"),
    ("UPDATE run SET source = 9", "run 1"),
    ("UPDATE run SET end_time = -9223372036854775808", "run 1"),
    ("UPDATE run SET outcome = NULL", "run 1"),
    ("UPDATE host SET position = 9 WHERE position = 0", "host 1 of run 1"),
    ("UPDATE address SET position = 1 WHERE host = 0", "address 1 of host 0 of run 1"),
  ])
  func `an impossible value is refused with its row`(change: String, row: String) throws {
    let path = try recorded()
    try tamper(path, change)
    let error = try #require(throws: TraceStoreError.self) {
      let reader = try TraceReader(path)
      for run in try reader.runs() { try reader.forEachEvent(of: run.id) { _ in } }
    }
    #expect(error.row == row)
    guard case .badData = error.reason else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a view of a foreign hand is refused`() throws {
    let path = try recorded()
    try tamper(path, "DROP VIEW runs; CREATE VIEW runs AS SELECT 1 AS run")
    #expect(
      try reason { _ = try TraceReader(path) } == .badData("Its tables or views are not a trace's"))
  }

  @Test func `a trigger in a file keeps it from being written to`() throws {
    let path = try recorded()
    try tamper(
      path, "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM log_entry; END")
    _ = try TraceReader(path).runs()
    #expect(
      try reason { _ = try TraceWriter(appendingTo: path) }
        == .badData("It has triggers, and a trace has none"))
  }

  @Test func `no file makes the reader trap`() throws {
    _ = try recorded()
    let octets = try folder.octets("a.trace")
    var state: UInt64 = 88_172_645_463_325_252
    for number in 0..<150 {
      var damaged = octets
      for _ in 0..<(1 << (number % 8)) {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        damaged[Int(state % UInt64(damaged.count))] = UInt8(truncatingIfNeeded: state >> 32)
      }
      let path = folder.file("damaged.trace")
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      do {
        let reader = try TraceReader(path)
        for run in try reader.runs() {
          try reader.forEachEvent(of: run.id) { _ in }
          _ = try reader.incidents(of: run.id)
          _ = try reader.linkCounts(of: run.id)
          _ = try reader.deliveryTimes(of: run.id)
          _ = try reader.connections(of: run.id)
          _ = try reader.logEntries(of: run.id)
          _ = try reader.checkpoints(of: run.id)
          _ = try reader.events(of: run.id, EventFilter(from: run.end)).nextEvent()
          for series in try reader.backlogs(of: run.id) {
            _ = try reader.columns(of: series, from: .start, to: run.end, count: 100)
          }
        }
      } catch {
        #expect(error is TraceStoreError, "\(error)")
      }
    }
  }
}
