import TraceModel

/// Finds requests for the turn that were received and never granted, as KB Q166594 describes.
///
/// A request that was lost, or whose association was lost and not recovered, says nothing about
/// who believes to have the turn; nor does one on an association whose calls were cancelled, for
/// then the network or the other side is slow. What is left is counted if the association stood for
/// more than ``patience`` after the request.
struct TurnWatch {
  /// As long as a stall is at least.
  static let patience = TraceDuration.seconds(60)

  /// A request that was not granted.
  struct Request: Equatable {
    var link: Link
    var association: MTAAssociationID
    /// The first of the requests.
    var event: EventSequence
    var time: TraceInstant
    /// How often the sender asked.
    var count: Int
  }

  private struct Pending {
    var request: Request
    var waitsSince: TraceInstant
    var isReceived = false
    var isSuspended = false
  }

  static let kinds: [EventKind] = [
    .turnPlease, .turnGive, .associationLost, .associationRecovered, .associationClosed,
    .associationAborted, .coCancel, .hostStopped, .transferStarted, .transferResumed,
  ]

  private(set) var unanswered: [Request] = []
  private var pending: [Pending] = []
  /// Associations of which a call was cancelled, until mail or the turn moves on them again.
  private var slow: Set<MTAAssociationID> = []

  /// Takes the next event of the run, of the kinds above.
  mutating func take(_ event: TraceEvent) {
    if event.kind == .hostStopped {
      pending.removeAll { $0.request.link.from == event.host }
      return
    }
    guard let association = event.association, let peer = event.peer else { return }
    switch (event.kind, event.direction) {
    case (.turnPlease, .sent):
      if let place = place(of: association, askedBy: event.host) {
        pending[place].request.count += 1
      } else if !slow.contains(association) {
        let request = Request(
          link: Link(from: event.host, to: peer), association: association, event: event.sequence,
          time: event.time, count: 1)
        pending.append(Pending(request: request, waitsSince: event.time))
      }
    case (.turnPlease, .received):
      if let place = place(of: association, askedBy: peer) { pending[place].isReceived = true }
    case (.turnGive, .received):
      slow.remove(association)
      if let place = place(of: association, askedBy: event.host) { pending.remove(at: place) }
    case (.transferStarted, _), (.transferResumed, _):
      slow.remove(association)
      // Who transfers has the turn: a recovery may give it without RT-TURN-GIVE.
      if let place = place(of: association, askedBy: event.host) { pending.remove(at: place) }
    case (.coCancel, .sent):
      slow.insert(association)
      pending.removeAll { $0.request.association == association }
    case (.associationLost, _):
      if let place = place(of: association, askedBy: event.host) {
        pending[place].isSuspended = true
      }
    case (.associationRecovered, _):
      if let place = place(of: association, askedBy: event.host) {
        pending[place].isSuspended = false
        pending[place].waitsSince = event.time
      }
    case (.associationClosed, _), (.associationAborted, _):
      if let place = place(of: association, askedBy: event.host) {
        finish(pending.remove(at: place), at: event.time)
      }
    default: break
    }
  }

  /// The run is over.
  mutating func finish(at end: TraceInstant) {
    for request in pending { finish(request, at: end) }
    pending.removeAll()
  }

  private mutating func finish(_ pending: Pending, at time: TraceInstant) {
    guard pending.isReceived, !pending.isSuspended, time - pending.waitsSince > Self.patience else {
      return
    }
    unanswered.append(pending.request)
  }

  private func place(of association: MTAAssociationID, askedBy host: HostIndex) -> Int? {
    pending.firstIndex {
      $0.request.association == association && $0.request.link.from == host
    }
  }
}
