package import TraceModel

/// The future event set: what is to happen, in the order of instant and then of scheduling.
///
/// A heap in which a key has up to four children, which stand side by side; events stand apart from
/// their keys and never move. It is the project's own because it takes half the time of
/// swift-collections' heap, which moves whole elements.
package struct EventQueue<Event> {
  /// What decides about the order, and where the event stands.
  private struct Key {
    var time: TraceInstant
    var order: UInt64
    var place: Int

    /// Compared as one number, since a processor guesses a branch wrong half of the time here.
    func precedes(_ other: Key) -> Bool { rank < other.rank }

    /// No event is scheduled before the start of the run.
    private var rank: UInt128 {
      UInt128(UInt64(bitPattern: time.nanoseconds)) << 64 | UInt128(order)
    }
  }

  private struct Entry {
    var event: Event
    var cause: EventSequence?
  }

  /// The heap, and behind it the keys of events that were taken off: their places are free.
  private var keys: [Key] = []
  private var entries: [Entry] = []
  private var scheduled: UInt64 = 0
  /// How many events wait.
  package private(set) var count = 0

  package init() {}

  /// Adds an event; `cause` is the recorded event that leads to it.
  /// - Complexity: O(log *n*).
  package mutating func schedule(_ event: Event, at time: TraceInstant, cause: EventSequence?) {
    let entry = Entry(event: event, cause: cause)
    var key = Key(time: time, order: scheduled, place: count)
    if count < keys.count {
      key.place = keys[count].place
      entries[key.place] = entry
    } else {
      keys.append(key)
      entries.append(entry)
    }
    count += 1
    scheduled += 1
    rise(key)
  }

  /// Takes the next event off, or `nil` if none waits.
  package mutating func popNext() -> (time: TraceInstant, event: Event, cause: EventSequence?)? {
    guard count > 0 else { return nil }
    let first = keys[0]
    count -= 1
    sink()
    let entry = entries[first.place]
    return (first.time, entry.event, entry.cause)
  }

  /// Moves the gap at the heap's end up to where a key belongs, and fills it.
  private mutating func rise(_ key: Key) {
    var gap = count - 1
    var keys = keys.mutableSpan
    while gap > 0 {
      let parent = (gap - 1) / 4
      guard key.precedes(keys[parent]) else { break }
      keys[gap] = keys[parent]
      gap = parent
    }
    keys[gap] = key
  }

  /// Moves the front of the heap behind its end, and the gap down to where the key belongs that
  /// stood there.
  private mutating func sink() {
    let count = count
    var keys = keys.mutableSpan
    let key = keys[count]
    keys[count] = keys[0]
    var gap = 0
    while true {
      let first = gap * 4 + 1
      guard first < count else { break }
      var least = first
      if first + 3 < count {
        // Two pairs at once, and then their winners.
        let a = keys[first + 1].precedes(keys[first]) ? first + 1 : first
        let b = keys[first + 3].precedes(keys[first + 2]) ? first + 3 : first + 2
        least = keys[b].precedes(keys[a]) ? b : a
      } else {
        for child in first + 1..<count where keys[child].precedes(keys[least]) { least = child }
      }
      guard keys[least].precedes(key) else { break }
      keys[gap] = keys[least]
      gap = least
    }
    keys[gap] = key
  }
}
