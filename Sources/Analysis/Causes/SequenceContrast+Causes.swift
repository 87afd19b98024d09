import TraceModel
import TraceStore

extension SequenceContrast {
  /// The fewest causes that are drawn if there are as many: the nearest.
  private static let usualCauses = 200

  /// Tells what led to an event, the event, and the first of what it led to.
  ///
  /// Every event told stands behind one row: what is sent and what arrives of it behind one arrow.
  /// An arrow of which only one end is among the events has its other end with it, since both are
  /// one thing; nothing else is drawn that is neither cause nor consequence. Of more causes than
  /// the limit, and than 200, the nearest are told.
  ///
  /// - Parameters:
  ///   - consequences: The event with what it led to, as many as are to be told.
  ///   - limit: How many consequences were kept at most.
  ///   - choices: What the reader of the picture chose of how it is told; hosts do not matter.
  /// - Throws: `TraceStoreError` if the trace cannot be read, ``SequenceChoices/Mistake`` if the
  ///   lifelines or folds chosen are not those of the diagram.
  package init(
    explaining consequences: Consequences, in stored: StoredRun, keeping limit: Int,
    choices: SequenceChoices = SequenceChoices()
  ) throws {
    let event = consequences.nodes[0].event
    let longest = max(limit, Self.usualCauses)
    let all = try stored.analysis.causes(of: event, in: stored.run.id)
    let causes = Self.nearest(longest, of: all)
    var story = CauseStory(run: stored.run, reader: stored.reader)
    for cause in causes.reversed() { try story.tell(cause) }
    for node in consequences.nodes { try story.tell(node.event) }
    let ends = try story.finish()

    let asked = story.row(of: event.sequence) ?? 0
    let exchanges = story.exchanges(asked: asked)
    let start = story.rows[0].event.time
    let plain = exchanges.flatMap(\.rows)
    let end = plain.map(\.endTime).max() ?? start
    let askedEvent = story.rows[asked].event.sequence
    var folds = 0
    let rows = StoryFolding.rows(
      of: exchanges, shared: plain.firstIndex { $0.event == askedEvent } ?? 0, arrivals: [],
      silence: "no cause and no consequence", unfolding: choices.unfolding, after: &folds,
      from: start, to: end)
    try choices.check(foldCount: folds)
    let words = CauseHeadings(
      run: stored.run, consequences: consequences, told: causes, all: all,
      cut: try stored.cutCause(behind: all, of: event),
      ends: ends.filter { $0.begin.sequence >= event.sequence }.map(\.end))
    self.init(
      headline: words.headline, subtitle: words.subtitle,
      stories: [
        SequenceStory(
          lifelines: story.orderedLifelines, rows: rows, omitted: Self.omissions(words.omitted),
          start: start, end: end)
      ],
      sharedRows: rows.firstIndex { $0.event == askedEvent } ?? 0, hasDifference: false,
      foldCount: folds)
    focus = words.focus
    try arrange(choices.lifelines)
  }

  /// The causes that are told, the nearest first: no more than a limit, but for the beginning of
  /// what the last of them is the end of.
  private static func nearest(_ limit: Int, of causes: [TraceEvent]) -> [TraceEvent] {
    var told = Array(causes.prefix(limit))
    while let last = told.last, told.count < causes.count {
      let next = causes[told.count]
      guard last.direction == .received || CauseStory.isCarrier(last, of: next) else { break }
      told.append(next)
    }
    return told
  }
}

/// What stands above a diagram of causes and consequences.
private struct CauseHeadings {
  let run: Run
  let consequences: Consequences
  /// The causes that are told, and all that there are, or as many as were read; the nearest first.
  let told: [TraceEvent]
  let all: [TraceEvent]
  /// What led to the root of them, if the run is a slice that does not hold that.
  let cut: EventSequence?
  /// Consequences that are told beside those kept, as the ends of arrows.
  let ends: [TraceEvent]

  private var event: TraceEvent { consequences.nodes[0].event }
  private var name: String { "\(event.kind.name) #\(event.sequence.rawValue)" }
  private var kept: Int { consequences.nodes.count - 1 }

  var headline: String {
    switch (all.isEmpty && cut == nil, consequences.count == 0) {
    case (false, false): "What led to \(name), and what it led to"
    case (false, true): "What led to \(name), which led to nothing"
    case (true, false): "What came of \(name), to which nothing led"
    case (true, true): "Nothing led to \(name), and it led to nothing"
    }
  }

  var subtitle: String {
    var parts = ["run \(run.id)", "\(who) at \(event.time.preciseText)", causeText]
    if let cut { parts[2] += ", led to by #\(cut.rawValue) outside of this slice" }
    parts.append(
      kept == consequences.count
        ? Self.counted(kept, "consequence")
        : "the first \(kept) of \(Self.counted(consequences.count, "consequence"))")
    if run.slice != nil { parts.append("from a slice") }
    if run.header.source == .capture {
      parts.append("capture \(run.header.scenario)")
    } else {
      parts += ["scenario \(run.header.scenario)", "seed \(run.header.seed)"]
    }
    return parts.joined(separator: " · ")
  }

  /// What the band before the event says.
  var focus: String {
    let parts =
      (told.isEmpty ? [] : ["what led to it above"])
      + (kept == 0 ? [] : ["what it led to below"])
    return parts.isEmpty ? name : "\(name) · \(parts.joined(separator: ", "))"
  }

  /// What is left out, by its counts for each kind's raw value.
  var omitted: [Int] {
    var counts = [Int](repeating: 0, count: 256)
    for cause in all.dropFirst(told.count) { counts[Int(cause.kind.rawValue)] += 1 }
    for (kind, count) in consequences.kinds { counts[Int(kind.rawValue)] += count }
    for event in consequences.nodes.dropFirst().map(\.event) + ends {
      counts[Int(event.kind.rawValue)] -= 1
    }
    return counts
  }

  private var who: String {
    let host = run.name(of: event.host)
    guard let peer = event.peer.map({ run.name(of: $0) }) else { return host }
    return switch event.direction {
    case .sent: "\(host) → \(peer)"
    case .received: "\(host) ← \(peer)"
    case nil: "\(host) with \(peer)"
    }
  }

  private var causeText: String {
    // A chain that was not read to its root may be longer.
    let isWhole = all.last?.cause == nil
    guard told.count < all.count || !isWhole else { return Self.counted(told.count, "cause") }
    return "the nearest \(told.count) of "
      + (isWhole ? "" : "more than ") + Self.counted(all.count, "cause")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count == 0 ? "no" : "\(count)") \(noun)\(count == 1 ? "" : "s")"
  }
}
