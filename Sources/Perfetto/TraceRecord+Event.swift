import Analysis
import TraceModel

extension TraceRecord {
  /// Adds what ended a slice, which has the fields of what began it already.
  mutating func addEnd(_ event: TraceEvent, in text: EventText) {
    open("args")
    add("end_event", event.sequence.rawValue)
    add("end_words", Self.plain(text.words(event)))
    close()
  }

  /// Adds an event's fields as arguments, by the names that views give them.
  mutating func add(_ event: TraceEvent, _ entry: EventLogEntry? = nil, in text: EventText) {
    open("args")
    add("event", event.sequence.rawValue)
    add("cause", event.cause?.rawValue)
    add("words", Self.plain(text.words(event, entry: entry)))
    add("association", event.association?.rawValue)
    add("connection", event.connection?.rawValue)
    add("group_id", event.group)
    add("call_id", event.call)
    add("opnum", event.opnum)
    add("context_id", event.context)
    add("message", event.message?.rawValue)
    add("length", event.length)
    add("code", event.code)
    add("queue", event.queue)
    if let entry { add("log_text", entry.text) }
    close()
  }

  /// Without what keeps words together in pictures, and keeps searches from finding them.
  private static func plain(_ text: String) -> String {
    String(text.map { $0 == "\u{A0}" ? " " : $0 })
  }
}

extension TraceEvent {
  /// The direction whose backlog its queue length is, if it changes one.
  var backlogLink: Link? {
    guard let peer else { return nil }
    return switch kind {
    case .messageEnqueued, .messageNonDelivered: Link(from: host, to: peer)
    case .messageDelivered: Link(from: peer, to: host)
    default: nil
    }
  }
}

extension EventKind {
  /// Whether an event of this kind belongs on the thread of its connection.
  var isOnConnection: Bool {
    switch self {
    case .connect, .accept, .connected, .connectRefused, .disconnect, .reset, .groupFiled,
      .groupEnded, .groupMissed, .callFailed, .contextRundown, .timerExpired:
      true
    default: isPDU
    }
  }
}

extension Track.Place {
  /// The category of what happens there, by which viewers filter.
  var category: String {
    switch self {
    case .mta: "mta"
    case .crossTraffic: "cross_traffic"
    case .stalls: "stall"
    case .disturbances: "disturbance"
    case .association: "association"
    case .connection: "rpc"
    }
  }
}
