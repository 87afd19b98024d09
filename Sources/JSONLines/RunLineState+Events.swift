import TraceModel

extension RunLineState {
  /// What the line of an event says of the event log.
  private struct LogFields {
    var text: String?
    var category = ""
    var type = EventLogEntry.EntryType.information
    var id: UInt32?
    /// The first of them that the line has.
    var first: EventMember?
  }

  /// Reads the next event.
  mutating func event(
    from cursor: inout JSONCursor
  ) throws(Complaint) -> (TraceEvent, EventLogEntry?) {
    var event = TraceEvent(
      sequence: EventSequence(rawValue: 0), time: .start, kind: .messageEnqueued,
      host: HostIndex(0))
    var log = LogFields()
    try cursor.members(in: "an event") {
      (cursor: inout JSONCursor, member: EventMember) throws(Complaint) in
      switch member {
      case .type: try cursor.skipValue()
      case .sequence: event.sequence = try sequence(&cursor)
      case .time: event.time = try time(&cursor)
      case .kind: event.kind = try kind(&cursor)
      case .direction:
        event.direction = try cursor.word("direction", among: ["sent", "received"]) {
          $0 == "sent" ? EventDirection.sent : $0 == "received" ? .received : nil
        }
      case .host: event.host = try host(&cursor)
      case .peer: event.peer = try host(&cursor)
      case .logText, .logCategory, .logType, .logID:
        if log.first == nil { log.first = member }
        try read(member, of: &log, from: &cursor)
      case .association, .connection, .group, .call, .opnum, .context, .message, .length, .code,
        .queue, .cause:
        try read(member, of: &event, from: &cursor)
      }
    }
    try check(event)
    let entry = try entry(log, of: event)
    note(event, entry)
    return (event, entry)
  }

  private func sequence(_ cursor: inout JSONCursor) throws(Complaint) -> EventSequence {
    let sequence: Int64 = try cursor.integer(in: 1...Int64.max)
    guard sequence == progress.events + 1 else {
      throw cursor.complaint(
        "event \(sequence) follows event \(progress.events); number events from 1 without gaps")
    }
    return EventSequence(rawValue: sequence)
  }

  private func time(_ cursor: inout JSONCursor) throws(Complaint) -> TraceInstant {
    let time: Int64 = try cursor.integer(in: 0...Int64.max)
    guard time >= progress.time.nanoseconds else {
      throw cursor.complaint(
        "\(time) is earlier than the event before, at \(progress.time.nanoseconds); write events "
          + "in the order of time")
    }
    return TraceInstant(nanoseconds: time)
  }

  private func kind(_ cursor: inout JSONCursor) throws(Complaint) -> EventKind {
    try cursor.word("kind of event", among: EventKind.allCases.map(\.name)) { Self.kinds[$0] }
  }

  private func read(
    _ member: EventMember, of event: inout TraceEvent, from cursor: inout JSONCursor
  ) throws(Complaint) {
    let identifiers = 1...UInt32.max
    switch member {
    case .association:
      event.association = MTAAssociationID(rawValue: try cursor.integer(in: identifiers))
    case .connection:
      let id = RPCConnectionID(rawValue: try cursor.integer(in: identifiers))
      guard isDeclared(id) else {
        throw cursor.complaint(
          "connection \(id.rawValue) is not known; write its line before this one")
      }
      event.connection = id
    case .group: event.group = try cursor.integer()
    case .call: event.call = try cursor.integer()
    case .opnum: event.opnum = try cursor.integer()
    case .context: event.context = try cursor.integer()
    case .message: event.message = MessageID(rawValue: try cursor.integer(in: identifiers))
    case .length: event.length = try cursor.integer()
    case .code: event.code = try cursor.integer()
    case .queue: event.queue = try cursor.integer()
    case .cause: event.cause = EventSequence(rawValue: try cursor.integer(in: 1...Int64.max))
    default: try cursor.skipValue()
    }
  }

  private func read(
    _ member: EventMember, of log: inout LogFields, from cursor: inout JSONCursor
  ) throws(Complaint) {
    switch member {
    case .logText: log.text = try cursor.text(atMost: TextLimit.entry)
    case .logCategory: log.category = try cursor.text(atMost: TextLimit.name)
    case .logType:
      let types = EventLogEntry.EntryType.allCases
      log.type = try cursor.word("type of entry", among: types.map { $0.name.lowercased() }) {
        name in
        types.first { $0.name.lowercased() == name }
      }
    case .logID: log.id = try cursor.integer()
    default: try cursor.skipValue()
    }
  }

  /// Checks what the fields of an event say together.
  private func check(_ event: TraceEvent) throws(Complaint) {
    if let cause = event.cause, cause >= event.sequence {
      throw Complaint(
        field: EventMember.cause.rawValue,
        what: "event \(cause.rawValue) does not come before event \(event.sequence.rawValue); "
          + "name an earlier one, or leave the field out")
    }
    guard event.peer != event.host else {
      throw Complaint(
        field: EventMember.peer.rawValue,
        what: "the peer is the host itself; name another, or leave the field out")
    }
    let isMail = RunLineFormat.mail.contains(event.kind)
    let missing: EventMember? =
      switch event {
      case _ where event.peer == nil && (isMail || event.kind.isPDU): .peer
      case _ where event.direction == nil && event.kind.isPDU: .direction
      case _ where event.message == nil && isMail: .message
      case _ where event.queue == nil && isMail: .queue
      default: nil
      }
    guard let missing else { return }
    throw Complaint(
      field: missing.rawValue,
      what: "the field is missing, and \(event.kind.name) needs it")
  }

  private func entry(
    _ log: LogFields, of event: TraceEvent
  ) throws(Complaint) -> EventLogEntry? {
    guard let first = log.first else { return nil }
    guard event.kind == .logEntry else {
      throw Complaint(
        field: first.rawValue,
        what: "only an event of kind \"log_entry\" has a text; leave the field out")
    }
    guard let text = log.text else {
      throw Complaint(
        field: EventMember.logText.rawValue,
        what: "the field is missing, and \(first.rawValue) needs it")
    }
    guard let id = log.id ?? event.code else {
      throw Complaint(
        field: EventMember.code.rawValue,
        what: "the field is missing, and an entry of the event log needs it as its id")
    }
    return EventLogEntry(id: id, type: log.type, category: log.category, text: text)
  }
}
