import TraceModel
import TraceStore

/// How far the mail of a slice reaches beyond its stretch of time, so that what a trace says of
/// waiting messages stays true.
///
/// At the start it reaches back to the oldest message that still waits, and to the last delivery
/// since which the others wait: without these a backlog would begin out of nothing, and a stall
/// where none was. At the end it reaches on until everything that is under way has arrived or is
/// given up, and until no stall is open: one that ended would look as if it never had.
struct SliceMail {
  /// For how long nothing is delivered in a stall, as the view `stalls` has it.
  private static let stall = TraceDuration(nanoseconds: 60_000_000_000)

  /// For how long something may be under way: no call waits longer than two minutes and the time in
  /// which a cancel may be answered, and a diagram calls lost what has not arrived after three.
  private static let underWay = TraceDuration(nanoseconds: 210_000_000_000)

  /// The first event of each direction in which messages wait at the start of the stretch.
  private(set) var starts: [Link: EventSequence] = [:]
  /// When nothing is under way any more that was at the end of the stretch, and no stall open.
  private(set) var end: TraceInstant
  private var waiting: [Link: [MessageID: EventSequence]] = [:]
  private var progress: [Link: Progress] = [:]

  /// The last event of a direction before which something was delivered or nothing waited.
  private struct Progress {
    var event: EventSequence
    var time: TraceInstant
    var queue: UInt32
  }

  /// Reads the mail of a run up to where it matters.
  init(of run: Run, for slice: Run.Slice, in reader: TraceReader) throws {
    end = max(slice.window.upperBound, min(slice.window.upperBound + Self.underWay, run.end))
    let kinds: [EventKind] = [.messageEnqueued, .messageDelivered, .messageNonDelivered]
    let cursor = try reader.events(of: run.id, EventFilter(kinds: kinds))
    var hasBegun = false
    while let event = try cursor.nextEvent() {
      if !hasBegun, event.time >= slice.window.lowerBound {
        hasBegun = true
        begin()
      }
      if event.time > end, !isStallOpen { return }
      guard slice.concerns(event), let link = Link(ofMail: event) else { continue }
      take(event, on: link)
    }
    if !hasBegun { begin() }
    if isStallOpen { end = max(end, run.end) }
  }

  /// Sets what the slice has to hold of the mail before its stretch of time.
  private mutating func begin() {
    for (link, messages) in waiting {
      if let oldest = messages.values.min() { starts[link] = oldest }
    }
    for (link, last) in progress where last.queue > 0 {
      starts[link] = min(starts[link] ?? last.event, last.event)
    }
  }

  private mutating func take(_ event: TraceEvent, on link: Link) {
    if let message = event.message {
      waiting[link, default: [:]][message] = event.kind == .messageEnqueued ? event.sequence : nil
    }
    guard let queue = event.queue else { return }
    let isProgress =
      switch event.kind {
      case .messageEnqueued: queue == 1
      case .messageNonDelivered: queue == 0
      default: true
      }
    guard isProgress else { return }
    if event.time > end, let last = progress[link], last.time <= end, last.queue > 0,
      event.time - last.time > Self.stall
    {
      end = event.time
    }
    progress[link] = Progress(event: event.sequence, time: event.time, queue: queue)
  }

  /// Whether what comes may still show that a direction stalls at the end.
  private var isStallOpen: Bool {
    progress.values.contains { $0.time <= end && $0.queue > 0 }
  }
}

extension Link {
  /// The direction of a message that was enqueued, delivered or given up; `nil` for other events.
  init?(ofMail event: TraceEvent) {
    guard let peer = event.peer else { return nil }
    switch event.kind {
    case .messageEnqueued, .messageNonDelivered: self.init(from: event.host, to: peer)
    case .messageDelivered: self.init(from: peer, to: event.host)
    default: return nil
    }
  }
}
