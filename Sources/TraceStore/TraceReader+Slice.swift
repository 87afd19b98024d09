import GRDB
package import TraceModel

extension TraceReader {
  /// What a run holds of the one that it was cut out of, or `nil` for a whole run.
  func slice(of run: Run.ID) throws -> Run.Slice? {
    let hosts = try rows(
      "SELECT host FROM slice_host WHERE run = ? ORDER BY host LIMIT 65536", [run],
      place: { _ in "the hosts of the slice that is run \(run)" }
    ) { HostIndex(rawValue: try $0.integer("host")) }
    return try rows(
      "SELECT * FROM slice WHERE run = ?", [run],
      place: { _ in "the slice that is run \(run)" }
    ) { row in
      let start: Int64 = try row.integer("start_time", in: 0...Int64.max)
      let end: Int64 = try row.integer("end_time", in: start...Int64.max)
      let fingerprint: Int64 = try row.integer("whole_fingerprint")
      return Run.Slice(
        window: TraceInstant(nanoseconds: start)...TraceInstant(nanoseconds: end), hosts: hosts,
        wholeEventCount: Int(try row.integer("whole_events", in: 0...EventKey.greatestSequence)),
        wholeEnd: TraceInstant(nanoseconds: try row.integer("whole_end", in: 0...Int64.max)),
        wholeFingerprint: Fingerprint(value: UInt64(bitPattern: fingerprint)))
    }.first
  }

  /// What led to an event of a slice that does not hold that; `nil` where nothing was cut off.
  package func cutCause(of event: EventSequence, in run: Run.ID) throws -> EventSequence? {
    try rows(
      "SELECT cause FROM cut_cause WHERE event = ?",
      [EventKey.key(run: run, sequence: event.rawValue)],
      place: { _ in "the cause of event \(event.rawValue) of run \(run)" }
    ) { row in
      let cause = EventSequence(rawValue: try row.integer("cause", in: 1...Int64.max))
      guard cause < event else { throw row.bad("cause") }
      return cause
    }.first
  }

  /// An event of a slice as the whole run has it.
  package func whole(_ event: TraceEvent, of run: Run.ID) throws -> TraceEvent {
    guard event.cause == nil else { return event }
    var event = event
    event.cause = try cutCause(of: event.sequence, in: run)
    return event
  }

  /// The presentation contexts that a run's capture shows being proposed, in their order.
  package func proposedContexts(of run: Run.ID) throws -> [ProposedContext] {
    try rows(
      """
      SELECT * FROM presentation_context WHERE run = ?
      ORDER BY event, position
      """, [run],
      place: { "presentation context \($0["context_id"] as DatabaseValue) of run \(run)" }
    ) { row in
      ProposedContext(
        connection: RPCConnectionID(rawValue: try row.integer("connection")),
        event: EventSequence(rawValue: try row.integer("event", in: 1...Int64.max)),
        id: try row.integer("context_id"), interface: try row.text("interface"),
        version: try row.text("version"))
    }
  }
}
