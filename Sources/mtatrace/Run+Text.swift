import Analysis
import TraceModel
import TraceStore

extension Run {
  /// `run 1 · NT 4.0 SP3 · q181721 · seed 168`; of a capture `run 1 · hub1.pcapng`.
  var title: String {
    if header.source == .capture { return "run \(id) · \(header.scenario)" }
    return "run \(id) · \(variant.long) · \(header.scenario) · seed \(header.seed)"
  }

  /// `run 1 · NT 4.0 SP3 · 31,585 events · 4:00:00 · fingerprint 7bbd67df4ccba1d5`.
  var summary: String {
    let time = slice?.timeText ?? end.clockText
    let facts = "\(eventText) · \(time) · fingerprint \(fingerprint.text)"
    let name = header.source == .capture ? header.scenario : variant.long
    return "run \(id) · \(name) · \(facts)"
  }

  /// `37,608 events`; of a slice `3,953 of 37,608 events`.
  var eventText: String {
    let whole = slice.map { "\(eventCount.grouped) of \($0.wholeEventCount.grouped)" }
    return "\(whole ?? eventCount.grouped) events"
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
    let reached = (slice?.wholeEnd ?? end).clockText
    return "Run \(id) stopped at \(reached) of \(whole) because it reached \(limit)\(value); "
      + "raise that with --set."
  }
}

extension RunSummary {
  /// The run for people: a title, and a line for each fact.
  var lines: [String] {
    if run.header.source == .capture { return captureLines }
    let header = run.header
    let contrastsExchange = header.value(of: "contrast") == "exchange"
    var facts = [
      ("scenario", header.scenario), ("seed", "\(header.seed)"),
      ("build", buildText),
      ("exchange", contrastsExchange ? run.variant.long : ""),
      ("status", statusText),
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
    facts += run.sliceFacts
    let mail = LinkSummary.lines(of: links)
    return ["run \(run.id)"]
      + TextTable.lines(facts.filter { !$0.1.isEmpty }.map { ["", $0.0, $0.1] }) + mail
  }

  /// `nt4-sp3 (NT 4.0 SP3)`, or what a build of another form is called.
  private var buildText: String {
    let build = run.header.build
    let name = BuildName(build).long
    return name == build ? build : "\(build) (\(name))"
  }

  private var statusText: String {
    run.outcome.map { "\(run.status.name), \($0.name)" } ?? run.status.name
  }

  /// A run from a capture for people.
  private var captureLines: [String] {
    let header = run.header
    let facts =
      [
        ("capture", header.scenario), ("began", header.captureStart?.text ?? ""),
        ("status", statusText), ("lasts", run.end.clockText),
        ("events", run.eventCount.grouped), ("fingerprint", run.fingerprint.text),
        ("engine", "\(header.engineVersion), \(header.source.name)"),
        ("hosts", Self.names(of: header.hosts)),
      ] + run.sliceFacts
    return ["run \(run.id)"]
      + TextTable.lines(facts.filter { !$0.1.isEmpty }.map { ["", $0.0, $0.1] })
      + LinkSummary.lines(of: links) + unreadLines
  }

  /// The names of hosts, the first of many.
  private static func names(of hosts: [Host]) -> String {
    let named = hosts.prefix(12).map(\.name).joined(separator: ", ")
    return hosts.count > 12 ? "\(named) and \((hosts.count - 12).grouped) more" : named
  }

  /// What of the capture could not be read.
  private var unreadLines: [String] {
    guard !unread.isEmpty else { return ["  everything in the capture was read"] }
    let rows = unread.map { count in
      [
        "", "", count.layer, count.reason, count.count.grouped,
        count.octets > 0 ? count.octets.grouped : "", count.firstFrame?.grouped ?? "",
      ]
    }
    let head = ["", "", "layer", "reason", "count", "octets", "first frame"]
    return ["  not read"] + TextTable.lines([head] + rows, numeric: [4, 5, 6])
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
      ("slice", run.sliceJSON), ("hosts", .array(header.hosts.map(\.json))),
      ("links", .array(links.map(\.json))),
      ("parameters", .object(header.parameters.map { ($0.name, .string($0.value)) })),
      ("unread", .array(unread.map(\.json))),
    ])
  }
}
