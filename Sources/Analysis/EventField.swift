package import TraceModel
import TraceStore

/// A field of an event by the name that views give it, as text.
package struct EventField: Equatable, Sendable {
  package var name: String
  /// `nil` if the event has no such field.
  package var value: String?
}

/// A field in which two events differ.
package struct FieldDifference: Equatable, Sendable {
  package var name: String
  /// The value in the one event; `nil` if it has none.
  package var one: String?
  /// The value in the other.
  package var other: String?
}

extension EventText {
  /// Every field of an event, in the order of the view `events`.
  package func fields(of event: TraceEvent) -> [EventField] {
    func field(_ name: String, _ value: (some BinaryInteger)?) -> EventField {
      EventField(name: name, value: value.map { "\($0)" })
    }
    return [
      field("sequence", event.sequence.rawValue), field("time", event.time.nanoseconds),
      EventField(name: "kind", value: event.kind.name),
      EventField(name: "direction", value: event.direction?.name),
      EventField(name: "host", value: run.name(of: event.host)),
      EventField(name: "peer", value: event.peer.map(run.name(of:))),
      field("association", event.association?.rawValue),
      field("connection", event.connection?.rawValue), field("group_id", event.group),
      field("call_id", event.call), field("opnum", event.opnum),
      field("context_id", event.context), field("message", event.message?.rawValue),
      field("length", event.length), field("code", event.code), field("queue", event.queue),
      field("cause", event.cause?.rawValue),
    ]
  }
}
