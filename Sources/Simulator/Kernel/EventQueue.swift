internal import HeapModule
package import TraceModel

/// The future event set: what is to happen, in the order of instant and then of scheduling.
package struct EventQueue<Event> {
  private struct Entry: Comparable {
    let time: TraceInstant
    let order: UInt64
    let cause: EventSequence?
    let event: Event

    static func < (a: Self, b: Self) -> Bool {
      a.time == b.time ? a.order < b.order : a.time < b.time
    }
    static func == (a: Self, b: Self) -> Bool { a.order == b.order }
  }

  private var heap = Heap<Entry>()
  private var scheduled: UInt64 = 0

  package init() {}

  /// How many events wait.
  package var count: Int { heap.count }

  /// Adds an event; `cause` is the recorded event that leads to it.
  /// - Complexity: O(log *n*).
  package mutating func schedule(_ event: Event, at time: TraceInstant, cause: EventSequence?) {
    heap.insert(Entry(time: time, order: scheduled, cause: cause, event: event))
    scheduled += 1
  }

  /// Takes the next event off, or `nil` if none waits.
  package mutating func popNext() -> (time: TraceInstant, event: Event, cause: EventSequence?)? {
    heap.popMin().map { ($0.time, $0.event, $0.cause) }
  }
}
