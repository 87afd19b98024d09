import TraceModel

/// What a run did with its mail, from one reading of the events that change a backlog.
///
/// It says what the views `deliveries`, `stalls` and `incidents` say. SQL would look every message
/// up by itself and sort all of them: that takes 15 times as long.
struct RunMail {
  /// What is known of one direction.
  fileprivate struct Direction {
    var counts: LinkCounts
    /// `nil` before the first event that tells of a queue.
    var peak: UInt32?
    var times: [TraceDuration] = []
    var stalls = StallSearch()
  }

  private var directions: [MailDirection: Int] = [:]
  private var known: [Direction] = []
  private var match = DeliveryMatch()
  /// The first delivery that seems to come before its message was enqueued.
  private(set) var impossible: EventSequence?

  /// Takes the next event.
  mutating func take(_ row: MailRow) {
    let direction = MailDirection(sender: row.sender, recipient: row.recipient)
    let index = place(of: direction)
    known[index].take(row)
    guard let message = row.message else { return }
    switch row.kind {
    case .messageEnqueued: match.enqueue(message, for: direction, at: row.time)
    case .messageDelivered:
      guard let origin = match.origin(of: message, for: direction) else { return }
      if row.time < origin { impossible = impossible ?? row.sequence }
      known[index].times.append(row.time - origin)
    default: break
    }
  }

  /// The run is over.
  ///
  /// - Parameter end: When it ended; `nil` if the file does not say it.
  mutating func finish(at end: TraceInstant?) {
    match = DeliveryMatch()
    known.sort { $0.direction < $1.direction }
    for index in known.indices {
      known[index].times.sort()
      if let end { known[index].stalls.finish(at: end) }
    }
    directions = [:]
  }

  /// In the order of hosts.
  var counts: [LinkCounts] { known.map(\.counts) }

  /// In the order of hosts.
  var times: [DeliveryTimes] {
    known.filter { !$0.times.isEmpty }.map {
      DeliveryTimes(
        sender: $0.direction.sender, recipient: $0.direction.recipient, times: $0.times)
    }
  }

  /// In the order of directions and time.
  var stalls: [StallSearch.Stall] { known.flatMap(\.stalls.found) }

  private mutating func place(of direction: MailDirection) -> Int {
    if let index = directions[direction] { return index }
    directions[direction] = known.count
    known.append(
      Direction(
        counts: LinkCounts(
          sender: direction.sender, recipient: direction.recipient, enqueued: 0, delivered: 0,
          nonDelivered: 0, peak: 0, peakTime: .start)))
    return known.count - 1
  }
}

extension RunMail.Direction {
  fileprivate var direction: MailDirection {
    MailDirection(sender: counts.sender, recipient: counts.recipient)
  }

  fileprivate mutating func take(_ row: MailRow) {
    stalls.take(row)
    switch row.kind {
    case .messageEnqueued: counts.enqueued += 1
    case .messageDelivered: counts.delivered += 1
    default: counts.nonDelivered += 1
    }
    guard let queue = row.queue, peak.map({ queue > $0 }) ?? true else { return }
    peak = queue
    (counts.peak, counts.peakTime) = (queue, row.time)
  }
}
