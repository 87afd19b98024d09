import Simulator
import TraceModel

/// Queues with one server each, simulated with the kernel's event queue and draws.
///
/// The event queue is the simulator's source, compiled here once more by a link: nothing else than
/// the module that a generic type is declared in makes it as fast for the type of its events.
struct KernelPart: MeasuredPart {
  private enum Happening {
    case arrival(queue: Int)
    case departure(queue: Int)
  }

  /// Spans that were drawn beforehand, or are drawn when they are needed.
  private struct Spans {
    var stream: RandomStream
    var mean: TraceDuration
    var drawn: [TraceDuration] = []
    var next = 0

    mutating func draw(_ count: Int) {
      drawn = (0..<count).map { _ in stream.exponential(mean: mean) }
    }

    mutating func span() -> TraceDuration {
      guard !drawn.isEmpty else { return stream.exponential(mean: mean) }
      defer { next += 1 }
      return drawn[next]
    }
  }

  private let messages: Int
  private var gaps = Spans(stream: RandomStream(seed: 1, .arrivals), mean: .seconds(1))
  private var services = Spans(stream: RandomStream(seed: 1, .latency), mean: .milliseconds(900))
  private var waiting: [Int]
  private var queue = EventQueue<Happening>()

  init(messages: Int, queues: Int, isDrawn: Bool) {
    self.messages = messages
    waiting = Array(repeating: 0, count: queues)
    guard isDrawn else { return }
    gaps.draw(messages)
    services.draw(messages)
  }

  mutating func run() -> Int {
    var (started, arrived, left) = (0, 0, 0)
    for place in 0..<min(waiting.count, messages) {
      started += 1
      queue.schedule(.arrival(queue: place), at: .start + gaps.span(), cause: nil)
    }
    while let next = queue.popNext() {
      switch next.event {
      case .arrival(let place):
        arrived += 1
        let cause = EventSequence(rawValue: Int64(arrived))
        waiting[place] += 1
        if waiting[place] == 1 { serve(place, at: next.time, cause: cause) }
        guard started < messages else { continue }
        started += 1
        queue.schedule(.arrival(queue: place), at: next.time + gaps.span(), cause: cause)
      case .departure(let place):
        left += 1
        waiting[place] -= 1
        guard waiting[place] > 0 else { continue }
        serve(place, at: next.time, cause: EventSequence(rawValue: Int64(left)))
      }
    }
    return arrived + left
  }

  private mutating func serve(_ place: Int, at time: TraceInstant, cause: EventSequence) {
    queue.schedule(.departure(queue: place), at: time + services.span(), cause: cause)
  }
}
