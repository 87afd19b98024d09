import GRDB
import GRDBSQLite
import TraceModel

extension EventTable {
  /// The events of a run that change a backlog, in their order.
  ///
  /// They are never far from each other, so that reading on in the table beats their index.
  static let mailSelection = """
    SELECT id, time, kind, host, peer, association, message, queue FROM event NOT INDEXED
    WHERE id > ? AND id < ? AND kind <= 3 ORDER BY id
    """

  /// Calls `body` with each row of a statement made of ``mailSelection``, whose arguments are set;
  /// without those that name only one host.
  static func readMail(
    _ statement: Statement, of run: Run.ID, path: String, _ body: (MailRow) -> Void
  ) throws {
    let handle = unsafe statement.sqliteStatement
    defer { unsafe sqlite3_reset(handle) }
    while true {
      let code = unsafe sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      do {
        if let row = try unsafe mailRow(of: handle) { body(row) }
      } catch {
        let key = unsafe sqlite3_column_int64(handle, 0)
        throw error.explained(of: key, run: run, path: path)
      }
    }
  }

  private static func mailRow(of handle: SQLiteStatement) throws(BadColumn) -> MailRow? {
    let time: Int64 = try unsafe required(handle, 1, "time")
    let number: UInt8 = try unsafe required(handle, 2, "kind")
    guard time >= 0 else { throw BadColumn(column: "time") }
    guard let kind = EventKind(rawValue: number) else { throw BadColumn(column: "kind") }
    let host = HostIndex(rawValue: try unsafe required(handle, 3, "host"))
    guard let number: UInt16 = try unsafe optional(handle, 4, "peer") else { return nil }
    let peer = HostIndex(rawValue: number)
    let isArrival = kind == .messageDelivered
    return MailRow(
      sequence: EventKey.sequence(of: unsafe sqlite3_column_int64(handle, 0)),
      time: TraceInstant(nanoseconds: time), kind: kind, sender: isArrival ? peer : host,
      recipient: isArrival ? host : peer,
      association: try unsafe optional(handle, 5, "association")
        .map(MTAAssociationID.init(rawValue:)),
      message: try unsafe optional(handle, 6, "message").map(MessageID.init(rawValue:)),
      queue: try unsafe optional(handle, 7, "queue"))
  }
}
