import GRDB

/// Reads a trace file, which may come from anywhere: nothing in it is believed unchecked, and
/// nothing is written to it.
package final class TraceReader {
  /// The trace file.
  package let path: String
  private let queue: DatabaseQueue
  private let limit: OperationLimit

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
    let file = try TraceFile.open(path, for: .reading)
    (queue, limit) = try translatingErrors(of: path) {
      let size = try Self.size(of: file)
      let limit =
        allowance.map(OperationLimit.init(allowance:)) ?? OperationLimit(pages: size.pages)
      file.inDatabase { limit.install(in: $0) }
      let version = try file.inDatabase { try ladder.version(of: $0, path: path) }
      guard version < ladder.version else {
        try file.inDatabase { try ladder.verify($0, path: path) }
        return (file, limit)
      }
      try file.inDatabase { try ladder.verifyTables($0, version: version, path: path) }
      if try ladder.hasNewestTables(version) {
        try file.inDatabase { try ladder.overlayViews(in: $0) }
        return (file, limit)
      }
      guard size.octets <= Self.greatestConversion else {
        throw TraceStoreError(.olderSchema(version), path: path)
      }
      let copy = try Self.convert(file, from: version, with: ladder, path: path)
      copy.inDatabase { limit.install(in: $0) }
      return (copy, limit)
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

  private static func size(of file: DatabaseQueue) throws -> (pages: Int, octets: Int) {
    try file.inDatabase { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      return (pages, pages.multipliedReportingOverflow(by: page).partialValue)
    }
  }

  /// Asks the file something, within the limit and in a trace's words.
  func read<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
    try translatingErrors(of: path) {
      limit.reset()
      return try queue.unsafeReentrantRead(body)
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
        values.append(try transform(CheckedRow(row: row, path: path, place: place(row))))
      }
      return values
    }
  }
}
