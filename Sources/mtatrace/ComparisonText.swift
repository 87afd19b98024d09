import Analysis
import TraceModel
import TraceStore

/// A comparison of two stored runs, for people and for programs.
struct ComparisonText {
  let comparison: RunComparison
  let names: (one: String, other: String)
  /// How many events to show on each side of the first that differs.
  let context: Int

  init(_ comparison: RunComparison, names: (one: String, other: String), context: Int) {
    self.comparison = comparison
    self.names = names
    self.context = context
  }

  var one: StoredRun { comparison.one }
  var other: StoredRun { comparison.other }
  var text: DifferenceText {
    DifferenceText((names.one, one.run), (names.other, other.run))
  }

  /// Where the runs part.
  func lines() throws -> [String] {
    var lines = ["\(title(names.one, one.run)) and \(title(names.other, other.run))"]
    if !comparison.headers.isEmpty {
      lines.append("  started from")
      lines += text.parameterLines(one.run.header, other.run.header).map { "  \($0)" }
    }
    let equal = comparison.equalEvents
    guard let difference = comparison.difference else {
      let basis =
        switch comparison.basis {
        case .everyEvent: "each read and compared"
        case .octets: "octet for octet"
        case .fingerprints: "by their fingerprints"
        }
      return lines + ["  equal · \(Int(equal).counted("event")), \(basis)"]
    }
    lines.append("  different after \(Int(equal).counted("equal event"))")
    lines += text.lines(difference).map { "  \($0)" }
    if let event = difference.event {
      lines += try EventSurroundings(
        of: event, in: (one, other), context: context
      ).lines(text).map { "  \($0)" }
    }
    return lines
  }

  private func title(_ name: String, _ run: Run) -> String {
    "run \(run.id) · \(name) · \(run.eventText)"
  }

  /// What came of the first difference.
  func consequences(messages: Int) throws -> [String] {
    guard let event = comparison.difference?.event else { return [] }
    return try metricLines() + chainLines(behind: event) + delayLines(limit: messages)
  }
}

extension ComparisonText {
  /// The metrics in which the runs differ.
  private func metricLines() throws -> [String] {
    let (differing, equal) = try comparison.metricDeltas()
    guard !differing.isEmpty else { return ["", "  \(equal.grouped) metrics, all of them equal"] }
    let head = ["  ", "metric", names.one, names.other, "change", "unit"]
    let rows = differing.map { delta in
      [
        "  ", delta.name, delta.one?.text ?? "none", delta.other?.text ?? "none",
        delta.change ?? "", delta.metric.unit.rawValue,
      ]
    }
    return ["", "  metrics that differ (\(equal.grouped) others are equal)"]
      + TextTable.lines([head] + rows, numeric: [2, 3, 4])
  }

  /// How the first stall that only one of the runs has came about.
  private func chainLines(behind event: EventSequence) throws -> [String] {
    guard let (name, side, stall) = try firstStall(behind: event) else {
      return ["", "  no stall that only one of them has follows"]
    }
    let chain = try side.chain(to: stall)
    let run = side.run
    var lines = [
      "",
      "  the first stall that follows: in \(name), \(run.name(of: stall.link.from)) → "
        + "\(run.name(of: stall.link.to)), from \(stall.start.clockText)",
      "    \(chain.sentence)",
    ]
    lines += TextTable.lines(
      chain.steps.map { step in
        ["    ", step.event.map { "#\($0.rawValue)" } ?? "", step.time.preciseText, step.text]
          + (step.event == event ? ["the first difference"] : [])
      }, numeric: [1, 2])
    return lines
  }

  /// The stall, with the run that has it.
  func firstStall(
    behind event: EventSequence
  ) throws -> (name: String, side: StoredRun, stall: Stall)? {
    try comparison.firstStall(behind: event).map { stall, isInOne in
      isInOne ? (names.one, one, stall) : (names.other, other, stall)
    }
  }

  private func delayLines(limit: Int) throws -> [String] {
    let delays = try MessageDelays(of: one, with: other)
    var lines = ["", "  \(delays.compared.counted("message")) in both"]
    if delays.onlyInOne > 0 { lines[1] += ", \(delays.onlyInOne.grouped) only in \(names.one)" }
    if delays.onlyInOther > 0 {
      lines[1] += ", \(delays.onlyInOther.grouped) only in \(names.other)"
    }
    for (late, early, list) in [
      (names.one, names.other, delays.laterInOne), (names.other, names.one, delays.laterInOther),
    ] {
      lines.append("  \(Self.sum(of: list, in: late))")
      lines += table(of: list.prefix(limit), late: late, early: early)
      if list.count > limit, limit > 0 {
        lines.append("      and \((list.count - limit).grouped) more (--messages \(list.count))")
      }
    }
    return lines
  }

  private static func sum(of delays: [MessageDelays.Delay], in name: String) -> String {
    let least = MessageDelays.least.exactText
    guard !delays.isEmpty else { return "none later in \(name) by more than \(least)" }
    let never = delays.count { $0.lateness == nil }
    var text = "\(delays.count.grouped) later in \(name) by more than \(least)"
    if never > 0 { text += ", \(never.grouped) of them not delivered" }
    return text
  }

  private func table(
    of delays: ArraySlice<MessageDelays.Delay>, late: String, early: String
  ) -> [String] {
    guard !delays.isEmpty else { return [] }
    let run = one.run
    let head = ["    ", "message", "direction", "enqueued", late, early, "later by"]
    let rows = delays.map { delay in
      [
        "    ", "\(delay.late.message.rawValue)",
        "\(run.name(of: delay.late.link.from)) → \(run.name(of: delay.late.link.to))",
        delay.late.enqueued.preciseText, delay.late.delivered?.preciseText ?? "never",
        delay.early.delivered?.preciseText ?? "never", delay.lateness?.exactText ?? "",
      ]
    }
    return TextTable.lines([head] + rows, numeric: [1, 3, 4, 5, 6])
  }
}
