import TraceModel

/// What an event says about how much mail of a direction waits.
struct BacklogChange {
  var sender: HostIndex
  var recipient: HostIndex
  /// The messages that wait after the event.
  var value: UInt32

  /// `nil` for an event that says nothing about it: most are not about mail.
  init?(_ event: TraceEvent) {
    guard let queue = event.queue, let peer = event.peer else { return nil }
    switch event.kind {
    case .messageEnqueued, .messageNonDelivered: (sender, recipient) = (event.host, peer)
    case .messageDelivered: (sender, recipient) = (peer, event.host)
    default: return nil
    }
    value = queue
  }
}
