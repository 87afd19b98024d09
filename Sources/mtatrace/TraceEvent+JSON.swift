import TraceModel
import TraceStore

extension TraceEvent {
  /// The event with the columns of the view `events`.
  func json(in run: Run, entry: EventLogEntry?) -> JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("sequence", .integer(sequence.rawValue)),
      ("time", .integer(time.nanoseconds)), ("kind", .string(kind.name)),
      ("direction", .optional(direction?.name)), ("host", .string(run.name(of: host))),
      ("peer", .optional(peer.map(run.name(of:)))),
      ("association", .optional(association?.rawValue)),
      ("connection", .optional(connection?.rawValue)), ("group_id", .optional(group)),
      ("call_id", .optional(call)), ("opnum", .optional(opnum)), ("context_id", .optional(context)),
      ("message", .optional(message?.rawValue)), ("length", .optional(length)),
      ("code", .optional(code)), ("queue", .optional(queue)), ("cause", .optional(cause?.rawValue)),
      ("log_text", .optional(entry?.text)),
    ])
  }
}
