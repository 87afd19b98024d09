/// What every column of every view and table holds.
///
/// The views are the contract between traces and the programs that ask them. Times count from the
/// start of the run. A column is `NULL` where its meaning does not apply.
package enum ColumnDocumentation {
  /// What the rows of a view or a table are.
  package struct View: Equatable, Sendable {
    package var name: String
    package var meaning: String
    /// In its order.
    package var columns: [Column]
  }

  /// What a column holds.
  package struct Column: Equatable, Sendable {
    package var name: String
    /// `ns`, `s`, `octets`, `messages`, …; empty if it is none.
    package var unit: String
    package var meaning: String
    /// The numbers that it may hold; `nil` if it holds texts or octets.
    package var range: ClosedRange<Int64>?
  }

  /// The views, in the order of a reader's interest.
  package static let views = [
    runs, events, binds, messages, deliveries, associations, backlog, stalls, incidents, pdus,
    contexts, unread, slices, importedLogs, importedEntries,
  ]

  /// A column of numbers if it has a unit or a range; with a unit alone they are never negative.
  static func column(
    _ name: String, _ unit: String, _ meaning: String, _ range: ClosedRange<Int64>? = nil
  ) -> Column {
    Column(
      name: name, unit: unit, meaning: meaning, range: range ?? (unit.isEmpty ? nil : .natural))
  }

  static let run = column("run", "", "the run's number in the file, from 1", .runs)
  static let sequence = column("sequence", "", "the event's place in its run, from 1", .sequences)
  static let time = column("time", "ns", "when it happened")
  static let seconds = column("seconds", "s", "when it happened")
  private static let association = column(
    "association", "", "the MTA association's number within the run", .numbers)
  private static let fromHost = column("from_host", "", "the host that sends the mail")
  private static let toHost = column("to_host", "", "the host that the mail is for")
  private static let message = column(
    "message", "", "the message's number within the run", .numbers)
  private static let size = column("size", "octets", "the message's size")
  private static let priority = column("priority", "", "normal, non_urgent or urgent")

  private static let runs = View(
    name: "runs", meaning: "One row for each run of the file.",
    columns: [
      run,
      column("scenario", "", "the scenario's name"),
      column("build", "", "the build on the hosts whose build the scenario leaves open"),
      column("seed", "", "the source of every random choice", .natural),
      column("engine_version", "", "the version of the rules that made the events"),
      column("source", "", "simulation, capture, or external: another simulator"),
      column("status", "", "complete, or interrupted if the recording was cut off"),
      column("outcome", "", "finished, event_limit, queue_limit or schedule_limit"),
      column("duration", "ns", "when the run ends unless a limit ends it first"),
      column("end_time", "ns", "when it ended; if interrupted, the time of its last event"),
      column("end_seconds", "s", "the same"),
      column("event_count", "events", "how many events the file holds of it"),
      column("fingerprint", "", "the hash of these events, as 16 hexadecimal digits"),
      column("parent_run", "", "of a what-if: the run that it varies", .runs),
      column(
        "branch_event", "", "of a what-if: the event behind which it is simulated otherwise",
        .sequences),
    ])

  private static let events = View(
    name: "events", meaning: "One row for each event, in the order of recording.",
    columns: [
      run, sequence, time, seconds,
      column("kind", "", "what happened: bind, bind_nak, message_enqueued, …"),
      column("direction", "", "sent or received; NULL for what happens inside one host"),
      column("host", "", "the host where it happened"),
      column("peer", "", "the other host concerned"),
      association,
      column("connection", "", "the transport connection's number within the run", .numbers),
      column(
        "group_id", "", "the association group, as on the wire; 0 in a bind asks for a new one",
        .words32),
      column("call_id", "", "the call, as on the wire", .words32),
      column("opnum", "", "the operation, as on the wire", .words16),
      column("context_id", "", "the presentation context, as on the wire", .words16),
      message,
      column("length", "octets", "a PDU's frag_length, or a message's size"),
      column("code", "", "reject reason, status, event id, priority or address, by kind", .words32),
      column("queue", "messages", "how many wait in the direction concerned, after the event"),
      column("cause", "", "the sequence of the event that led to this one", .sequences),
      column("log_text", "", "what an MTA wrote into its event log"),
    ])

  private static let binds = View(
    name: "binds", meaning: "One row for each bind that a client sent, with what came of it.",
    columns: [
      run, sequence, time, seconds,
      column("connection", "", "the transport connection's number within the run", .numbers),
      association,
      column("client", "", "the host that sent the bind"),
      column("server", "", "the host that it was sent to"),
      column("transport", "", "the protocol sequence of the server's address"),
      column("endpoint", "", "the endpoint of the server's address"),
      column("group_asked", "", "the association group to join; 0 asks for a new one", .words32),
      column("group_given", "", "the association group that the answer names", .words32),
      column("answer", "", "bind_ack or bind_nak, once the client received it"),
      column("reject_reason", "", "why the bind was refused: a bind_nak's reject reason", .words16),
      column("wait", "ns", "from the bind to its answer"),
      column("wait_seconds", "s", "the same"),
      column("filed_under", "", "the endpoint under which the server filed the new group"),
      column("misfiled", "", "1 if that is not the address the bind came in on, else 0", .flag),
    ])

  private static let messages = View(
    name: "messages", meaning: "One row for each message that was enqueued for a host.",
    columns: [
      run, message, fromHost, toHost, size, priority,
      column("enqueued_sequence", "", "the event that enqueued it", .sequences),
      column("enqueued_time", "ns", "when it was enqueued"),
      column("state", "", "delivered, non_delivered, or waiting at the end of the run"),
      column("ended_sequence", "", "the event of its delivery or non-delivery", .sequences),
      column("ended_time", "ns", "when it was delivered or given up"),
      column("wait", "ns", "from enqueueing to then"),
      column("wait_seconds", "s", "the same"),
    ])

  private static let deliveries = View(
    name: "deliveries",
    meaning: "One row for each message that the host it was for accepted whole.",
    columns: [
      run, sequence, time, seconds, message, fromHost, toHost, association, size, priority,
      column("enqueued_time", "ns", "when it was enqueued"),
      column("delivery_time", "ns", "from enqueueing to delivery"),
      column("delivery_seconds", "s", "the same"),
    ])

  private static let associations = View(
    name: "associations", meaning: "One row for each association that an MTA began to open.",
    columns: [
      run, association,
      column("host", "", "the host that opened it"),
      column("peer", "", "the host that it was opened to"),
      column("reason", "", "mail, threshold, urgent or recovery"),
      column("opening_sequence", "", "the event that began its opening", .sequences),
      column("opening_time", "ns", "when its opening began"),
      column("open_time", "ns", "when it was open, or open again, at the host that opened it"),
      column("end_time", "ns", "when it ended there"),
      column("ending", "", "closed, aborted or refused"),
    ])

  private static let backlog = View(
    name: "backlog", meaning: "One row for each change of how much mail waits.",
    columns: [
      run, sequence, time, seconds, fromHost, toHost,
      column("waiting", "messages", "enqueued and not yet delivered or given up, after the event"),
    ])

  private static let stallColumns = [
    run, fromHost, toHost,
    column("start_time", "ns", "the last delivery, or the enqueueing of the first message to wait"),
    column("end_time", "ns", "the next delivery, the last waiting message's end, or the run's"),
    column("duration", "ns", "from start to end: more than 60 s"),
    column("duration_seconds", "s", "the same"),
    column(
      "ending", "",
      """
      rescue if an association opened because of the threshold made the delivery, strand if the run or \
      an association ended, else other
      """),
    column("peak", "messages", "the largest backlog within it"),
    column("waiting", "messages", "the backlog just before it ended"),
  ]

  private static let stallEvents = [
    column("first_sequence", "", "the event at its start", .sequences),
    column("last_sequence", "", "the event at its end; NULL if the run ended first", .sequences),
  ]

  private static let stalls = View(
    name: "stalls",
    meaning:
      "One row for each time in which mail waited and none was delivered for more than 60 s.",
    columns: stallColumns + stallEvents)

  private static let incidents = View(
    name: "incidents", meaning: "One row for each stall, with what happened within it.",
    columns: stallColumns + [
      column("bind_naks", "", "the bind_nak PDUs that from_host received of to_host", .natural),
      column(
        "call_failures", "", "the calls of from_host to to_host that failed with 1727", .natural),
      column("cancels", "", "the co_cancel PDUs that from_host sent to to_host", .natural),
      column("log_entries", "", "what from_host wrote into its event log about to_host", .natural),
      column("openings", "", "the openings of associations between the two hosts", .natural),
    ] + stallEvents)
}

extension ClosedRange<Int64> {
  static let natural = 0...Int64.max
  static let positive = 1...Int64.max
  static let flag: Self = 0...1
  /// Unsigned numbers of 8, 16 and 32 bits.
  static let octets = 0...Int64(UInt8.max)
  static let words16 = 0...Int64(UInt16.max)
  static let words32 = 0...Int64(UInt32.max)
  /// What counts the runs of a file, the events of a run, and what else a run numbers.
  static let runs = 1...Int64(EventKey.greatestRun)
  static let sequences = 1...EventKey.greatestSequence
  static let numbers = 1...Int64(UInt32.max)
}
