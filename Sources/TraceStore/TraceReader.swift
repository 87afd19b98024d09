import GRDB
import TraceModel

/// Reads a trace file, which may come from anywhere: nothing in it is believed unchecked, and
/// nothing is written to it.
package final class TraceReader {
  /// The trace file.
  package let path: String
  private let queue: DatabaseQueue
  let limit: ReadingLimit
  var recentMail = RecentMail()

  /// The largest old file that is converted in memory, in octets.
  static let greatestConversion = 256 << 20

  /// Opens a trace file.
  ///
  /// - Throws: ``TraceStoreError`` if there is none, it is none, or a newer program wrote it.
  package convenience init(_ path: String) throws {
    try self.init(path, ladder: .current)
  }

  init(_ path: String, ladder: SchemaLadder, allowance: Int64? = nil) throws {
    self.path = path
    try TraceFile.requireFile(path)
    limit = ReadingLimit(path: path, steps: allowance)
    let file = try TraceFile.open(path, for: .reading, within: limit)
    queue = try translatingErrors(of: path) { [limit] in
      try limit.question { try Self.prepare(file, ladder: ladder, path: path, within: limit) }
    }
    try verifyKinds()
  }

  /// Checks that a file is a trace, and brings it to today's words where it is old.
  private static func prepare(
    _ file: DatabaseQueue, ladder: SchemaLadder, path: String, within limit: ReadingLimit
  ) throws -> DatabaseQueue {
    let version = try file.inDatabase { try ladder.version(of: $0, path: path) }
    try TraceFile.requireWholePages(path, of: try file.inDatabase(pageSize))
    guard version < ladder.version else {
      try file.inDatabase { try ladder.verify($0, path: path) }
      return file
    }
    try file.inDatabase { try ladder.verifyTables($0, version: version, path: path) }
    if try ladder.hasNewestTables(version) {
      try file.inDatabase { try ladder.overlayViews(in: $0) }
      return file
    }
    guard try size(of: file) <= greatestConversion else {
      throw TraceStoreError(.olderSchema(version), path: path)
    }
    let copy = try convert(file, from: version, with: ladder, path: path)
    copy.inDatabase { limit.install(in: $0) }
    return copy
  }

  /// Checks that the file spells the kinds of events as they are, for views say what it says.
  private func verifyKinds() throws {
    _ = try rows(
      "SELECT id, name FROM kind LIMIT 1000", place: { "kind \($0["id"] as DatabaseValue)" }
    ) { row in
      guard let kind = EventKind(rawValue: try row.integer("id")) else { return }
      guard try row.text("name") == kind.name else { throw row.bad("name") }
    }
  }

  /// A copy of an old trace in memory that has climbed the ladder; the file stays as it is.
  private static func convert(
    _ file: DatabaseQueue, from version: Int, with ladder: SchemaLadder, path: String
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
    let copy = try DatabaseQueue(configuration: configuration)
    try file.backup(to: copy)
    try copy.inDatabase { database in
      try ladder.verifyNoTriggers(database, path: path)
      try ladder.climb(database, from: version)
      try ladder.verify(database, path: path)
      try ladder.buildIndexes(in: database)
      try database.execute(sql: "PRAGMA query_only = ON")
    }
    return copy
  }

  /// The octets of the file, with what lies beside it.
  private static func size(of file: DatabaseQueue) throws -> Int {
    try file.inDatabase { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      return pages.multipliedReportingOverflow(by: try pageSize(database)).partialValue
    }
  }

  private static func pageSize(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
  }

  /// Writes the whole trace, with what lies beside it, into a new file.
  ///
  /// - Throws: ``TraceStoreError``.
  package func copy(to path: String) throws {
    try translatingErrors(of: path) {
      let copy = try DatabaseQueue(path: path.hasPrefix("/") ? path : "./\(path)")
      try queue.backup(to: copy)
      try copy.close()
    }
  }

  /// Asks the file something, within the limit and in a trace's words.
  func read<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
    try translatingErrors(of: path) {
      try limit.question { try queue.unsafeReentrantRead(body) }
    }
  }

  /// The rows of a question, checked as they are used; `place` says in words which row it is.
  func rows<Value>(
    _ sql: String, _ arguments: StatementArguments = [], place: (Row) -> String,
    _ transform: (CheckedRow) throws -> Value
  ) throws -> [Value] {
    try read { database in
      var values: [Value] = []
      let cursor = try Row.fetchCursor(
        database.cachedStatement(sql: sql), arguments: arguments)
      while let row = try cursor.next() {
        guard !limit.exceedsRows() else { throw TraceStoreError(.tooCostly, path: path) }
        let checked = CheckedRow(row: row, path: path, place: place(row), limit: limit)
        values.append(try transform(checked))
      }
      return values
    }
  }
}
