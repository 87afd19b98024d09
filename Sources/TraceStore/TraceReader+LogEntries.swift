import GRDB
package import TraceModel

extension TraceReader {
  /// What the MTAs of a run wrote into their event logs, with the event of each entry.
  package func logEntries(
    of run: Run.ID, first: EventSequence = EventSequence(rawValue: 1), last: EventSequence? = nil
  ) throws -> [(event: EventSequence, entry: EventLogEntry)] {
    let range = (max(first.rawValue, 1), min(last?.rawValue ?? .max, EventKey.greatestSequence))
    guard range.0 <= range.1 else { return [] }
    return try rows(
      "SELECT * FROM log_entry WHERE event BETWEEN ? AND ? ORDER BY event",
      [EventKey.key(run: run, sequence: range.0), EventKey.key(run: run, sequence: range.1)],
      place: { "an event-log entry (\($0["event"] as DatabaseValue)) of run \(run)" }
    ) { row in
      guard let type = EventLogEntry.EntryType(rawValue: try row.integer("type")) else {
        throw row.bad("type")
      }
      let entry = EventLogEntry(
        id: try row.integer("entry_id"), type: type, category: try row.text("category"),
        text: try row.text("text", atMost: TextLimit.entry))
      return (EventKey.sequence(of: try row.integer("event")), entry)
    }
  }

  /// The text behind one event, or `nil` if it has none.
  package func logEntry(at event: EventSequence, of run: Run.ID) throws -> EventLogEntry? {
    try logEntries(of: run, first: event, last: event).first?.entry
  }
}
