import TraceModel

/// What a backlog needs to know of an event that changes it.
struct MailRow: Equatable {
  var sequence: EventSequence
  var time: TraceInstant
  /// `message_enqueued`, `message_delivered` or `message_non_delivered`.
  var kind: EventKind
  var sender: HostIndex
  var recipient: HostIndex
  var association: MTAAssociationID?
  var message: MessageID?
  /// The messages that wait, after it.
  var queue: UInt32?
}

/// A direction of mail.
struct MailDirection: Hashable, Comparable {
  var sender: HostIndex
  var recipient: HostIndex

  static func < (a: Self, b: Self) -> Bool {
    (a.sender, a.recipient) < (b.sender, b.recipient)
  }
}
