import TraceModel

/// Folds repetition, and says what the gaps between rows hold.
///
/// The rule: exchanges of the same shape, that is with the same marks between the same lifelines in
/// the same order, that follow each other with nothing but arrivals of mail between, are one fold.
/// The first exchange of a shape in a story is drawn, so that a fold always repeats something to be
/// seen.
struct StoryFolding {
  /// The shortest time between two rows that is said rather than passed over.
  static let shortestPause = TraceDuration.seconds(10)

  private let arrivals: [TraceInstant]
  private var nextArrival = 0
  private var rows: [SequenceRow] = []
  private var seen: [[Part]] = []
  private var lastEnd: TraceInstant

  /// What a row contributes to its exchange's shape.
  private enum Part: Equatable {
    case arrow(SequenceMark, Int, Int)
    case note(SequenceMark, Int)
  }

  private init(arrivals: [TraceInstant], start: TraceInstant) {
    self.arrivals = arrivals
    lastEnd = start
  }

  /// The rows of exchanges, folded, and the pause up to `end`.
  ///
  /// - Parameters:
  ///   - shared: How many rows at the beginning tell the same in every story: no fold reaches
  ///     across their end.
  ///   - arrivals: When mail arrived, rising.
  static func rows(
    of exchanges: [StoryTeller.Exchange], shared: Int, arrivals: [TraceInstant],
    from start: TraceInstant, to end: TraceInstant
  ) -> [SequenceRow] {
    var folding = StoryFolding(arrivals: arrivals, start: start)
    var next = 0
    var told = 0
    while next < exchanges.count {
      let shape = Self.shape(of: exchanges[next])
      let isShared = told + exchanges[next].rows.count <= shared
      if !isShared, told < shared {
        // Its beginning is shared and its end is not.
        told += exchanges[next].rows.count
        folding.draw(exchanges[next])
        next += 1
        continue
      }
      var run: [StoryTeller.Exchange] = []
      while next < exchanges.count, Self.shape(of: exchanges[next]) == shape,
        !isShared || told + exchanges[next].rows.count <= shared
      {
        told += exchanges[next].rows.count
        run.append(exchanges[next])
        next += 1
      }
      folding.fold(run, of: shape)
    }
    folding.pause(before: end)
    return folding.rows
  }

  private mutating func fold(_ exchanges: [StoryTeller.Exchange], of shape: [Part]) {
    var repeats = exchanges[...]
    if !seen.contains(shape), let first = repeats.popFirst() { draw(first) }
    guard repeats.count > 1 else {
      for exchange in repeats { draw(exchange) }
      return
    }
    let fold = Self.fold(Array(repeats))
    pause(before: fold.first)
    rows.append(.fold(fold))
    lastEnd = fold.rows.map(\.endTime).max() ?? fold.last
  }

  private mutating func draw(_ exchange: StoryTeller.Exchange) {
    let shape = Self.shape(of: exchange)
    if !seen.contains(shape) { seen.append(shape) }
    for row in exchange.rows {
      pause(before: row.time)
      rows.append(row)
      lastEnd = max(lastEnd, row.endTime)
    }
  }

  private mutating func pause(before time: TraceInstant) {
    guard time - lastEnd >= Self.shortestPause else { return }
    let count = takeArrivals(after: lastEnd, upTo: time)
    let what =
      switch count {
      case 0: "nothing in this direction"
      case 1: "1 message arrives"
      default: "\(count) messages arrive"
      }
    rows.append(
      .pause(
        SequencePause(
          start: lastEnd, end: time, label: "\((time - lastEnd).roughText), \(what)")))
    lastEnd = time
  }

  /// How many messages arrived after one moment and up to another, which never lies before it.
  private mutating func takeArrivals(after start: TraceInstant, upTo end: TraceInstant) -> Int {
    while nextArrival < arrivals.count, arrivals[nextArrival] <= start { nextArrival += 1 }
    let first = nextArrival
    while nextArrival < arrivals.count, arrivals[nextArrival] <= end { nextArrival += 1 }
    return nextArrival - first
  }

  private static func shape(of exchange: StoryTeller.Exchange) -> [Part] {
    exchange.rows.map { row in
      switch row {
      case .arrow(let arrow): .arrow(arrow.mark, arrow.from, arrow.to)
      case .note(let note): .note(note.mark, note.at)
      case .fold(let fold): .note(fold.mark, fold.count)
      case .pause: .note(.decision, -1)
      }
    }
  }

  private static func fold(_ exchanges: [StoryTeller.Exchange]) -> SequenceFold {
    let rows = exchanges.flatMap(\.rows)
    let starts = exchanges.compactMap { $0.rows.first?.time }
    let first = starts.first ?? .start
    let last = starts.last ?? first
    let marks = exchanges.first?.rows.map(\.mark) ?? []
    let isRefusal = marks.contains(.bindNak)
    let isDelivery = marks.contains(.delivery)
    var title = "\(exchanges.count) × \(words(for: exchanges.first?.rows ?? []))"
    if let interval = interval(between: starts) { title += ", every \(Self.text(of: interval))" }
    let end = isDelivery ? rows.map(\.endTime).max() ?? last : last
    var details = ["\(first.clockText) – \(end.clockText)"]
    let before = exchanges.first?.queueBefore
    let after = exchanges.last?.queueAfter
    if isDelivery {
      let most = exchanges.map(\.queueMost).max() ?? 0
      if after == 0, let before, before == most, before > 2 {
        details.append("backlog cleared in \((end - first).roughText)")
      } else {
        details.append("queue never above \(most)")
      }
    } else if let before, let after, before != after {
      details.append("queue \(after > before ? "grows" : "falls") \(before) → \(after)")
    }
    for (id, count) in counts(of: exchanges.flatMap(\.entries)) {
      details.append("\(count) × event \(id)")
    }
    return SequenceFold(
      count: exchanges.count, title: title, detail: details.joined(separator: " · "), first: first,
      last: end, mark: isRefusal ? .bindNak : isDelivery ? .delivery : .call, rows: rows)
  }

  /// What happens in an exchange, up to what ends it: `bind → bind_nak`, `transfer → delivered`.
  private static func words(for rows: [SequenceRow]) -> String {
    var words: [String] = []
    for row in rows {
      let label: String
      switch row {
      case .arrow(let arrow) where arrow.mark != .failure: label = arrow.label
      case .note(let note) where note.mark != .failure: label = note.text
      default: continue
      }
      words.append(String(label.prefix { $0 != " " }))
    }
    return words.joined(separator: " → ")
  }

  /// The time between neighbours if it is the same within a twentieth for all.
  private static func interval(between starts: [TraceInstant]) -> TraceDuration? {
    let gaps = zip(starts.dropFirst(), starts).map { ($0 - $1).nanoseconds }
    guard let least = gaps.min(), let most = gaps.max(), gaps.count > 1, least > 0,
      most - least <= most / 20
    else { return nil }
    let mean = gaps.reduce(0, +) / Int64(gaps.count)
    let second: Int64 = 1_000_000_000
    return TraceDuration(nanoseconds: mean < second ? mean : (mean + second / 2) / second * second)
  }

  /// A short interval in seconds, as timers are set: `60 s`.
  private static func text(of interval: TraceDuration) -> String {
    let seconds = interval.nanoseconds / 1_000_000_000
    return (1...120).contains(seconds) ? "\(seconds) s" : interval.roughText
  }

  private static func counts(of ids: [UInt32]) -> [(id: UInt32, count: Int)] {
    var result: [(id: UInt32, count: Int)] = []
    for id in ids {
      if let index = result.firstIndex(where: { $0.id == id }) {
        result[index].count += 1
      } else {
        result.append((id, 1))
      }
    }
    return result
  }
}

extension SequenceRow {
  fileprivate var mark: SequenceMark {
    switch self {
    case .arrow(let arrow): arrow.mark
    case .note(let note): note.mark
    case .fold(let fold): fold.mark
    case .pause: .decision
    }
  }
}
