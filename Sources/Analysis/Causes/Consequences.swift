package import TraceModel
import TraceStore

/// What an event led to: every later event whose chain of causes passes it.
package struct Consequences: Sendable {
  /// An event among those kept, with the places of what it led to at once.
  package struct Node: Sendable {
    package var event: TraceEvent
    /// Places in ``Consequences/nodes``, in the order of events.
    package var children: [Int] = []
  }

  /// The event itself, and behind it the first of what it led to, in the order of events.
  package private(set) var nodes: [Node]
  /// How many events it led to in all.
  package private(set) var count = 0
  /// How many of each kind, in the order of kinds.
  package private(set) var kinds: [(kind: EventKind, count: Int)] = []
  /// When the last of them happened; `nil` if there is none.
  package private(set) var end: TraceInstant?

  /// Reads all events behind one once; memory grows by a bit for each and by what is kept.
  ///
  /// - Parameters:
  ///   - limit: How many events to keep beside the first.
  ///   - progress: Called now and then with the events read so far.
  /// - Throws: `TraceStoreError`.
  package init(
    of event: TraceEvent, in run: StoredRun, keeping limit: Int,
    progress: (Int64) -> Void = { _ in }
  ) throws {
    nodes = [Node(event: event)]
    var places = [event.sequence: 0]
    var reached = EventSet(from: event.sequence)
    reached.insert(event.sequence)
    var counts: [UInt8: Int] = [:]
    let later = EventFilter(first: EventSequence(rawValue: event.sequence.rawValue + 1))
    try run.reader.forEachEvent(of: run.run.id, later) { next in
      if next.sequence.rawValue & 0xFFFF == 0 { progress(next.sequence.rawValue) }
      guard let cause = next.cause, reached.contains(cause) else { return }
      reached.insert(next.sequence)
      count += 1
      counts[next.kind.rawValue, default: 0] += 1
      end = next.time
      guard nodes.count <= limit, let parent = places[cause] else { return }
      places[next.sequence] = nodes.count
      nodes[parent].children.append(nodes.count)
      nodes.append(Node(event: next))
    }
    kinds = EventKind.allCases.compactMap { kind in
      counts[kind.rawValue].map { (kind, $0) }
    }
  }
}

/// A set of events from one on: a bit for each.
private struct EventSet {
  private let first: Int64
  private var words: [UInt64] = []

  init(from first: EventSequence) { self.first = first.rawValue }

  func contains(_ event: EventSequence) -> Bool {
    let place = event.rawValue - first
    guard place >= 0, Int(place >> 6) < words.count else { return false }
    return words[Int(place >> 6)] & 1 << UInt64(place & 63) != 0
  }

  mutating func insert(_ event: EventSequence) {
    let place = event.rawValue - first
    while words.count <= Int(place >> 6) { words.append(0) }
    words[Int(place >> 6)] |= 1 << UInt64(place & 63)
  }
}
