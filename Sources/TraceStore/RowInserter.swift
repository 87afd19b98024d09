import GRDB
import GRDBSQLite

/// Rows of a table on their way into a file, bound without a value in between.
///
/// With ``EventTable`` the only place that touches SQLite's statements: the handle is GRDB's, is
/// used on the queue that owns it, and does not outlive the call.
@safe
struct RowInserter {
  /// How many rows one step inserts: it costs a third less time than a step for each.
  private static let rowsAtOnce = 16
  /// How statements that insert some rows begin.
  ///
  /// A row that cannot be inserted ends the transaction, as it does anyway: then SQLite need not be
  /// able to take back a statement alone, for which it copies each page before it changes it.
  static let insertion = "INSERT OR ROLLBACK INTO"

  private let handle: SQLiteStatement
  private let octets: UnsafeRawBufferPointer
  private var column: CInt = 0

  /// Inserts a row for each element.
  ///
  /// - Parameters:
  ///   - columns: How many the table has.
  ///   - octets: What of rows are octets, one row's behind the other's.
  ///   - put: Puts a row in, column by column.
  static func insert<Row>(
    _ rows: [Row], into table: String, columns: Int, octets: [UInt8] = [],
    of database: Database, _ put: (inout RowInserter, Row) -> Void
  ) throws {
    let whole = rows.count - rows.count % rowsAtOnce
    // SQLite reads them where they are.
    try unsafe octets.withUnsafeBytes { octets in
      let place = (table: table, columns: columns)
      try unsafe insert(rows[..<whole], place, rowsAtOnce, octets, of: database, put)
      try unsafe insert(rows[whole...], place, 1, octets, of: database, put)
    }
  }

  private static func insert<Row>(
    _ rows: ArraySlice<Row>, _ place: (table: String, columns: Int), _ count: Int,
    _ octets: UnsafeRawBufferPointer, of database: Database,
    _ put: (inout RowInserter, Row) -> Void
  ) throws {
    guard !rows.isEmpty else { return }
    let (table, columns) = place
    let row = "(" + String(repeating: "?,", count: columns - 1) + "?)"
    let sql =
      "\(insertion) \(table) VALUES " + repeatElement(row, count: count).joined(separator: ",")
    var inserter = unsafe RowInserter(try database.cachedStatement(sql: sql), octets)
    // What was bound may not be there later.
    defer { inserter.clear() }
    for row in rows {
      put(&inserter, row)
      if Int(inserter.column) == columns * count { try inserter.step() }
    }
  }

  private init(_ statement: Statement, _ octets: UnsafeRawBufferPointer) {
    unsafe handle = statement.sqliteStatement
    unsafe self.octets = octets
  }

  private mutating func step() throws {
    column = 0
    let code = unsafe sqlite3_step(handle)
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  private func clear() { unsafe sqlite3_clear_bindings(handle) }

  /// Puts a number into the next column.
  mutating func put(_ value: some FixedWidthInteger) {
    column += 1
    unsafe sqlite3_bind_int64(handle, column, Int64(truncatingIfNeeded: value))
  }

  /// Puts a number into the next column, or none.
  mutating func put(_ value: (some FixedWidthInteger)?) {
    if let value { return put(value) }
    column += 1
    unsafe sqlite3_bind_null(handle, column)
  }

  /// Puts a text into the next column.
  mutating func put(_ text: String) {
    column += 1
    let octets = text.utf8.span
    unsafe octets.withUnsafeBytes {
      _ = unsafe sqlite3_bind_text64(
        handle, column, $0.baseAddress, UInt64($0.count), Self.copying, UInt8(SQLITE_UTF8))
    }
  }

  /// Puts a range of the rows' octets into the next column.
  mutating func put(_ range: Range<Int>) {
    column += 1
    guard !range.isEmpty else {
      unsafe sqlite3_bind_zeroblob(handle, column, 0)
      return
    }
    let part = unsafe UnsafeRawBufferPointer(rebasing: octets[range])
    unsafe sqlite3_bind_blob64(handle, column, part.baseAddress, UInt64(part.count), nil)
  }

  /// Makes SQLite copy what it is given.
  private static let copying = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
