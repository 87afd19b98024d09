import GRDB
import GRDBSQLite

/// A value that a question in SQL is answered with.
package enum QueryValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case octets([UInt8])
}

extension TraceReader {
  /// Asks the trace a question in SQL: calls `header` with the names of the columns, then `body`
  /// with each row.
  ///
  /// Who asks may wait as long as they like, but an answer takes no more memory than the limit on
  /// all reading.
  ///
  /// - Parameters:
  ///   - isStopRequested: Asked again and again while the answer is looked for; ends it.
  ///   - body: Says whether it wants another row.
  /// - Throws: ``TraceStoreError`` with the reason `badQuery` if it is not one question that only
  ///   reads, and `interrupted` if it was ended.
  package func query(
    _ sql: String, until isStopRequested: @escaping () -> Bool = { false },
    header: ([String]) throws -> Void, _ body: ([QueryValue]) throws -> Bool
  ) throws {
    try refuse(QuestionText.objection(to: sql))
    try limit.patiently(until: isStopRequested) {
      try read { database in
        try limit.allowingLongValues(in: database) {
          let statement = try question { try self.statement(of: sql, in: database) }
          try header(statement.columnNames)
          try step(statement, body)
        }
      }
    }
  }

  private func statement(of sql: String, in database: Database) throws -> Statement {
    let statements = try database.allStatements(sql: sql)
    guard let statement = try statements.next() else {
      throw TraceStoreError(.badQuery("it is empty"), path: path)
    }
    guard try statements.next() == nil else {
      throw TraceStoreError(.badQuery("ask one question at a time"), path: path)
    }
    guard statement.isReadonly, statement.columnCount > 0 else {
      throw TraceStoreError(.badQuery("only questions that read are answered"), path: path)
    }
    guard unsafe sqlite3_bind_parameter_count(statement.sqliteStatement) == 0 else {
      let why = "it has a parameter such as ? or :name; write the value in its place"
      throw TraceStoreError(.badQuery(why), path: path)
    }
    return statement
  }

  /// Calls `body` with each row until it wants no more.
  private func step(_ statement: Statement, _ body: ([QueryValue]) throws -> Bool) throws {
    let handle = unsafe statement.sqliteStatement
    defer { unsafe sqlite3_reset(handle) }
    while try question({ try unsafe hasRow(handle) }) {
      let values = (0..<CInt(statement.columnCount)).map { unsafe Self.value(handle, $0) }
      guard try body(values) else { return }
    }
  }

  private func hasRow(_ handle: SQLiteStatement) throws -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }

  /// Does a part of answering; what SQLite says about a question is for who asked it.
  private func question<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode.primaryResultCode {
      case .SQLITE_INTERRUPT: throw TraceStoreError(.interrupted, path: path)
      case .SQLITE_NOMEM: throw TraceStoreError(.tooLarge, path: path)
      case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE,
        .SQLITE_READONLY, .SQLITE_AUTH, .SQLITE_CONSTRAINT:
        try refuse(error.message ?? "it is none")
        throw error
      default: throw error
      }
    }
  }

  private func refuse(_ objection: String?) throws {
    if let objection { throw TraceStoreError(.badQuery(objection), path: path) }
  }

  /// The value in a column; a text has all its characters, even those behind a NUL.
  private static func value(_ handle: SQLiteStatement, _ column: CInt) -> QueryValue {
    switch unsafe sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: .real(unsafe sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      // Asked for as text first, a file's UTF-16 becomes UTF-8.
      .text(
        String(
          decoding: unsafe octets(sqlite3_column_text(handle, column), of: handle, column),
          as: UTF8.self))
    case SQLITE_BLOB:
      .octets(unsafe octets(sqlite3_column_blob(handle, column), of: handle, column))
    default: .null
    }
  }

  private static func octets(
    _ start: UnsafeRawPointer?, of handle: SQLiteStatement, _ column: CInt
  ) -> [UInt8] {
    unsafe [UInt8](
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }
}

/// What the text of a question says before SQLite reads it.
enum QuestionText {
  /// The words that questions begin with.
  private static let openings = ["SELECT", "WITH", "VALUES", "EXPLAIN"]

  /// Why a text is no question; `nil` if SQLite is to say.
  static func objection(to sql: String) -> String? {
    guard !sql.utf8.contains(0) else { return "it holds a NUL character" }
    let word = firstWord(of: sql)
    guard let word, openings.contains(word.uppercased()) else {
      guard let word, !word.isEmpty else { return word == nil ? "it is empty" : nil }
      return "only questions that read are answered; begin with SELECT, WITH, VALUES or EXPLAIN, "
        + "not \(word)"
    }
    return nil
  }

  /// The letters that a statement begins with, without comments; `nil` if there is no statement.
  private static func firstWord(of sql: String) -> Substring? {
    var rest = sql[...]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == ";" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        guard let end = rest.dropFirst(2).firstRange(of: "*/") else { return nil }
        rest = rest[end.upperBound...]
      } else {
        return rest.isEmpty ? nil : rest.prefix { $0.isLetter }
      }
    }
  }
}
