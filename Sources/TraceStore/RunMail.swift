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
    /// When messages were delivered.
    var arrivals: [TraceInstant] = []
    /// How long those took of which the trace says when they were enqueued, in nanoseconds.
    var spans: [Int64] = []
    var stalls = StallSearch()
  }

  private var directions: [UInt32: Int] = [:]
  /// The direction of the last event, and its place.
  private var last: (number: UInt32, place: Int)?
  private var known: [Direction] = []
  private var match = DeliveryMatch()
  /// Whether every message was enqueued once and then delivered or given up once at most, as far
  /// as the run tells.
  private(set) var isPlain = true
  /// The first delivery that seems to come before its message was enqueued.
  private(set) var impossible: EventSequence?

  /// Takes the next event.
  mutating func take(_ row: MailRow) {
    let direction = MailDirection(sender: row.sender, recipient: row.recipient)
    let index = place(of: direction)
    known[index].take(row)
    guard let message = row.message else { return match.missOne() }
    switch row.kind {
    case .messageEnqueued: match.enqueue(message, for: direction, at: row.time)
    case .messageDelivered:
      guard let origin = match.deliver(message, for: direction) else { return }
      if row.time < origin { impossible = impossible ?? row.sequence }
      known[index].spans.append((row.time - origin).nanoseconds)
    default: match.giveUp(message, for: direction)
    }
  }

  /// The next event names only one host.
  mutating func missOne() { match.missOne() }

  /// The run is over.
  ///
  /// - Parameter end: When it ended; `nil` if the file does not say it.
  mutating func finish(at end: TraceInstant?) {
    isPlain = match.isPlain
    match = DeliveryMatch()
    known.sort { $0.direction < $1.direction }
    if let end {
      for index in known.indices { known[index].stalls.finish(at: end) }
    }
    directions = [:]
    last = nil
  }

  /// In the order of hosts.
  var counts: [LinkCounts] { known.map(\.counts) }

  /// In the order of hosts.
  var times: [DeliveryTimes] {
    known.filter { !$0.spans.isEmpty }.map {
      DeliveryTimes(
        sender: $0.direction.sender, recipient: $0.direction.recipient,
        times: $0.spans.sorted().map { TraceDuration(nanoseconds: $0) })
    }
  }

  /// When messages of a direction were delivered, in the order of time.
  func arrivals(of direction: MailDirection) -> [TraceInstant] {
    known.first { $0.direction == direction }?.arrivals ?? []
  }

  /// How long each of these took, in nanoseconds; `nil` if that is not plain.
  func spans(of direction: MailDirection) -> [Int64]? {
    isPlain ? known.first { $0.direction == direction }?.spans ?? [] : nil
  }

  /// In the order of directions and time.
  var stalls: [StallSearch.Stall] { known.flatMap(\.stalls.found) }

  private mutating func place(of direction: MailDirection) -> Int {
    let number = UInt32(direction.sender.rawValue) << 16 | UInt32(direction.recipient.rawValue)
    if let last, last.number == number { return last.place }
    let place = directions[number] ?? known.count
    last = (number, place)
    guard place == known.count else { return place }
    directions[number] = place
    known.append(
      Direction(
        counts: LinkCounts(
          sender: direction.sender, recipient: direction.recipient, enqueued: 0, delivered: 0,
          nonDelivered: 0, peak: 0, peakTime: .start)))
    return place
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
    case .messageDelivered:
      counts.delivered += 1
      arrivals.append(row.time)
    default: counts.nonDelivered += 1
    }
    guard let queue = row.queue, peak.map({ queue > $0 }) ?? true else { return }
    peak = queue
    (counts.peak, counts.peakTime) = (queue, row.time)
  }
}
