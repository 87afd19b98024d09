import Foundation
import GRDB

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
  /// - Throws: ``TraceStoreError`` with the reason `badQuery` if it is not one question that only
  ///   reads.
  package func query(
    _ sql: String, header: ([String]) throws -> Void, _ body: ([QueryValue]) throws -> Void
  ) throws {
    try read { database in
      let cursor = try question {
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
        return try Row.fetchCursor(statement)
      }
      try header(cursor.columnNames)
      while let row = try question({ try cursor.next() }) {
        try body(row.map { Self.value(of: $0.1) })
      }
    }
  }

  /// Does a part of answering; what SQLite says about a question is for who asked it.
  private func question<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode.primaryResultCode {
      case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE,
        .SQLITE_READONLY, .SQLITE_AUTH, .SQLITE_CONSTRAINT:
        throw TraceStoreError(.badQuery(error.message ?? "it is none"), path: path)
      default: throw error
      }
    }
  }

  private static func value(of value: DatabaseValue) -> QueryValue {
    switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob(let data): .octets([UInt8](data))
    }
  }
}
