import CSQLite
import GRDB
import GRDBSQLite

/// A limit on the steps that SQLite takes for one question, so that no file keeps it busy for ever.
final class OperationLimit {
  /// How many steps of SQLite's virtual machine pass between two looks at the limit.
  private static let stride: CInt = 100_000

  /// The steps that a question may take.
  private let allowance: Int64
  private var remaining: Int64

  /// A limit of this many steps.
  init(allowance: Int64) {
    self.allowance = allowance
    remaining = allowance
  }

  /// A limit that fits a file of this many pages: a trace's questions take a small multiple of its
  /// rows.
  convenience init(pages: Int) {
    self.init(allowance: 500_000_000 + 1_000_000 * Int64(clamping: min(max(pages, 0), 1 << 32)))
  }

  /// Makes a connection stop with `SQLITE_INTERRUPT` at the limit, which must outlive the
  /// connection.
  func install(in database: Database) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe sqlite3_progress_handler(
      database.sqliteConnection, Self.stride,
      { context in
        guard let context = unsafe context else { return 0 }
        let limit = unsafe Unmanaged<OperationLimit>.fromOpaque(context).takeUnretainedValue()
        limit.remaining -= Int64(OperationLimit.stride)
        return limit.remaining < 0 ? 1 : 0
      }, context)
    // Defensive: no statement can change the schema's own tables or the file behind SQLite's back.
    unsafe csqlite_set_defensive(database.sqliteConnection, 1)
    // No attached files, and no value larger than any that a trace holds.
    unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
    unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, 64 << 20)
  }

  /// Begins a new question.
  func reset() { remaining = allowance }
}
