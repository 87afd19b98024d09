import GRDB
import Glibc
package import TraceModel

/// Two trace files at rest beside each other, page by page.
///
/// A copy in which something was changed differs in few pages. Where all other pages are equal, the
/// inner pages of the table of events among them, an event lies on the same page in both files, and
/// one that lies on an equal page is equal. So the pages that differ say which events may. The
/// layout of pages is that of https://www.sqlite.org/fileformat2.html.
package struct PageComparison {
  /// The events that may differ, in order, or none.
  package private(set) var suspects: [EventSequence] = []

  /// How many octets of each file are compared at a time: a multiple of every page size.
  private static let blockSize = 1 << 20
  /// The most pages that may differ; beyond, reading the events is as good.
  private static let mostPages = 4_096

  private let run: Run.ID
  private let pageSize: Int
  private var found: Set<Int64> = []

  /// Compares the files of two traces.
  ///
  /// - Parameter run: The run whose events are sought; both files call it so.
  /// - Returns: `nil` if the pages do not tell: the files have other sizes, a log beside them, or
  ///   differ in more than the rows of tables.
  package init?(of one: TraceReader, with other: TraceReader, run: Run.ID) throws {
    guard let size = try Self.commonPageSize(one, other) else { return nil }
    pageSize = size
    self.run = run
    guard let first = RawFile(one.path), let second = RawFile(other.path),
      first.size == second.size, first.size % size == 0
    else { return nil }
    guard compare(first, second) else { return nil }
    suspects = found.sorted().map { EventKey.sequence(of: $0) }
  }

  private static func commonPageSize(_ one: TraceReader, _ other: TraceReader) throws -> Int? {
    let sizes = try [one, other].map { reader in
      try reader.read { try Int.fetchOne($0, sql: "PRAGMA page_size") ?? 0 }
    }
    guard sizes[0] == sizes[1], (512...65_536).contains(sizes[0]) else { return nil }
    let hasLog = [one, other].contains { unsafe access("\($0.path)-wal", F_OK) == 0 }
    return hasLog ? nil : sizes[0]
  }

  /// - Returns: Whether the pages tell which events may differ.
  private mutating func compare(_ one: RawFile, _ other: RawFile) -> Bool {
    var (a, b) = (
      [UInt8](repeating: 0, count: Self.blockSize), [UInt8](repeating: 0, count: Self.blockSize)
    )
    var differing = 0
    var offset = 0
    while offset < one.size {
      let count = min(Self.blockSize, one.size - offset)
      guard one.read(count, at: offset, into: &a), other.read(count, at: offset, into: &b) else {
        return false
      }
      if !RawFile.areEqual(a, b, count) {
        for start in stride(from: 0, to: count, by: pageSize) {
          let page = start..<start + pageSize
          guard a[page] != b[page] else { continue }
          differing += 1
          guard differing <= Self.mostPages else { return false }
          if offset + start == 0 {
            // Behind the header, which counts changes, stands where each table begins.
            guard a[100..<pageSize] == b[100..<pageSize] else { return false }
          } else {
            guard take(a[page]), take(b[page]) else { return false }
          }
        }
      }
      offset += count
    }
    return true
  }

  /// Takes the keys of the rows on a page that differs.
  ///
  /// - Returns: Whether the page is one that leaves the others where they are.
  private mutating func take(_ page: ArraySlice<UInt8>) -> Bool {
    let base = page.startIndex
    switch page[base] {
    case 2, 10:
      // Indexes, and tables that have no row numbers.
      return true
    case 13:
      let cells = Int(page[base + 3]) << 8 | Int(page[base + 4])
      guard 8 + 2 * cells <= pageSize else { return false }
      for cell in 0..<cells {
        let place = base + 8 + 2 * cell
        let offset = Int(page[place]) << 8 | Int(page[place + 1])
        guard let key = Self.key(in: page, at: base + offset) else { return false }
        if key >> EventKey.sequenceBits == Int64(run) { found.insert(key) }
      }
      return true
    default:
      return false
    }
  }

  /// The number of the row in a cell: behind its length, both as SQLite's variable-length integers.
  private static func key(in page: ArraySlice<UInt8>, at start: Int) -> Int64? {
    var place = start
    guard variableLengthInteger(in: page, at: &place) != nil else { return nil }
    return variableLengthInteger(in: page, at: &place)
  }

  private static func variableLengthInteger(
    in page: ArraySlice<UInt8>, at place: inout Int
  ) -> Int64? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard page.indices.contains(place) else { return nil }
      let octet = page[place]
      place += 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(octet)) }
      value = value << 7 | UInt64(octet & 0x7F)
      if octet < 0x80 { return Int64(bitPattern: value) }
    }
    return nil
  }
}

/// A file that is read octet by octet, without SQLite.
private final class RawFile {
  let size: Int
  private let descriptor: CInt

  /// `nil` if it cannot be opened.
  init?(_ path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0 else { return nil }
    guard unsafe fstat(descriptor, &status) == 0 else {
      close(descriptor)
      return nil
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// - Returns: Whether all could be read.
  func read(_ count: Int, at offset: Int, into buffer: inout [UInt8]) -> Bool {
    var done = 0
    while done < count {
      let part = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress?.advanced(by: done), count - done, offset + done)
      }
      guard part > 0 else { return false }
      done += part
    }
    return true
  }

  static func areEqual(_ a: [UInt8], _ b: [UInt8], _ count: Int) -> Bool {
    unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return count == 0 }
        return unsafe memcmp(a, b, count) == 0
      }
    }
  }
}
