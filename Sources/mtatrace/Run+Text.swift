import Analysis
import TraceModel
import TraceStore

extension Run {
  /// `run 1 · NT 4.0 SP3 · q181721 · seed 168`.
  var title: String {
    "run \(id) · \(variant.long) · \(header.scenario) · seed \(header.seed)"
  }

  /// `run 1 · NT 4.0 SP3 · 31,585 events · 4:00:00 · fingerprint 7bbd67df4ccba1d5`.
  var summary: String {
    let facts = "\(eventCount.grouped) events · \(end.clockText) · fingerprint \(fingerprint.text)"
    return "run \(id) · \(variant.long) · \(facts)"
  }

  /// Which of the scenario's limits ended the run, when, and what to do; `nil` if none did.
  var limitText: String? {
    let limit: String
    switch outcome {
    case .eventLimit: limit = "limits.events"
    case .queueLimit: limit = "limits.queuedMessages"
    case .scheduleLimit: limit = "limits.scheduledEvents"
    case .finished, nil: return nil
    }
    let whole = (TraceInstant.start + header.duration).clockText
    let value = header.value(of: limit).map { " (\($0))" } ?? ""
    return "Run \(id) stopped at \(end.clockText) of \(whole) because it reached \(limit)\(value); "
      + "raise that with --set."
  }
}

extension RunSummary {
  /// The run for people: a title, and a line for each fact.
  var lines: [String] {
    let header = run.header
    let contrastsExchange = header.value(of: "contrast") == "exchange"
    let ended = run.outcome.map { "\(run.status.name), \($0.name)" } ?? run.status.name
    var facts = [
      ("scenario", header.scenario), ("seed", "\(header.seed)"),
      ("build", "\(header.build) (\(BuildName(header.build).long))"),
      ("exchange", contrastsExchange ? run.variant.long : ""),
      ("status", ended),
      (
        "virtual time",
        "\(run.end.clockText) of \((TraceInstant.start + header.duration).clockText)"
      ),
      ("events", run.eventCount.grouped), ("fingerprint", run.fingerprint.text),
      ("engine", "\(header.engineVersion), \(header.source.name)"),
      ("hosts", header.hosts.map(\.name).joined(separator: ", ")),
    ]
    if let branch = run.branch {
      facts.append(("what-if of", "run \(branch.run), after event \(branch.event.rawValue)"))
    }
    let mail = LinkSummary.lines(of: links)
    return ["run \(run.id)"]
      + TextTable.lines(facts.filter { !$0.1.isEmpty }.map { ["", $0.0, $0.1] }) + mail
  }

  /// The run for programs, with the names of the views' columns.
  var json: JSON {
    let header = run.header
    return .object([
      ("run", .integer(Int64(run.id))), ("scenario", .string(header.scenario)),
      ("build", .string(header.build)), ("seed", .integer(Int64(clamping: header.seed))),
      ("engine_version", .string(header.engineVersion)), ("source", .string(header.source.name)),
      ("status", .string(run.status.name)), ("outcome", .optional(run.outcome?.name)),
      ("duration", .integer(header.duration.nanoseconds)),
      ("end_time", .integer(run.end.nanoseconds)),
      ("event_count", .integer(Int64(run.eventCount))),
      ("fingerprint", .string(run.fingerprint.text)), ("parent_run", .optional(run.branch?.run)),
      ("branch_event", .optional(run.branch?.event.rawValue)),
      ("hosts", .array(header.hosts.map(\.json))),
      ("links", .array(links.map(\.json))),
      ("parameters", .object(header.parameters.map { ($0.name, .string($0.value)) })),
    ])
  }
}
