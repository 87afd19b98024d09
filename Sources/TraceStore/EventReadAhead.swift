import Dispatch
import Synchronization
package import TraceModel

/// The events of a whole run in their order, a page of which is read by a thread of its own while
/// the page before is used.
package final class EventReadAhead {
  private let pages: Pages
  private var page: ArraySlice<TraceEvent> = []
  private var isAtEnd = false

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - path: The trace file, which is opened once more.
  ///   - run: The run, which is not looked for before.
  /// - Throws: ``TraceStoreError`` if the file cannot be opened.
  package init(of path: String, run: Run.ID) throws {
    pages = Pages(try TraceReader(path).events(of: run))
    pages.order()
  }

  deinit { pages.finish() }

  /// The next event, or `nil` after the last.
  ///
  /// - Throws: ``TraceStoreError``, with the row, if the event is none that a recorder writes.
  package func nextEvent() throws -> TraceEvent? {
    if page.isEmpty, !isAtEnd {
      page = try pages.next()[...]
      isAtEnd = page.isEmpty
      if !isAtEnd { pages.order() }
    }
    return page.popFirst()
  }
}

/// The pages of a cursor, of which one may be under way.
private final class Pages: Sendable {
  private let cursor: Mutex<EventCursor>
  private let ready = Mutex<Result<[TraceEvent], any Error>?>(nil)
  private let queue = DispatchQueue(label: "reading ahead")

  init(_ cursor: sending EventCursor) { self.cursor = Mutex(cursor) }

  /// Begins to read the next page.
  func order() {
    queue.async { [self] in
      let page = cursor.withLock { cursor in Result { try cursor.nextPage() } }
      ready.withLock { $0 = page }
    }
  }

  /// The page that was ordered; none behind the last.
  func next() throws -> [TraceEvent] {
    finish()
    return try ready.withLock { $0.take() }?.get() ?? []
  }

  func finish() { queue.sync {} }
}
