/// Windows event logs that were laid on runs.
extension ColumnDocumentation {
  private static let logNumber = column(
    "log", "", "the log's number in the file, from 1", .positive)
  private static let line = column(
    "line", "", "the line of its file that it begins on, from 1", .positive)
  private static let clock = column(
    "clock", "", "nanoseconds since 1970 by the log's clock: when the run began",
    Int64.min...Int64.max)
  private static let file = "the name of the file without its folder"

  static let importedLogs = View(
    name: "imported_logs", meaning: "One row for each Windows event log that was laid on a run.",
    columns: [
      run, logNumber, column("file", "", file), column("form", "", "event_viewer or wevtutil"),
      clock,
      column("entries", "", "what it says of the MTA's RPC within the time of the run", .natural),
      column("other_events", "", "its entries of other sources and event ids", .natural),
      column("outside_run", "", "its entries from before or after the run", .natural),
      column("unread", "", "what of the file could not be read", .natural),
    ])

  static let importedEntries = View(
    name: "imported_entries",
    meaning: "One row for each entry of an event log that was laid on a run.",
    columns: [
      run, logNumber, line, time, seconds,
      column("event_id", "", "the event id: 9316, 57, …", .words32),
      column("type", "", "information, warning or error"),
      column("category", "", "as Event Viewer shows it"),
      column("computer", "", "the machine that wrote it; NULL if the file does not say"),
      column("text", "", "the description"),
    ])

  static let importedLog = View(
    name: "imported_log", meaning: "One row for each Windows event log that was laid on a run.",
    columns: [
      column("id", "", "in the order of import", .positive), run, column("name", "", file),
      column("form", "", "event_viewer or wevtutil"), clock,
    ])

  static let importedEntry = View(
    name: "imported_entry", meaning: "One row for each entry of such a log.",
    columns: [
      logNumber, line, time, column("entry_id", "", "the event id: 9316, 57, …", .words32),
      column("type", "", "1 information, 2 warning, 3 error", 1...3),
      column("category", "", "as Event Viewer shows it"),
      column("computer", "", "the machine that wrote it; NULL if the file does not say"),
      column("text", "", "the description"),
    ])

  static let importedRest = View(
    name: "imported_rest",
    meaning: "One row for each kind of what is no entry of the run, and each line not read.",
    columns: [
      logNumber, column("position", "", "its place in the list, from 0", .natural),
      column(
        "reason", "",
        "other_event, outside_run, unread_date, unread_id, unread_fields or long_text"),
      line, column("count", "", "how many there are", .positive),
      column("source", "", "who wrote them; NULL if that differs or was not read"),
      column("entry_id", "", "their event id; NULL if that differs or was not read", .words32),
    ])
}
