import TraceModel

/// The fields of the line of a connection.
enum ConnectionMember: String, LineMember {
  case type, connection, client, server, association
  case clientEndpoint = "client_endpoint"
  case serverAddress = "server_address"

  static let allCases: [ConnectionMember] = [
    .type, .connection, .client, .server, .clientEndpoint, .serverAddress, .association,
  ]
  static let table = MemberTable<ConnectionMember>()

  var field: LineField {
    switch self {
    case .type: LineField("type", .text, "", .required, "connection")
    case .connection:
      LineField(
        rawValue, .number, "", .required, "its number, greater than those of the lines before")
    case .client: LineField(rawValue, .text, "", .required, "the host that connects")
    case .server:
      LineField(rawValue, .text, "", .required, "the host that is connected to")
    case .clientEndpoint:
      LineField(rawValue, .text, "", .optional("empty"), "the client's port or socket")
    case .serverAddress:
      LineField(
        rawValue, .number, "", .optional("0"), "the place of the address in the server's list")
    case .association:
      LineField(rawValue, .number, "", .optional(""), "the MTA association that it serves")
    }
  }
}

/// The fields of the line of an event, named as in the view `events`.
enum EventMember: String, LineMember {
  case type, sequence, time, kind, direction, host, peer, association, connection, opnum, message
  case length, code, queue, cause
  case group = "group_id"
  case call = "call_id"
  case context = "context_id"
  case logText = "log_text"
  case logCategory = "log_category"
  case logType = "log_type"
  case logID = "log_id"

  static let allCases: [EventMember] = [
    .type, .sequence, .time, .kind, .direction, .host, .peer, .association, .connection, .group,
    .call, .opnum, .context, .message, .length, .code, .queue, .cause, .logText, .logCategory,
    .logType, .logID,
  ]
  static let table = MemberTable<EventMember>()

  var field: LineField { Self.fields[self] ?? LineField(rawValue, .text, "", .optional(""), "") }

  private static let fields: [EventMember: LineField] = [
    .type: required(.type, .text, "event"),
    .sequence: required(.sequence, .number, "its place in the run, from 1 without gaps"),
    .time: LineField(
      "time", .number, "ns", .required, "when it happened, from 0 at the run's start"),
    .kind: required(.kind, .text, "what happened, by one of the words below"),
    .direction: optional(
      .direction, .text, "sent or received; PDUs need it, what happens inside a host has none"),
    .host: required(.host, .text, "the host where it happened"),
    .peer: optional(.peer, .text, "the other host concerned; PDUs and mail need it"),
    .association: optional(.association, .number, "the MTA association's number, from 1"),
    .connection: optional(.connection, .number, "the number of a connection's line"),
    .group: optional(
      .group, .number, "the association group, as on the wire; 0 in a bind asks for a new one"),
    .call: optional(.call, .number, "the call, as on the wire"),
    .opnum: optional(.opnum, .number, "the operation, as on the wire"),
    .context: optional(.context, .number, "the presentation context, as on the wire"),
    .message: optional(.message, .number, "the message's number, from 1; mail needs it"),
    .length: optional(
      .length, .number, "a PDU's frag_length, or a message's size", unit: "octets"),
    .code: optional(
      .code, .number, "reject reason, status, event id, priority or address, by kind"),
    .queue: optional(
      .queue, .number, "how many wait in the direction concerned, after it; mail needs it",
      unit: "messages"),
    .cause: optional(.cause, .number, "the sequence of the event that led to this one"),
    .logText: optional(.logText, .text, "of a log_entry: what the MTA wrote down"),
    .logCategory: LineField(
      "log_category", .text, "", .optional("empty"), "its category: Interface, …"),
    .logType: LineField(
      "log_type", .text, "", .optional("information"), "information, warning or error"),
    .logID: LineField(
      "log_id", .number, "", .optional("the code"), "its id in the Windows event log"),
  ]

  private static func required(
    _ member: EventMember, _ kind: LineField.Kind, _ meaning: String
  ) -> LineField {
    LineField(member.rawValue, kind, "", .required, meaning)
  }

  private static func optional(
    _ member: EventMember, _ kind: LineField.Kind, _ meaning: String, unit: String = ""
  ) -> LineField {
    LineField(member.rawValue, kind, unit, .optional(""), meaning)
  }
}

/// The fields of the line that ends a run.
enum EndMember: String, LineMember {
  case type, time, status, outcome, fingerprint
  case eventCount = "event_count"

  static let allCases: [EndMember] = [
    .type, .time, .status, .outcome, .eventCount, .fingerprint,
  ]

  static let table = MemberTable<EndMember>()

  var field: LineField {
    switch self {
    case .type: LineField("type", .text, "", .required, "end")
    case .time:
      LineField(
        "time", .number, "ns", .optional("the last event's"), "when the run ended")
    case .status:
      LineField(
        "status", .text, "", .optional("complete"),
        "complete, or interrupted if its recording was cut off")
    case .outcome:
      LineField(
        "outcome", .text, "", .optional("finished"),
        "of a complete run: finished, event_limit, queue_limit or schedule_limit")
    case .eventCount:
      LineField(rawValue, .number, "", .optional(""), "how many events it has, checked")
    case .fingerprint:
      LineField(
        "fingerprint", .text, "", .optional(""),
        "the hash of the events as 16 hexadecimal digits, checked")
    }
  }
}

/// What the format is called, and what it says where a line says nothing.
package enum RunLineFormat {
  /// The version that is written, and the only one that is read.
  package static let version = 1
  /// What build and engine of a run are called that names none.
  static let unnamed = "external"
  /// The kinds of events that say how much mail waits.
  static let mail: [EventKind] = [.messageEnqueued, .messageDelivered, .messageNonDelivered]
}
