import TraceModel
import TraceStore

/// What the metrics of a run, or of one direction in it, are computed from.
struct MetricFacts: Sendable {
  var summary: RunSummary
  var tallies: [EventTally]
  /// The connections that the run has, by client and server; empty for a simulation.
  var connections: [Link: Int]
  /// The `fault` PDUs sent, by the client and the server of their calls; empty for a simulation.
  var faults: [Link: Int]
  /// The direction, or `nil` for the run as a whole.
  var link: Link?

  /// What the run did with the mail of the direction.
  var mail: LinkSummary? {
    guard let link, summary.run.header.source == .simulation else { return nil }
    return summary[link]
  }

  /// How often the sender recorded something about the recipient; in the run as a whole, any host.
  func count(
    _ kind: EventKind, _ direction: EventDirection? = nil,
    where isMeant: (EventTally) -> Bool = { _ in true }
  ) -> MetricValue {
    sum {
      $0.kind == kind && (direction == nil || $0.direction == direction)
        && isAtSender($0.host, $0.peer) && isMeant($0)
    }
  }

  /// How many associations between the two hosts one of them began to open; in the run as a whole,
  /// any hosts.
  func openings(_ reason: OpeningReason? = nil) -> MetricValue {
    sum {
      $0.kind == .associationOpening && (reason == nil || $0.code == reason?.rawValue)
        && (isAtSender($0.host, $0.peer) || isAtRecipient($0.host, $0.peer))
    }
  }

  /// The groups of the sender that the recipient filed under another address than their bind's.
  func misfilings() -> MetricValue {
    sum { $0.isMisfiled && isAtRecipient($0.host, $0.peer) }
  }

  /// How often each number came up in events of a kind at the sender.
  func codes(of kind: EventKind) -> [UInt32: Int] {
    var counts: [UInt32: Int] = [:]
    for tally in tallies where tally.kind == kind && isAtSender(tally.host, tally.peer) {
      if let code = tally.code { counts[code, default: 0] += tally.count }
    }
    return counts
  }

  /// The count of the direction, or of all.
  func count(in counts: [Link: Int]) -> MetricValue {
    .count(link.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +))
  }

  private func sum(_ isMeant: (EventTally) -> Bool) -> MetricValue {
    .count(tallies.reduce(0) { isMeant($1) ? $0 + $1.count : $0 })
  }

  private func isAtSender(_ host: HostIndex, _ peer: HostIndex?) -> Bool {
    link.map { host == $0.from && peer == $0.to } ?? true
  }

  private func isAtRecipient(_ host: HostIndex, _ peer: HostIndex?) -> Bool {
    link.map { host == $0.to && peer == $0.from } ?? true
  }
}
