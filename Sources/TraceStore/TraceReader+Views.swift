package import TraceModel

/// A row of the view `incidents`: a stall, and what happened within it.
package struct IncidentRow: Equatable, Sendable {
  /// What ended a stall.
  package enum Ending: String, CaseIterable, Sendable {
    /// The first delivery over an association that was opened because of the threshold.
    case rescue
    /// The end of the trace, or the end of an association.
    case strand
    /// Anything else.
    case other
  }

  package var sender: HostIndex
  package var recipient: HostIndex
  package var start: TraceInstant
  package var end: TraceInstant
  package var ending: Ending
  /// The largest backlog within it.
  package var peak: UInt32
  /// The backlog just before it ended.
  package var waiting: UInt32
  /// The `bind_nak` PDUs that the sender received.
  package var naks: Int
  /// The sender's calls that failed with 1727.
  package var callFailures: Int
  /// The `co_cancel` PDUs that the sender sent.
  package var cancels: Int
  /// What the sender wrote into its event log about the recipient.
  package var logEntries: Int
  /// The openings of associations between the two.
  package var openings: Int
  /// The delivery or enqueueing that it begins with.
  package var firstEvent: EventSequence
  /// The delivery or non-delivery that ends it; `nil` if the end of the run does.
  package var lastEvent: EventSequence?
}

/// How much mail a run moved in one direction.
package struct LinkCounts: Equatable, Sendable {
  package var sender: HostIndex
  package var recipient: HostIndex
  package var enqueued: Int
  package var delivered: Int
  package var nonDelivered: Int
  /// The largest backlog.
  package var peak: UInt32
  /// When the backlog first was that large.
  package var peakTime: TraceInstant
}

/// How long the deliveries of one direction took.
package struct DeliveryTimes: Equatable, Sendable {
  package var sender: HostIndex
  package var recipient: HostIndex
  /// From enqueueing to delivery, the shortest first.
  package var times: [TraceDuration]
}

extension TraceReader {
  /// The stalls of a run with what happened within them, in the order of directions and time.
  package func incidents(of run: Run.ID) throws -> [IncidentRow] {
    let hosts = try hostCount(of: run)
    let stalls = try mail(of: run).stalls.filter {
      Int($0.first.sender.rawValue) < hosts && Int($0.first.recipient.rawValue) < hosts
    }
    return try IncidentSearch(stalls, in: self, run: run).rows
  }

  /// How much mail a run moved in each direction that had any, in the order of hosts.
  package func linkCounts(of run: Run.ID) throws -> [LinkCounts] { try mail(of: run).counts }

  /// How long the deliveries of a run took, for each direction that had any, in the order of hosts.
  package func deliveryTimes(of run: Run.ID) throws -> [DeliveryTimes] {
    let (mail, hosts) = (try mail(of: run), try hostCount(of: run))
    if let impossible = mail.impossible {
      throw TraceStoreError(
        .badData("A message is delivered before it was enqueued"), path: path,
        row: "event \(impossible.rawValue) of run \(run)")
    }
    return mail.times.filter {
      Int($0.sender.rawValue) < hosts && Int($0.recipient.rawValue) < hosts
    }
  }

  /// How long the deliveries of one direction took, the shortest first.
  package func deliveryTimes(
    of run: Run.ID, from sender: HostIndex, to recipient: HostIndex
  ) throws -> [TraceDuration] {
    try deliveryTimes(of: run).first { $0.sender == sender && $0.recipient == recipient }?.times
      ?? []
  }

  /// When the messages of one direction were delivered, in the order of time.
  package func arrivals(
    of run: Run.ID, from sender: HostIndex, to recipient: HostIndex
  ) throws -> [TraceInstant] {
    try mail(of: run).arrivals(of: MailDirection(sender: sender, recipient: recipient))
  }

  /// How long each of the ``arrivals(of:from:to:)`` took, in nanoseconds.
  ///
  /// - Returns: `nil` unless each message of the run was enqueued once, in the order of numbers,
  ///   and then delivered or given up once at most: what others took is a matter of definition.
  package func spans(
    of run: Run.ID, from sender: HostIndex, to recipient: HostIndex
  ) throws -> [Int64]? {
    try mail(of: run).spans(of: MailDirection(sender: sender, recipient: recipient))
  }
}
