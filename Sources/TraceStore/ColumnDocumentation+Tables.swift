/// The tables below the views, and the two views that only name what indexes cover: programs may
/// ask them too, but another version may have others.
extension ColumnDocumentation {
  /// The tables, in the order in which a trace refers to them.
  package static let tables = [
    runTable, parameter, host, address, connection, kind, event, logEntry, checkpoint, series,
    seriesChunk, seriesBucket, capturedConnection, presentationContext, capturedPDU, unreadCount,
    slice, sliceHost, cutCause, importedLog, importedEntry, importedRest, mailEvent, rareEvent,
  ]

  private static let key = column(
    "id", "", "run << 40 | sequence, the event's place in its run", .positive)
  private static let eventRun = column("run", "", "the run's number", .runs)
  private static let connectionNumber = column(
    "connection", "", "the connection's number within the run", .numbers)
  private static let hostIndex = column(
    "host", "", "the index of the host where it happened", .words16)
  private static let peerIndex = column(
    "peer", "", "the index of the other host concerned", .words16)
  private static let associationNumber = column(
    "association", "", "the MTA association's number within the run", .numbers)
  private static let messageNumber = column(
    "message", "", "the message's number within the run", .numbers)
  private static let kindNumber = column(
    "kind", "", "what happened, as kind.id; PDUs are 32 + PTYPE of C706", .octets)
  private static let directionNumber = column(
    "direction", "", "1 sent, 2 received; NULL for what happens inside one host", 1...2)
  private static let groupNumber = column(
    "group_id", "", "the association group, as on the wire; 0 asks for a new one", .words32)
  private static let codeNumber = column(
    "code", "", "reject reason, status, event id, priority or address, by kind", .words32)
  private static let lengthNumber = column(
    "length", "octets", "a PDU's frag_length, or a message's size", .words32)
  private static let queueNumber = column(
    "queue", "messages", "how many wait in the direction, after the event", .words32)
  private static let place = column("position", "", "its place in the list, from 0", .natural)

  private static let runTable = View(
    name: "run", meaning: "One row for each run.",
    columns: [
      column("id", "", "1 for the first run of the file", .runs),
      column("scenario", "", "the scenario's name"),
      column("build", "", "the build on the hosts whose build the scenario leaves open"),
      column("seed", "", "the source of every random choice", .natural),
      column("engine_version", "", "the version of the rules that made the events"),
      column("source", "", "1 simulation, 2 capture", 1...2),
      column("duration", "ns", "when the run ends unless a limit ends it first"),
      column("parent_run", "", "of a what-if: the run that it varies", .runs),
      column(
        "branch_event", "", "of a what-if: the event behind which it is simulated otherwise",
        .sequences),
      column("status", "", "1 recording, 2 complete", 1...2),
      column(
        "outcome", "", "1 finished, 2 to 4 stopped at a limit; NULL unless complete", 1...4),
      column("end_time", "ns", "when it ended; while recording, the time of its last event"),
      column("event_count", "events", "the events committed so far"),
      column(
        "fingerprint", "", "the hash of these events, its 64 bits as a signed number",
        Int64.min...Int64.max),
    ])

  private static let parameter = View(
    name: "parameter", meaning: "One row for each parameter of a run's scenario.",
    columns: [
      eventRun, place,
      column("name", "", "its full name"),
      column("value", "", "its value, in the notation of scenario files"),
    ])

  private static let host = View(
    name: "host", meaning: "One row for each host of a run.",
    columns: [
      eventRun,
      column("position", "", "its index: what events call it", .words16),
      column("name", "", "its name"),
      column("build", "", "the build that its RPC runtime behaves as"),
    ])

  private static let address = View(
    name: "address", meaning: "One row for each address on which a host's RPC runtime listens.",
    columns: [
      eventRun,
      column("host", "", "the host's index", .words16),
      column("position", "", "its index at its host: what events call it", .natural),
      column("protocol_sequence", "", "ncacn_ip_tcp, ncacn_spx or ncacn_vns_spp"),
      column("network", "", "the network address"),
      column("endpoint", "", "a port or a socket"),
    ])

  private static let connection = View(
    name: "connection", meaning: "One row for each transport connection.",
    columns: [
      eventRun,
      column("id", "", "its number within the run", .numbers),
      column("client", "", "the client's host index", .words16),
      column("server", "", "the server's host index", .words16),
      column("client_endpoint", "", "the client's port or socket"),
      column("server_address", "", "the index of the server's address", .octets),
      column("association", "", "the MTA association that it serves", .numbers),
    ])

  private static let kind = View(
    name: "kind", meaning: "One row for each kind of event, as views spell it.",
    columns: [
      column("id", "", "the number in event.kind", .octets),
      column("name", "", "lower case with underscores"),
    ])

  private static let event = View(
    name: "event", meaning: "One row for each event of every run, in the order of recording.",
    columns: [
      key,
      column("time", "ns", "when it happened; never falls within a run"),
      kindNumber, directionNumber, hostIndex, peerIndex, associationNumber, connectionNumber,
      groupNumber,
      column("call_id", "", "the call, as on the wire", .words32),
      column("opnum", "", "the operation, as on the wire", .words16),
      column("context_id", "", "the presentation context, as on the wire", .words16),
      messageNumber, lengthNumber, codeNumber, queueNumber,
      column("cause", "", "the sequence of the event that led to this one", .sequences),
    ])

  private static let logEntry = View(
    name: "log_entry", meaning: "One row for each entry that an MTA wrote into the event log.",
    columns: [
      column("event", "", "its event, as event.id", .positive),
      column("entry_id", "", "the event id in the Windows event log: 9316, 57", .words32),
      column("type", "", "1 information, 2 warning, 3 error", 1...3),
      column("category", "", "as Event Viewer shows it"),
      column("text", "", "the description"),
    ])

  private static let checkpoint = View(
    name: "checkpoint", meaning: "The running hash of a run's events after every 1,024th.",
    columns: [
      eventRun,
      column("sequence", "", "the last event that is hashed in", .sequences),
      column(
        "fingerprint", "", "the hash, its 64 bits as a signed number", Int64.min...Int64.max),
    ])

  private static let series = View(
    name: "series", meaning: "One row for each number that changes in steps.",
    columns: [
      column("id", "", "in the order of first changes", .positive), eventRun,
      column("name", "", "backlog: how many messages wait"),
      column("sender", "", "the index of the host where they wait", .words16),
      column("recipient", "", "the index of the host that they wait for", .words16),
    ])

  private static let seriesChunk = View(
    name: "series_chunk", meaning: "The exact changes of a series, a batch of events at a time.",
    columns: [
      column("series", "", "the series, as series.id", .positive), place,
      column("first_time", "ns", "its first change"),
      column("last_time", "ns", "its last change"),
      column("value_before", "", "the value before its first change", .words32),
      column("changes", "", "how many changes it holds", .positive),
      column(
        "data", "",
        """
        for each change, two LEB128 numbers: nanoseconds since the previous one, and the change of \
        the value, zigzag-coded
        """),
    ])

  private static let seriesBucket = View(
    name: "series_bucket",
    meaning: "What a series was within each stretch of time in which it changed.",
    columns: [
      column("series", "", "the series, as series.id", .positive),
      column(
        "level", "", "stretches are 2^(28 + 2 × level) nanoseconds long",
        0...Int64(SeriesPyramid.levels.count - 1)),
      column("bucket", "", "which stretch, from 0 at the start of the run", .natural),
      column("minimum", "", "the least value held in it, the one at its start included", .words32),
      column("maximum", "", "the greatest", .words32),
      column("last", "", "the value at its end", .words32),
    ])

  private static let capturedConnection = View(
    name: "captured_connection",
    meaning: "Of a capture: one row for each connection, with its ends.",
    columns: [
      eventRun, connectionNumber,
      column("transport", "", "tcp; smb1 or smb2 for a named pipe"),
      column("client_address", "", "the client's address of IP"),
      column("client_port", "", "the client's port of TCP", .words16),
      column("server_address", "", "the server's address of IP"),
      column("server_port", "", "the server's port of TCP", .words16),
    ])

  private static let presentationContext = View(
    name: "presentation_context",
    meaning: "Of a capture: one row for each presentation context that is proposed.",
    columns: [
      eventRun, connectionNumber,
      column("context_id", "", "as on the wire", .words16),
      column("event", "", "the sequence of the sending of the PDU that proposes it", .sequences),
      column("position", "", "its place in that PDU, from 0", .natural),
      column("interface", "", "the abstract syntax's UUID"),
      column("version", "", "its major and minor version: 3.0"),
    ])

  private static let capturedPDU = View(
    name: "captured_pdu", meaning: "Of a capture: one row for each PDU.",
    columns: [
      column("event", "", "the event of its sending, as event.id", .positive),
      column("frame", "", "the frame that completed it, from 1", .positive),
      column("place", "", "its place among the PDUs that the frame completed, from 0", .natural),
      column("time", "ns", "the frame's time, since 1970-01-01T00:00:00Z"),
      column("flags", "", "the pfc_flags", .octets),
      column("octets", "", "the PDU, or as many of its first octets as were captured"),
    ])

  private static let unreadCount = View(
    name: "unread_count", meaning: "Of a capture: one row for each thing that could not be read.",
    columns: [
      eventRun, place,
      column("layer", "", "file, frame, ip, tcp, smb or rpc"),
      column("reason", "", "what it was"),
      column("count", "", "how often it was met", .natural),
      column("octets", "octets", "the octets concerned; 0 where none are known"),
      column("first_frame", "", "the first frame concerned", .positive),
    ])

  private static let mailEvent = View(
    name: "mail_event", meaning: "A view: the events that change a backlog, which an index covers.",
    columns: [
      key, eventRun,
      column("time", "ns", "when it happened"), kindNumber,
      column("sender", "", "the index of the host that sends the mail", .words16),
      column("recipient", "", "the index of the host that the mail is for", .words16),
      associationNumber, messageNumber, lengthNumber, codeNumber, queueNumber,
    ])

  private static let rareEvent = View(
    name: "rare_event",
    meaning: "A view: the events that are not everyday traffic, which an index covers.",
    columns: [
      key, eventRun,
      column("time", "ns", "when it happened"), kindNumber, directionNumber, hostIndex, peerIndex,
      associationNumber, connectionNumber, groupNumber, codeNumber,
    ])
}
