import TraceModel

/// Finds for each delivery when its message was enqueued last for the same direction.
struct DeliveryMatch {
  private struct Entry {
    var direction: MailDirection
    var time: TraceInstant
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

  /// A message is enqueued.
  mutating func enqueue(_ message: MessageID, for direction: MailDirection, at time: TraceInstant) {
    if Int(message.rawValue) == inOrder.count + 1 {
      inOrder.append(Entry(direction: direction, time: time))
    } else {
      others[Key(message: message, direction: direction)] = time
    }
  }

  /// When a message that is delivered was enqueued; `nil` if the trace does not say it.
  func origin(of message: MessageID, for direction: MailDirection) -> TraceInstant? {
    if !others.isEmpty, let time = others[Key(message: message, direction: direction)] {
      return time
    }
    let place = Int(message.rawValue) - 1
    guard inOrder.indices.contains(place), inOrder[place].direction == direction else {
      return nil
    }
    return inOrder[place].time
  }
}
