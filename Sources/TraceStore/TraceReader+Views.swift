import GRDB
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
    try rows(
      """
      -- Joined first, the hosts would have the view computed for each pair of them.
      WITH i AS MATERIALIZED (SELECT * FROM incidents WHERE run = ?)
      SELECT i.*, f.position AS sender, t.position AS recipient FROM i
      JOIN host f ON f.run = i.run AND f.name = i.from_host
      JOIN host t ON t.run = i.run AND t.name = i.to_host
      ORDER BY f.position, t.position, i.first_sequence
      """, [run],
      place: { "the stall from event \($0["first_sequence"] as DatabaseValue) of run \(run)" }
    ) { row in
      guard let ending = IncidentRow.Ending(rawValue: try row.text("ending")) else {
        throw row.bad("ending")
      }
      return IncidentRow(
        sender: HostIndex(rawValue: try row.integer("sender")),
        recipient: HostIndex(rawValue: try row.integer("recipient")),
        start: TraceInstant(nanoseconds: try row.integer("start_time", in: 0...Int64.max)),
        end: TraceInstant(nanoseconds: try row.integer("end_time", in: 0...Int64.max)),
        ending: ending, peak: try row.integer("peak"), waiting: try row.integer("waiting"),
        naks: try row.integer("bind_naks"), callFailures: try row.integer("call_failures"),
        cancels: try row.integer("cancels"), logEntries: try row.integer("log_entries"),
        openings: try row.integer("openings"),
        firstEvent: EventSequence(rawValue: try row.integer("first_sequence")),
        lastEvent: try row.optionalInteger("last_sequence").map(EventSequence.init(rawValue:)))
    }
  }

  /// How much mail a run moved in each direction that had any, in the order of hosts.
  package func linkCounts(of run: Run.ID) throws -> [LinkCounts] {
    try rows(
      """
      WITH mail AS (
        SELECT * FROM mail_event
        WHERE id > ?1 AND id < ?2 AND sender IS NOT NULL AND recipient IS NOT NULL
      ),
      counts AS (
        SELECT sender, recipient, count(*) FILTER (WHERE kind = 1) AS enqueued,
          count(*) FILTER (WHERE kind = 2) AS delivered,
          count(*) FILTER (WHERE kind = 3) AS non_delivered, max(queue) AS peak
        FROM mail GROUP BY sender, recipient
      ),
      peaks AS (
        SELECT sender, recipient, min(m.time) AS peak_time
        FROM mail m JOIN counts c USING (sender, recipient)
        WHERE m.queue = c.peak GROUP BY sender, recipient
      )
      SELECT * FROM counts LEFT JOIN peaks USING (sender, recipient) ORDER BY sender, recipient
      """,
      [EventKey.key(run: run, sequence: 0), EventKey.key(run: run + 1, sequence: 0)],
      place: { _ in "the mail of run \(run)" }
    ) { row in
      LinkCounts(
        sender: HostIndex(rawValue: try row.integer("sender")),
        recipient: HostIndex(rawValue: try row.integer("recipient")),
        enqueued: try row.integer("enqueued"), delivered: try row.integer("delivered"),
        nonDelivered: try row.integer("non_delivered"),
        peak: try row.optionalInteger("peak") ?? 0,
        peakTime: TraceInstant(
          nanoseconds: try row.optionalInteger("peak_time", in: 0...Int64.max) ?? 0))
    }
  }

  /// How long the deliveries of a run took, for each direction that had any, in the order of hosts.
  package func deliveryTimes(of run: Run.ID) throws -> [DeliveryTimes] {
    var all: [DeliveryTimes] = []
    _ = try rows(
      """
      WITH d AS MATERIALIZED (
        SELECT run, from_host, to_host, delivery_time FROM deliveries
        WHERE run = ? AND delivery_time IS NOT NULL
      )
      SELECT f.position AS sender, t.position AS recipient, d.delivery_time FROM d
      JOIN host f ON f.run = d.run AND f.name = d.from_host
      JOIN host t ON t.run = d.run AND t.name = d.to_host
      ORDER BY f.position, t.position, d.delivery_time
      """, [run], place: { _ in "a delivery of run \(run)" }
    ) { row in
      let sender = HostIndex(rawValue: try row.integer("sender"))
      let recipient = HostIndex(rawValue: try row.integer("recipient"))
      if all.last?.sender != sender || all.last?.recipient != recipient {
        all.append(DeliveryTimes(sender: sender, recipient: recipient, times: []))
      }
      let time: Int64 = try row.integer("delivery_time", in: 0...Int64.max)
      all[all.count - 1].times.append(TraceDuration(nanoseconds: time))
    }
    return all
  }

  /// How long the deliveries of one direction took, the shortest first.
  package func deliveryTimes(
    of run: Run.ID, from sender: HostIndex, to recipient: HostIndex
  ) throws -> [TraceDuration] {
    try deliveryTimes(of: run).first { $0.sender == sender && $0.recipient == recipient }?.times
      ?? []
  }
}
