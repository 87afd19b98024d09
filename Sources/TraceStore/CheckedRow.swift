import Foundation
import GRDB
import TraceModel

/// A row of a file that may come from anywhere, whose every value is checked before it is used.
struct CheckedRow {
  let row: Row
  /// The trace file.
  let path: String
  /// The row in words: `run 1`.
  let place: String
  /// What the question that the row answers may cost.
  let limit: ReadingLimit

  /// The number in a column that is never `NULL`.
  func integer<Value: FixedWidthInteger>(
    _ column: String, in range: ClosedRange<Value> = Value.min...Value.max
  ) throws -> Value {
    guard let value = try optionalInteger(column, in: range) else { throw bad(column) }
    return value
  }

  /// The number in a column, or `nil` if it is `NULL`.
  func optionalInteger<Value: FixedWidthInteger>(
    _ column: String, in range: ClosedRange<Value> = Value.min...Value.max
  ) throws -> Value? {
    switch storage(column) {
    case .null: return nil
    case .int64(let number):
      guard let value = Value(exactly: number), range.contains(value) else { throw bad(column) }
      return value
    default: throw bad(column)
    }
  }

  /// The text in a column that is never `NULL`; one that no trace has is refused.
  func text(_ column: String, atMost greatest: Int = TextLimit.name) throws -> String {
    guard case .string(let text) = storage(column), TextLimit.allows(text, greatest) else {
      throw bad(column)
    }
    try spend(text.utf8.count)
    return text
  }

  func octets(_ column: String) throws -> [UInt8] {
    guard case .blob(let data) = storage(column) else { throw bad(column) }
    try spend(data.count)
    return [UInt8](data)
  }

  /// What to throw when the value of a column is impossible.
  func bad(_ column: String) -> TraceStoreError {
    TraceStoreError(
      .badData("The column \(column) holds no value that a trace has"), path: path, row: place)
  }

  private func spend(_ octets: Int) throws {
    if limit.exceeds(octets: octets) { throw TraceStoreError(.tooCostly, path: path, row: place) }
  }

  private func storage(_ column: String) -> DatabaseValue.Storage {
    (row[column] as DatabaseValue? ?? .null).storage
  }
}
