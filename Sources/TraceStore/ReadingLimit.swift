import CSQLite
import GRDB
import GRDBSQLite
import Glibc

/// What one question to a file may cost, so that no file keeps its reader busy for ever or fills
/// the memory, whatever it claims to hold.
///
/// A file of a few octets can claim any number of rows and texts of any length, since its pages may
/// point to each other as they like; a trace's are no more than its octets have room for. It is
/// used by one connection, and so by one thread at a time.
final class ReadingLimit: @unchecked Sendable {
  /// How many steps of SQLite's virtual machine pass between two looks at the limit.
  private static let stride: CInt = 10_000
  /// The longest row, text or blob, in octets.
  ///
  /// The longest that a recorder writes is the changes of
  /// a series in a batch of events, at 20 octets a change.
  private static let longestValue: CInt = 256 << 10
  /// The longest value of an answer to a person's own question, which may gather many rows in one.
  private static let longestAnswer: CInt = 16 << 20
  /// The fewest octets that a row of any table takes in a file.
  private static let shortestRow = 8

  private let steps: Int64
  /// Nanoseconds of processor time.
  private let time: Int64
  private let rows: Int
  private let octets: Int
  private let heap: Int64
  private var remainingSteps: Int64 = 0
  private var remainingRows = 0
  private var remainingOctets = 0
  private var deadline: Int64 = 0
  private var depth = 0
  /// Ends a question that may take as long as who asked it waits.
  private var isStopRequested: (() -> Bool)?

  /// Limits that fit a file of this size.
  ///
  /// A trace's own questions take up to 0.3 steps and 20 ns an octet, and 1.2 steps where an
  /// interrupted recording has no indexes.
  ///
  /// - Parameter steps: How many steps of SQLite's virtual machine a question may take.
  init(octets: Int, steps: Int64? = nil) {
    let size = Int64(min(max(octets, 0), 1 << 44))
    self.steps = steps ?? 20_000_000 + 10 * size
    time = 2_000_000_000 + 100 * size
    rows = 1_000 + Int(size) / Self.shortestRow
    self.octets = (1 << 20) + Int(size)
    heap = (256 << 20) + 4 * size
    begin()
  }

  /// Limits that fit a file; what it has no blocks for on the disk counts only up to 64 MiB.
  convenience init(path: String, steps: Int64? = nil) {
    var octets = 0
    for name in [path, "\(path)-wal"] {
      var status = stat()
      guard unsafe stat(name, &status) == 0 else { continue }
      let allocated = Int(status.st_blocks).multipliedReportingOverflow(by: 512).partialValue
      octets += min(Int(status.st_size), max(allocated, 64 << 20))
    }
    self.init(octets: octets, steps: steps)
  }

  /// Makes a connection stop with `SQLITE_INTERRUPT` at the limit, which must outlive the
  /// connection.
  func install(in database: Database) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe sqlite3_progress_handler(
      database.sqliteConnection, Self.stride,
      { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<ReadingLimit>.fromOpaque(context).takeUnretainedValue().isReached()
      }, context)
    // Defensive: no statement can change the schema's own tables or the file behind SQLite's back.
    unsafe csqlite_set_defensive(database.sqliteConnection, 1)
    unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
    unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, Self.longestValue)
    // The heap is the whole process's: the most that any of its readers needs.
    sqlite3_hard_heap_limit64(max(heap, sqlite3_hard_heap_limit64(-1)))
  }

  /// Asks a question; one that is asked while another is answered counts as part of that.
  func question<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
    if depth == 0 { begin() }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  /// Asks a question that may take any number of steps and any time until something ends it.
  func patiently<Answer>(
    until isStopRequested: @escaping () -> Bool, _ body: () throws -> Answer
  ) rethrows -> Answer {
    self.isStopRequested = isStopRequested
    defer { self.isStopRequested = nil }
    return try body()
  }

  /// Asks a question whose answers may be longer than any value in a trace.
  func allowingLongValues<Answer>(
    in database: Database, _ body: () throws -> Answer
  ) rethrows -> Answer {
    func allow(_ octets: CInt) {
      unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, octets)
    }
    allow(Self.longestAnswer)
    defer { allow(Self.longestValue) }
    return try body()
  }

  /// Counts a row of the answer; says whether it is one too many.
  func exceedsRows() -> Bool {
    remainingRows -= 1
    return remainingRows < 0
  }

  /// Counts text or a blob of the answer; says whether it is too much.
  func exceeds(octets: Int) -> Bool {
    remainingOctets -= octets
    return remainingOctets < 0
  }

  private func begin() {
    remainingSteps = steps
    remainingRows = rows
    remainingOctets = octets
    deadline = Self.processorTime + time
  }

  private func isReached() -> CInt {
    if let isStopRequested { return isStopRequested() ? 1 : 0 }
    remainingSteps -= Int64(Self.stride)
    return remainingSteps < 0 || Self.processorTime > deadline ? 1 : 0
  }

  private static var processorTime: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
