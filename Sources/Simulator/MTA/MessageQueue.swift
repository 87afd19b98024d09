import TraceModel

/// A message that waits at its sender.
struct QueuedMessage: Equatable {
  var id: MessageID
  var priority: MessagePriority
  /// Octets to transfer, at least 1.
  var octets: Int
  /// When it was enqueued.
  var enqueued = TraceInstant.start
  /// When the first transfer began that sent some of it; `nil` before.
  var firstSent: TraceInstant?
}

/// The priorities of X.411; raw values are its protocol numbers.
enum MessagePriority: UInt32 {
  case normal = 0
  case nonUrgent = 1
  case urgent = 2
}

/// The messages that wait for one peer, first in, first out within a priority.
struct MessageQueue {
  /// A queue whose front moves along an array, so that neither end costs more than a step.
  private struct Lane {
    private var messages: [QueuedMessage] = []
    private var front = 0

    var count: Int { messages.count - front }
    var first: QueuedMessage? { front < messages.count ? messages[front] : nil }

    mutating func append(_ message: QueuedMessage) { messages.append(message) }

    mutating func popFirst() -> QueuedMessage? {
      guard front < messages.count else { return nil }
      let message = messages[front]
      front += 1
      if front == messages.count {
        messages.removeAll(keepingCapacity: true)
        front = 0
      } else if front > 1024, front > messages.count / 2 {
        messages.removeFirst(front)
        front = 0
      }
      return message
    }

    /// Puts a message where it was: before those that came after it.
    mutating func putBack(_ message: QueuedMessage) {
      var place = front
      while place < messages.count, messages[place].id < message.id { place += 1 }
      if place == front, front > 0 {
        front -= 1
        messages[front] = message
      } else {
        messages.insert(message, at: place)
      }
    }
  }

  private var urgent = Lane()
  private var normal = Lane()
  private var nonUrgent = Lane()

  var count: Int { urgent.count + normal.count + nonUrgent.count }
  var urgentCount: Int { urgent.count }
  /// Normal and non-urgent messages.
  var ordinaryCount: Int { normal.count + nonUrgent.count }

  mutating func append(_ message: QueuedMessage) {
    switch message.priority {
    case .urgent: urgent.append(message)
    case .normal: normal.append(message)
    case .nonUrgent: nonUrgent.append(message)
    }
  }

  /// Returns a message whose transfer failed to its place among those of its priority.
  mutating func putBack(_ message: QueuedMessage) {
    switch message.priority {
    case .urgent: urgent.putBack(message)
    case .normal: normal.putBack(message)
    case .nonUrgent: nonUrgent.putBack(message)
    }
  }

  /// Takes over another queue's messages, each in its place.
  mutating func putBack(all other: MessageQueue) {
    var other = other
    while let message = other.popFirst() { putBack(message) }
  }

  /// Takes any message, within a priority the oldest first.
  mutating func popFirst() -> QueuedMessage? {
    urgent.popFirst() ?? normal.popFirst() ?? nonUrgent.popFirst()
  }

  /// Takes a message that has waited for longer than its priority allows.
  mutating func popExpired(at now: TraceInstant, _ expiry: (MessagePriority) -> TraceDuration)
    -> QueuedMessage?
  {
    if let first = urgent.first, first.enqueued + expiry(.urgent) <= now {
      return urgent.popFirst()
    }
    if let first = normal.first, first.enqueued + expiry(.normal) <= now {
      return normal.popFirst()
    }
    if let first = nonUrgent.first, first.enqueued + expiry(.nonUrgent) <= now {
      return nonUrgent.popFirst()
    }
    return nil
  }

  /// When the next message will have waited for too long; `nil` if none waits.
  func nextExpiry(_ expiry: (MessagePriority) -> TraceDuration) -> TraceInstant? {
    var next: TraceInstant?
    for first in [urgent.first, normal.first, nonUrgent.first] {
      guard let first else { continue }
      let end = first.enqueued + expiry(first.priority)
      next = next.map { min($0, end) } ?? end
    }
    return next
  }

  /// Whether an association of this class may take a message.
  func hasMail(forUrgentAssociation isUrgent: Bool) -> Bool {
    isUrgent ? urgent.count > 0 : count > 0
  }

  /// The next message for an association of this class.
  ///
  /// An urgent association takes urgent messages only (KB Q215472); a normal one takes them when it
  /// has nothing else.
  mutating func popNext(forUrgentAssociation isUrgent: Bool) -> QueuedMessage? {
    isUrgent
      ? urgent.popFirst() : normal.popFirst() ?? nonUrgent.popFirst() ?? urgent.popFirst()
  }
}
