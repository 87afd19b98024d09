import GRDB
import GRDBSQLite
import TraceModel

extension EventTable {
  /// What a reading of a run's mail comes upon.
  enum MailFinding {
    /// What changes a backlog.
    case mail(MailRow)
    /// The same, but it names only one host.
    case incomplete
    /// An event of another kind that was asked for.
    case other(TraceEvent)
  }

  /// The events of a run that change a backlog, with those of other kinds, in their order.
  ///
  /// They are never far from each other, so that reading on in the table beats their index. What
  /// nobody asks of them is not read, which is a third of the work. Of rare kinds there may be more
  /// than were asked for: a list costs each row twice what ranges do.
  static func mailSelection(with kinds: [EventKind]) -> String {
    """
    SELECT id, time, kind, direction, host, peer, association, connection, NULL, NULL, NULL, NULL,
      message, NULL, code, queue, NULL
    FROM event NOT INDEXED WHERE id > ? AND id < ?\(mailCondition(with: kinds)) ORDER BY id
    """
  }

  /// That the kind is none of those between those that are meant, beginning with the greatest:
  /// nearly all events are requests and responses.
  private static func mailCondition(with kinds: [EventKind]) -> String {
    let greatestOfMail = EventKind.messageNonDelivered.rawValue
    guard let last = kinds.map(\.rawValue).max(), last > greatestOfMail else {
      return " AND kind <= \(greatestOfMail)"
    }
    var gaps: [String] = []
    var next = greatestOfMail + 1
    for kind in kinds.map(\.rawValue).sorted() where kind >= next {
      if kind > next { gaps.append(" AND kind NOT BETWEEN \(next) AND \(kind - 1)") }
      guard kind < EventFilter.leastRare else { return gaps.reversed().joined() }
      next = kind + 1
    }
    return gaps.reversed().joined() + " AND kind <= \(last)"
  }

  /// Calls `body` with each row of a statement made of ``mailSelection(with:)``, whose arguments
  /// are set.
  static func readMail(
    _ statement: Statement, with kinds: [EventKind], of run: Run.ID, path: String,
    _ body: (MailFinding) throws -> Void
  ) throws {
    let handle = unsafe statement.sqliteStatement
    defer { unsafe sqlite3_reset(handle) }
    var isWanted = [Bool](repeating: false, count: Int(UInt8.max) + 1)
    for kind in kinds { isWanted[Int(kind.rawValue)] = true }
    var (lastKey, lastTime) = (Int64.min, Int64(0))
    while true {
      let code = unsafe sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      let key = unsafe sqlite3_column_int64(handle, 0)
      // A file's pages may lead anywhere, also in circles.
      guard key > lastKey else {
        throw TraceStoreError(
          .badData("Events are missing or out of order"), path: path,
          row: "event \(EventKey.sequence(of: key).rawValue) of run \(run)")
      }
      lastKey = key
      let finding: MailFinding?
      do throws(BadColumn) {
        let time: Int64 = try unsafe required(handle, 1, "time")
        guard time >= lastTime else { throw BadColumn(column: "time") }
        lastTime = time
        finding = try unsafe self.finding(of: handle, key: key, time: time, isWanted: isWanted)
      } catch {
        throw error.explained(of: key, run: run, path: path)
      }
      if let finding { try body(finding) }
    }
  }

  private static func finding(
    of handle: SQLiteStatement, key: Int64, time: Int64, isWanted: [Bool]
  ) throws(BadColumn) -> MailFinding? {
    let number: UInt8 = try unsafe required(handle, 2, "kind")
    guard let kind = EventKind(rawValue: number) else { throw BadColumn(column: "kind") }
    guard number <= EventKind.messageNonDelivered.rawValue else {
      return isWanted[Int(number)] ? .other(try unsafe event(of: handle, key: key)) : nil
    }
    let host = HostIndex(rawValue: try unsafe required(handle, 4, "host"))
    guard let number: UInt16 = try unsafe optional(handle, 5, "peer") else { return .incomplete }
    let peer = HostIndex(rawValue: number)
    let isArrival = kind == .messageDelivered
    return .mail(
      MailRow(
        sequence: EventKey.sequence(of: key), time: TraceInstant(nanoseconds: time), kind: kind,
        sender: isArrival ? peer : host, recipient: isArrival ? host : peer,
        association: try unsafe optional(handle, 6, "association")
          .map(MTAAssociationID.init(rawValue:)),
        message: try unsafe optional(handle, 12, "message").map(MessageID.init(rawValue:)),
        queue: try unsafe optional(handle, 15, "queue")))
  }
}
