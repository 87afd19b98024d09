import GRDB
package import TraceModel

/// How many events of a kind happened at a host.
package struct EventCount: Equatable, Sendable {
  package var kind: EventKind
  package var host: HostIndex
  package var count: Int

  package init(kind: EventKind, host: HostIndex, count: Int) {
    self.kind = kind
    self.host = host
    self.count = count
  }
}

extension TraceReader {
  /// How many events of each kind happened at each host of a run, everyday traffic included.
  package func eventCounts(of run: Run.ID) throws -> [EventCount] {
    try rows(
      """
      SELECT kind, host, count(*) AS count FROM event
      WHERE id > ? AND id <= ? GROUP BY 1, 2 ORDER BY 1, 2
      """,
      [
        EventKey.key(run: run, sequence: 0),
        EventKey.key(run: run, sequence: EventKey.greatestSequence),
      ],
      place: { "the events of kind \($0["kind"] as DatabaseValue) of run \(run)" }
    ) { row in
      guard let kind = EventKind(rawValue: try row.integer("kind")) else { throw row.bad("kind") }
      return EventCount(
        kind: kind, host: HostIndex(rawValue: try row.integer("host")),
        count: try row.integer("count"))
    }
  }
}
