import Analysis
import TraceModel
import TraceStore

extension ComparisonText {
  /// The comparison for programs; times in nanoseconds.
  ///
  /// - Parameter consequences: Whether to say what came of the first difference.
  func json(consequences: Bool) throws -> JSON {
    let difference = comparison.difference
    let (a, b) = difference?.events ?? (nil, nil)
    let event = consequences ? difference?.event : nil
    let delays = try event.map { _ in try MessageDelays(of: one, with: other) }
    return .object([
      ("runs", .array([one.json(named: names.one), other.json(named: names.other)])),
      ("equal", .boolean(comparison.isEqual)),
      ("equal_events", .integer(comparison.equalEvents)),
      ("started_from", .array(comparison.headers.map(\.json))),
      ("first_difference", .optional(difference?.event?.rawValue)),
      ("difference", .array((difference.map(text.lines) ?? []).map { .string($0) })),
      ("fields", .array(text.fields(a, b).map(\.json))),
      (
        "metrics",
        .array(try event.map { _ in try comparison.metricDeltas().differing.map(\.json) } ?? [])
      ),
      ("first_stall", try event.map(stallJSON) ?? .null),
      ("messages_in_both", .optional(delays?.compared)),
      ("later_in_one", .array(delays?.laterInOne.map(\.json) ?? [])),
      ("later_in_other", .array(delays?.laterInOther.map(\.json) ?? [])),
    ])
  }

  private func stallJSON(behind event: EventSequence) throws -> JSON {
    guard let (name, side, stall) = try firstStall(behind: event) else { return .null }
    return .object([
      ("in", .string(name)), ("from", .string(side.run.name(of: stall.link.from))),
      ("to", .string(side.run.name(of: stall.link.to))), ("stall", stall.json),
      ("chain", .string(try side.chain(to: stall).sentence)),
    ])
  }
}

extension StoredRun {
  fileprivate func json(named name: String) -> JSON {
    .object([
      ("name", .string(name)), ("file", .string(reader.path)), ("run", .integer(Int64(run.id))),
      ("event_count", .integer(Int64(run.eventCount))),
      ("fingerprint", .string(run.fingerprint.text)),
    ])
  }
}

extension HeaderDifference {
  fileprivate var json: JSON {
    .object([("name", .string(name)), ("one", .optional(one)), ("other", .optional(other))])
  }
}

extension FieldDifference {
  fileprivate var json: JSON {
    .object([("name", .string(name)), ("one", .optional(one)), ("other", .optional(other))])
  }
}

extension MetricDelta {
  fileprivate var json: JSON {
    .object([
      ("name", .string(name)), ("unit", .string(metric.unit.rawValue)),
      ("one", .optional(one?.text)), ("other", .optional(other?.text)),
      ("change", .optional(change)),
    ])
  }
}

extension MessageDelays.Delay {
  fileprivate var json: JSON {
    .object([
      ("message", .integer(Int64(late.message.rawValue))),
      ("enqueued", .integer(late.enqueued.nanoseconds)),
      ("delivered_late", .optional(late.delivered?.nanoseconds)),
      ("delivered", .optional(early.delivered?.nanoseconds)),
      ("later_by", .optional(lateness?.nanoseconds)),
    ])
  }
}
