import Simulator
import Testing
import TraceModel

struct EventQueueTests {
  @Test func `events run by instant and then in the order they were scheduled`() {
    var queue = EventQueue<String>()
    queue.schedule("late", at: TraceInstant(nanoseconds: 2), cause: nil)
    queue.schedule("first", at: TraceInstant(nanoseconds: 1), cause: nil)
    queue.schedule("second", at: TraceInstant(nanoseconds: 1), cause: nil)
    queue.schedule("third", at: TraceInstant(nanoseconds: 1), cause: nil)
    var order: [String] = []
    while let next = queue.popNext() { order.append(next.event) }
    #expect(order == ["first", "second", "third", "late"])
  }

  @Test func `an event keeps the cause it was scheduled with`() {
    var queue = EventQueue<Int>()
    queue.schedule(1, at: .start, cause: EventSequence(rawValue: 41))
    let next = queue.popNext()
    #expect(next?.cause == EventSequence(rawValue: 41))
    #expect(queue.count == 0)
  }
}
