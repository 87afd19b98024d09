/// What only slices have: runs that hold a part of another run's events.
extension ColumnDocumentation {
  static let slices = View(
    name: "slices", meaning: "One row for each run that was cut out of a whole one.",
    columns: [
      run,
      column("start_time", "ns", "the first moment of the stretch of which it holds everything"),
      column("start_seconds", "s", "the same"),
      column("end_time", "ns", "the last moment of that stretch"),
      column("end_seconds", "s", "the same"),
      column("hosts", "", "the hosts whose events it holds; NULL for all hosts"),
      column("event_count", "events", "how many events the file holds of it"),
      column("whole_events", "events", "how many events the whole run has"),
      column("whole_end", "ns", "the end of the whole run"),
      column("whole_fingerprint", "", "the hash of its events, as 16 hexadecimal digits"),
    ])

  static let slice = View(
    name: "slice", meaning: "Of a slice: what it was cut from, and what it holds of that.",
    columns: [
      run,
      column("start_time", "ns", "the first moment of the stretch of which it holds everything"),
      column("end_time", "ns", "the last moment of that stretch"),
      column("whole_events", "events", "how many events the whole run has"),
      column("whole_end", "ns", "the end of the whole run"),
      column(
        "whole_fingerprint", "", "the hash of its events, its 64 bits as a signed number",
        Int64.min...Int64.max),
    ])

  static let sliceHost = View(
    name: "slice_host",
    meaning: "Of a slice: one row for each host whose events it holds; none for all hosts.",
    columns: [run, column("host", "", "the host's index", .words16)])

  static let cutCause = View(
    name: "cut_cause",
    meaning: "Of a slice: one row for each event of which it does not hold what led to it.",
    columns: [
      column("event", "", "its event's id", .positive),
      column(
        "cause", "", "the sequence, in the whole run, of the event that led to it", .sequences),
    ])
}
