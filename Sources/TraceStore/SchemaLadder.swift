import GRDB

/// The versions of the schema, and how a file climbs from one to the next.
///
/// A step changes tables and never changes once files of its version exist. Views are not climbed:
/// they are dropped and made anew, so that a file always answers in the words of the program that
/// wrote it last.
struct SchemaLadder: Sendable {
  /// What leads to a version from the one before it.
  struct Step: Sendable {
    var version: Int
    var sql: String
  }

  /// What `PRAGMA application_id` says in every trace: "MTAT".
  static let applicationID = 0x4D54_4154

  /// In the order of versions, which run from 1 without gaps.
  var steps: [Step]
  var views: String
  var indexes: String

  /// The schema of this version of the program.
  static let current = SchemaLadder(
    steps: [
      Step(version: 1, sql: String(decoding: PackageResources.tables_sql, as: UTF8.self)),
      // More kinds of events; the views know recovery, and incidents count cancels.
      Step(version: 2, sql: ""),
      Step(version: 3, sql: String(decoding: PackageResources.capture_sql, as: UTF8.self)),
      // The source of a run may be external, and the view says so.
      Step(version: 4, sql: ""),
      Step(version: 5, sql: String(decoding: PackageResources.slice_sql, as: UTF8.self)),
      Step(version: 6, sql: String(decoding: PackageResources.imported_log_sql, as: UTF8.self)),
    ],
    views: String(decoding: PackageResources.views_sql, as: UTF8.self),
    indexes: String(decoding: PackageResources.indexes_sql, as: UTF8.self))

  /// The version that files have after the last step.
  var version: Int { steps.last?.version ?? 0 }

  /// Takes a file from a version, or an empty database from 0, to the last one, in one transaction.
  func climb(_ database: Database, from version: Int) throws {
    try database.inTransaction {
      for view in try names(of: "view", in: database) {
        try database.execute(sql: "DROP VIEW \(view.quotedDatabaseIdentifier)")
      }
      for step in steps where step.version > version { try database.execute(sql: step.sql) }
      try database.execute(sql: views)
      try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(self.version)")
      return .commit
    }
  }

  /// Whether files of a version have the tables of the last one, so that nothing but views is new.
  func hasNewestTables(_ version: Int) throws -> Bool {
    try tables(ofVersion: version) == tables(ofVersion: self.version)
  }

  /// Lets a connection see the newest views in place of the file's own, which stay as they are.
  func overlayViews(in database: Database) throws {
    let temporary = views.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW ")
    try database.execute(sql: "PRAGMA query_only = OFF; \(temporary); PRAGMA query_only = ON")
  }

  /// Builds the indexes unless they are there.
  func buildIndexes(in database: Database) throws {
    guard try names(of: "index", in: database).isEmpty else { return }
    try database.inTransaction {
      try database.execute(sql: indexes)
      return .commit
    }
  }

  /// Drops the indexes, since rows are added faster without them.
  ///
  /// - Returns: Whether there were any.
  func dropIndexes(in database: Database) throws -> Bool {
    let indexes = try names(of: "index", in: database)
    for index in indexes {
      try database.execute(sql: "DROP INDEX \(index.quotedDatabaseIdentifier)")
    }
    return !indexes.isEmpty
  }

  /// The version of a trace file.
  ///
  /// - Throws: ``TraceStoreError`` if the file is not a trace or is newer than the ladder.
  func version(of database: Database, path: String) throws -> Int {
    guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Self.applicationID else {
      throw TraceStoreError(.foreignDatabase, path: path)
    }
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found >= 1 else { throw TraceStoreError(.foreignDatabase, path: path) }
    guard found <= version else { throw TraceStoreError(.newerSchema(found), path: path) }
    return found
  }

  /// Checks that the file's tables and views are the ladder's, letter for letter: a foreign file
  /// cannot slip in a view of its own where a trace's is read.
  func verify(_ database: Database, path: String) throws {
    let expected = try DatabaseQueue().inDatabase { memory in
      try climb(memory, from: 0)
      return try objects(of: memory)
    }
    guard try hasAll(expected, in: database) else {
      throw TraceStoreError(.badData("Its tables or views are not a trace's"), path: path)
    }
  }

  /// Checks that the file's tables are those of a version, letter for letter.
  func verifyTables(_ database: Database, version: Int, path: String) throws {
    guard try hasAll(tables(ofVersion: version), in: database) else {
      throw TraceStoreError(.badData("Its tables are not a trace's"), path: path)
    }
  }

  /// Checks that the file has no trigger, since it is going to be written to.
  func verifyNoTriggers(_ database: Database, path: String) throws {
    guard try names(of: "trigger", in: database).isEmpty else {
      throw TraceStoreError(.badData("It has triggers, and a trace has none"), path: path)
    }
  }

  /// The names of the newest tables.
  func tableNames() throws -> [String] { try tables(ofVersion: version).map(\.name).sorted() }

  private func tables(ofVersion version: Int) throws -> Set<SchemaObject> {
    try DatabaseQueue().inDatabase { memory in
      for step in steps where step.version <= version { try memory.execute(sql: step.sql) }
      return try objects(of: memory)
    }
  }

  /// A table or a view, and the statement that creates it.
  private struct SchemaObject: Hashable {
    var type: String
    var name: String
    var sql: String

    /// `nil` for a row that is none.
    init?(_ row: Row) {
      let values = (0..<3).compactMap { String.fromDatabaseValue(row[$0]) }
      guard values.count == 3 else { return nil }
      (type, name, sql) = (values[0], values[1], values[2])
    }
  }

  private static let objectSelection = """
    SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND sql IS NOT NULL
    """

  private func objects(of database: Database) throws -> Set<SchemaObject> {
    Set(try Row.fetchAll(database, sql: Self.objectSelection).compactMap(SchemaObject.init))
  }

  /// Whether a file has these and each once; what else it has is not kept in memory.
  private func hasAll(_ expected: Set<SchemaObject>, in database: Database) throws -> Bool {
    var missing = expected
    let rows = try Row.fetchCursor(database, sql: Self.objectSelection)
    while let row = try rows.next() {
      if let object = SchemaObject(row) { missing.remove(object) }
    }
    return missing.isEmpty
  }

  private func names(of type: String, in database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY name",
      arguments: [type])
  }
}
