import TraceModel

/// Finds the stalls of one direction, event by event, as the view `stalls` defines them.
struct StallSearch {
  /// A stall, before it is known what else happened within it.
  struct Stall {
    /// The delivery or enqueueing that it begins with.
    var first: MailRow
    var end: TraceInstant
    /// The delivery or non-delivery that ends it; `nil` if the end of the run does.
    var last: MailRow?
    var peak: UInt32?
    var waiting: UInt32?

    /// Messages wait, or no longer.
    fileprivate mutating func wait(_ queue: UInt32?) {
      waiting = queue
      if let queue { peak = max(peak ?? 0, queue) }
    }
  }

  /// Longer than this nothing is delivered in a stall although messages wait.
  private static let patience = TraceDuration.seconds(60)

  private(set) var found: [Stall] = []
  /// What becomes a stall if nothing is delivered for so long.
  private var current: Stall?

  /// Takes the next event of the direction.
  mutating func take(_ row: MailRow) {
    guard row.isProgress else {
      current?.wait(row.queue)
      return
    }
    finish(at: row.time, by: row)
    current = Stall(first: row, end: row.time, peak: row.queue, waiting: row.queue)
  }

  /// Ends what is open with the run, or with the next progress.
  mutating func finish(at end: TraceInstant, by row: MailRow? = nil) {
    guard var stall = current, stall.first.queue ?? 0 > 0, end - stall.first.time > Self.patience
    else { return }
    stall.end = end
    stall.last = row
    found.append(stall)
  }
}

extension MailRow {
  /// Whether it is a delivery, begins a backlog or ends one by a non-delivery.
  fileprivate var isProgress: Bool {
    switch kind {
    case .messageDelivered: true
    case .messageEnqueued: queue == 1
    default: queue == 0
    }
  }
}
