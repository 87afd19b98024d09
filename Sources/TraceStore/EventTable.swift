import GRDB
import GRDBSQLite
import TraceModel

/// The rows of the table `event`, bound and read without a value in between.
///
/// The hot loops of recording and reading, and with ``RowInserter`` the only place that touches
/// SQLite's statements: each handle is GRDB's, is used on the queue that owns it, and does not
/// outlive the call.
enum EventTable {
  /// How many rows one step inserts, which saves most of what steps cost; more save nothing.
  private static let rowsAtOnce = 16
  static let selection = "SELECT id, \(otherColumns(withMail: true)) FROM event"

  /// All columns but the first.
  ///
  /// - Parameter withMail: With those that only events about mail have.
  private static func otherColumns(withMail: Bool) -> String {
    withMail
      ? """
      time, kind, direction, host, peer, association, connection, group_id, call_id, opnum,
      context_id, message, length, code, queue, cause
      """
      : """
      time, kind, direction, host, peer, connection, group_id, call_id, opnum,
      context_id, length, code, cause
      """
  }

  /// Inserts events of a run.
  ///
  /// Where they are those behind the last of the table, SQLite numbers them: it then need not look
  /// for a place, an eighth of the work.
  static func insert(_ events: [TraceEvent], run: Run.ID, into database: Database) throws {
    guard let first = events.first, let last = events.last else { return }
    let former = try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0
    let isNext = EventKey.key(run: run, sequence: first.sequence.rawValue) == former + 1
    let hasNoGap = last.sequence.rawValue - first.sequence.rawValue == events.count - 1
    let whole = events.count - events.count % rowsAtOnce
    let shape = RowShape(
      isNumbered: !(isNext && hasNoGap),
      hasMail: events.contains { $0.association != nil || $0.message != nil || $0.queue != nil })
    for (part, rows) in [(events[..<whole], rowsAtOnce), (events[whole...], 1)] {
      try insert(part, run: run, rows: rows, shape, into: database)
    }
    let key = EventKey.key(run: run, sequence: last.sequence.rawValue)
    guard database.lastInsertedRowID == key else {
      throw DatabaseError(resultCode: .SQLITE_CONSTRAINT_ROWID)
    }
  }

  /// Which columns rows have: SQLite moves each value some times, and NULL is one.
  private struct RowShape {
    /// Whether they have their ids.
    var isNumbered: Bool
    /// Whether any has a column that only events about mail have; those of captures do not.
    var hasMail: Bool

    var columns: CInt { 13 + (isNumbered ? 1 : 0) + (hasMail ? 3 : 0) }
    var names: String { (isNumbered ? "id, " : "") + otherColumns(withMail: hasMail) }
  }

  /// Inserts events of a run, some rows at a time.
  private static func insert(
    _ events: ArraySlice<TraceEvent>, run: Run.ID, rows: Int, _ shape: RowShape,
    into database: Database
  ) throws {
    guard !events.isEmpty else { return }
    let count = shape.columns
    let row = "(" + String(repeating: "?,", count: Int(count) - 1) + "?)"
    let sql =
      "\(RowInserter.insertion) event(\(shape.names)) VALUES "
      + repeatElement(row, count: rows).joined(separator: ",")
    let handle = unsafe try database.cachedStatement(sql: sql).sqliteStatement
    var offset: CInt = 0
    for event in events {
      if shape.isNumbered {
        let key = EventKey.key(run: run, sequence: event.sequence.rawValue)
        unsafe sqlite3_bind_int64(handle, offset + 1, key)
      }
      unsafe bind(
        event, to: handle, after: shape.isNumbered ? offset + 1 : offset, withMail: shape.hasMail)
      offset += count
      guard offset == count * CInt(rows) else { continue }
      offset = 0
      let code = unsafe sqlite3_step(handle)
      unsafe sqlite3_reset(handle)
      guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
  }

  /// Binds the columns of ``otherColumns(withMail:)``.
  private static func bind(
    _ event: TraceEvent, to handle: SQLiteStatement, after offset: CInt, withMail: Bool
  ) {
    unsafe sqlite3_bind_int64(handle, offset + 1, event.time.nanoseconds)
    unsafe sqlite3_bind_int64(handle, offset + 2, Int64(event.kind.rawValue))
    unsafe bind(event.direction?.rawValue, to: handle, at: offset + 3)
    unsafe sqlite3_bind_int64(handle, offset + 4, Int64(event.host.rawValue))
    unsafe bind(event.peer?.rawValue, to: handle, at: offset + 5)
    var next = offset + 6
    if withMail { unsafe bind(event.association?.rawValue, to: handle, atNext: &next) }
    unsafe bind(event.connection?.rawValue, to: handle, atNext: &next)
    unsafe bind(event.group, to: handle, atNext: &next)
    unsafe bind(event.call, to: handle, atNext: &next)
    unsafe bind(event.opnum, to: handle, atNext: &next)
    unsafe bind(event.context, to: handle, atNext: &next)
    if withMail { unsafe bind(event.message?.rawValue, to: handle, atNext: &next) }
    unsafe bind(event.length, to: handle, atNext: &next)
    unsafe bind(event.code, to: handle, atNext: &next)
    if withMail { unsafe bind(event.queue, to: handle, atNext: &next) }
    unsafe bind(event.cause?.rawValue, to: handle, atNext: &next)
  }

  @inline(__always)
  private static func bind<Value: FixedWidthInteger>(
    _ value: Value?, to handle: SQLiteStatement, atNext index: inout CInt
  ) {
    unsafe bind(value, to: handle, at: index)
    index += 1
  }

  @inline(__always)
  private static func bind<Value: FixedWidthInteger>(
    _ value: Value?, to handle: SQLiteStatement, at index: CInt
  ) {
    if let value {
      unsafe sqlite3_bind_int64(handle, index, Int64(truncatingIfNeeded: value))
    } else {
      unsafe sqlite3_bind_null(handle, index)
    }
  }

  /// Appends to `events` the rows of a statement made of ``selection``, whose arguments are set.
  static func read(
    _ statement: Statement, of run: Run.ID, path: String, into events: inout [TraceEvent]
  ) throws {
    let handle = unsafe statement.sqliteStatement
    defer { unsafe sqlite3_reset(handle) }
    while true {
      let code = unsafe sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      let key = unsafe sqlite3_column_int64(handle, 0)
      do {
        events.append(try unsafe event(of: handle, key: key))
      } catch {
        throw error.explained(of: key, run: run, path: path)
      }
    }
  }

  /// A column of an event whose value is impossible.
  struct BadColumn: Error {
    var column: String

    func explained(of key: Int64, run: Run.ID, path: String) -> TraceStoreError {
      TraceStoreError(
        .badData("The column \(column) holds no value that a trace has"), path: path,
        row: "event \(EventKey.sequence(of: key).rawValue) of run \(run)")
    }
  }

  static func event(
    of handle: SQLiteStatement, key: Int64
  ) throws(BadColumn) -> TraceEvent {
    let time: Int64 = try unsafe required(handle, 1, "time")
    let number: UInt8 = try unsafe required(handle, 2, "kind")
    guard time >= 0 else { throw BadColumn(column: "time") }
    guard let kind = EventKind(rawValue: number) else { throw BadColumn(column: "kind") }
    var event = TraceEvent(
      sequence: EventKey.sequence(of: key), time: TraceInstant(nanoseconds: time), kind: kind,
      host: HostIndex(rawValue: try unsafe required(handle, 4, "host")))
    if let number: UInt8 = try unsafe optional(handle, 3, "direction") {
      guard let direction = EventDirection(rawValue: number) else {
        throw BadColumn(column: "direction")
      }
      event.direction = direction
    }
    event.peer = try unsafe optional(handle, 5, "peer").map(HostIndex.init(rawValue:))
    event.association = try unsafe optional(handle, 6, "association")
      .map(MTAAssociationID.init(rawValue:))
    event.connection = try unsafe optional(handle, 7, "connection")
      .map(RPCConnectionID.init(rawValue:))
    event.group = try unsafe optional(handle, 8, "group_id")
    event.call = try unsafe optional(handle, 9, "call_id")
    event.opnum = try unsafe optional(handle, 10, "opnum")
    event.context = try unsafe optional(handle, 11, "context_id")
    event.message = try unsafe optional(handle, 12, "message").map(MessageID.init(rawValue:))
    event.length = try unsafe optional(handle, 13, "length")
    event.code = try unsafe optional(handle, 14, "code")
    event.queue = try unsafe optional(handle, 15, "queue")
    event.cause = try unsafe optional(handle, 16, "cause").map(EventSequence.init(rawValue:))
    if let cause = event.cause, cause.rawValue < 1 || cause >= event.sequence {
      throw BadColumn(column: "cause")
    }
    return event
  }

  @inline(__always)
  static func optional<Value: FixedWidthInteger>(
    _ handle: SQLiteStatement, _ index: CInt, _ column: String
  ) throws(BadColumn) -> Value? {
    let cell = unsafe sqlite3_column_value(handle, index)
    switch unsafe sqlite3_value_type(cell) {
    case SQLITE_NULL: return nil
    case SQLITE_INTEGER:
      guard let value = Value(exactly: unsafe sqlite3_value_int64(cell)) else {
        throw BadColumn(column: column)
      }
      return value
    default: throw BadColumn(column: column)
    }
  }

  @inline(__always)
  static func required<Value: FixedWidthInteger>(
    _ handle: SQLiteStatement, _ index: CInt, _ column: String
  ) throws(BadColumn) -> Value {
    guard let value: Value = try unsafe optional(handle, index, column) else {
      throw BadColumn(column: column)
    }
    return value
  }
}
