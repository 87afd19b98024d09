import GRDB
package import TraceModel

/// How often one thing happened at a host about the same other host.
package struct EventTally: Equatable, Sendable {
  package var kind: EventKind
  package var direction: EventDirection?
  package var host: HostIndex
  package var peer: HostIndex?
  package var code: UInt32?
  /// Whether a group was filed under another address than the one its bind came in on.
  package var isMisfiled: Bool
  package var count: Int
}

extension TraceReader {
  /// How often each thing happened in a run that is not everyday traffic: binds and their answers,
  /// cancels, and what happens to groups, calls, associations and the event log.
  package func tallies(of run: Run.ID) throws -> [EventTally] {
    try rows(
      """
      SELECT
        e.kind, e.direction, e.host, e.peer, e.code,
        e.kind = 60 AND coalesce(e.code <> n.server_address, 0) AS misfiled, count(*) AS count
      FROM rare_event e
        LEFT JOIN connection n ON e.kind = 60 AND n.run = e.run AND n.id = e.connection
      WHERE e.id > ? AND e.id < ?
      GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
      """,
      [
        EventKey.key(run: run, sequence: 0),
        EventKey.key(run: run, sequence: EventKey.greatestSequence),
      ],
      place: { "the events of kind \($0["kind"] as DatabaseValue) of run \(run)" }
    ) { row in
      guard let kind = EventKind(rawValue: try row.integer("kind")) else { throw row.bad("kind") }
      let direction = try row.optionalInteger("direction").map { (number: UInt8) in
        guard let direction = EventDirection(rawValue: number) else { throw row.bad("direction") }
        return direction
      }
      return EventTally(
        kind: kind, direction: direction, host: HostIndex(rawValue: try row.integer("host")),
        peer: try row.optionalInteger("peer").map { HostIndex(rawValue: $0) },
        code: try row.optionalInteger("code"), isMisfiled: try row.integer("misfiled") == 1,
        count: try row.integer("count"))
    }
  }
}
