import TraceModel

/// Finds for each delivery when its message was enqueued last for the same direction.
struct DeliveryMatch {
  private struct Entry {
    var time: TraceInstant
    var direction: MailDirection
    /// Whether its message has not been delivered or given up yet.
    var isWaiting = true
  }

  private struct Key: Hashable {
    var message: MessageID
    var direction: MailDirection
  }

  /// What was enqueued in the order of its numbers, from 1: all mail of most runs, in 16 octets a
  /// message.
  private var inOrder: [Entry] = []
  /// Whatever else was enqueued, and later than that.
  private var others: [Key: TraceInstant] = [:]
  /// Whether every message was enqueued once, in the order of numbers, and then delivered or given
  /// up once at most.
  private(set) var isPlain = true

  /// Something happened to a message that is not known.
  mutating func missOne() { isPlain = false }

  /// A message is enqueued.
  mutating func enqueue(_ message: MessageID, for direction: MailDirection, at time: TraceInstant) {
    if Int(message.rawValue) == inOrder.count + 1 {
      inOrder.append(Entry(time: time, direction: direction))
    } else {
      isPlain = false
      others[Key(message: message, direction: direction)] = time
    }
  }

  /// A message is delivered: when it was enqueued; `nil` if the trace does not say it.
  mutating func deliver(_ message: MessageID, for direction: MailDirection) -> TraceInstant? {
    let place = end(message, for: direction)
    if !others.isEmpty, let time = others[Key(message: message, direction: direction)] {
      return time
    }
    return place.map { inOrder[$0].time }
  }

  /// A message is given up.
  mutating func giveUp(_ message: MessageID, for direction: MailDirection) {
    _ = end(message, for: direction)
  }

  /// A message waits no longer; its place among those in order, if it has one.
  private mutating func end(_ message: MessageID, for direction: MailDirection) -> Int? {
    let place = Int(message.rawValue) - 1
    guard inOrder.indices.contains(place), inOrder[place].direction == direction else {
      isPlain = false
      return nil
    }
    if !inOrder[place].isWaiting { isPlain = false }
    inOrder[place].isWaiting = false
    return place
  }
}
