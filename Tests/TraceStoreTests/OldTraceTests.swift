import Foundation
import Testing
import TraceModel

@testable import TraceStore

/// Traces that older versions recorded: `mtatrace record q181721 --set duration=20min` of each.
struct OldTraceTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  static func fixture(_ version: Int) throws -> String {
    let url = Bundle.module.url(
      forResource: "schema-\(version)", withExtension: "sqlite", subdirectory: "Fixtures")
    return try #require(url).path
  }

  /// The events of each run, and their fingerprint: the engine changed between the versions.
  static let recorded = [
    (1_547, "1c5ad80cd8689de4"), (1_561, "981f5898275fc0ea"), (1_561, "981f5898275fc0ea"),
    (1_561, "981f5898275fc0ea"), (1_561, "981f5898275fc0ea"),
  ]

  private func copy(of version: Int) throws -> String {
    let path = folder.file("old.trace")
    try FileManager.default.copyItem(atPath: Self.fixture(version), toPath: path)
    return path
  }

  @Test func `every older version has a trace here`() throws {
    for version in 1..<SchemaLadder.current.version {
      #expect(try sqlite3(Self.fixture(version), "PRAGMA user_version") == "\(version)")
    }
  }

  @Test(arguments: 1..<SchemaLadder.current.version)
  func `an old trace is read in today's words and stays as it is`(version: Int) throws {
    let path = try copy(of: version)
    let before = try folder.octets("old.trace")
    let reader = try TraceReader(path)
    let runs = try reader.runs()
    let (count, fingerprint) = Self.recorded[version - 1]
    #expect(runs.map(\.eventCount) == [count, count])
    #expect(runs.map(\.fingerprint.text) == [fingerprint, fingerprint])
    for run in runs {
      var fingerprint = Fingerprint()
      try reader.forEachEvent(of: run.id) { event in
        fingerprint.combine(event)
        if let entry = try reader.logEntry(at: event.sequence, of: run.id) {
          fingerprint.combine(entry)
        }
      }
      #expect(fingerprint == run.fingerprint)
      #expect(try reader.linkCounts(of: run.id).map(\.delivered) == [196])
      #expect(try reader.incidents(of: run.id).isEmpty)
      let series = try #require(try reader.backlogs(of: run.id).first)
      let columns = try reader.columns(of: series, from: .start, to: run.end, count: 900)
      #expect(columns.map(\.maximum).max() == 2)
    }
    for view in ColumnDocumentation.views {
      var names: [String] = []
      try reader.query("SELECT * FROM \(view.name)", header: { names = $0 }) { _ in true }
      #expect(names == view.columns.map(\.name))
    }
    #expect(try folder.octets("old.trace") == before)
    #expect(try folder.names == ["old.trace"])
  }

  @Test(arguments: 1..<SchemaLadder.current.version)
  func `an old trace that is added to has today's views`(version: Int) throws {
    let path = try copy(of: version)
    let store = try TraceWriter(appendingTo: path)
    try ViewTests.fault().record(into: store.makeRecorder(), end: 500)
    try store.close()
    #expect(
      try sqlite3(path, "PRAGMA user_version") == "\(SchemaLadder.current.version)")
    #expect(try sqlite3(path, "SELECT run, cancels FROM incidents") == "3|0")
    #expect(try sqlite3(path, "SELECT count(*) FROM kind") == "\(EventKind.allCases.count)")
    let count = Self.recorded[version - 1].0
    #expect(try TraceReader(path).runs().map(\.eventCount) == [count, count, 16])
  }

  @Test func `a foreign view in an old trace is not asked, and foreign tables are refused`() throws
  {
    let path = try copy(of: 1)
    try tamper(path, "DROP VIEW mail_event; CREATE VIEW mail_event AS SELECT * FROM event")
    #expect(try TraceReader(path).linkCounts(of: 1).map(\.delivered) == [196])
    try tamper(path, "DROP TABLE checkpoint; CREATE VIEW checkpoint AS SELECT 1 AS run")
    for open in [{ _ = try TraceReader(path) }, { _ = try TraceWriter(appendingTo: path) }] {
      let error = #expect(throws: TraceStoreError.self, performing: open)
      #expect(error?.reason == .badData("Its tables are not a trace's"))
    }
  }
}
