import TraceModel

/// Folds repetition, and says what the gaps between rows hold.
///
/// The rule: exchanges of the same shape, that is with the same marks between the same lifelines in
/// the same order, that follow each other with nothing but arrivals of mail between, are one fold.
/// The first exchange of a shape in a story is drawn, so that a fold always repeats something to be
/// seen. Transfers and turns that go on for long in ever other order are one fold too, which counts
/// each. Folds are numbered in the order of drawing, whether they are drawn as a box or row by row.
struct StoryFolding {
  /// The shortest time between two rows that is said rather than passed over.
  static let shortestPause = TraceDuration.seconds(10)

  private let arrivals: [TraceInstant]
  /// What a gap holds in which no mail arrives.
  private let silence: String
  private let unfolding: Unfolding
  /// The number of the latest fold.
  private var number: Int
  private var nextArrival = 0
  var rows: [SequenceRow] = []
  /// The cycles that have been drawn.
  private var seen: [[[Part]]] = []
  var lastEnd: TraceInstant

  /// What a row contributes to its exchange's shape.
  private enum Part: Equatable {
    case arrow(SequenceMark, Int, Int, word: String)
    case note(SequenceMark, Int, word: String)
    /// What is never folded; folds and pauses, which no exchange has.
    case other
  }

  private init(
    arrivals: [TraceInstant], silence: String, start: TraceInstant, unfolding: Unfolding,
    after number: Int
  ) {
    self.arrivals = arrivals
    self.silence = silence
    self.unfolding = unfolding
    self.number = number
    lastEnd = start
  }

  /// The rows of exchanges, folded, and the pause up to `end`.
  ///
  /// - Parameters:
  ///   - shared: How many rows at the beginning tell the same in every story: no fold reaches
  ///     across their end.
  ///   - arrivals: When mail arrived, rising.
  ///   - silence: What a gap holds in which no mail arrives, in words.
  ///   - unfolding: The folds that are drawn row by row.
  ///   - number: The number of the latest fold of the stories before; afterwards that of this one's
  ///     last.
  static func rows(
    of exchanges: [StoryTeller.Exchange], shared: Int, arrivals: [TraceInstant],
    silence: String, unfolding: Unfolding = .none,
    after number: inout Int, from start: TraceInstant, to end: TraceInstant
  ) -> [SequenceRow] {
    var folding = StoryFolding(
      arrivals: arrivals, silence: silence, start: start, unfolding: unfolding, after: number)
    let shapes = exchanges.map(Self.shape)
    var next = 0
    var told = 0
    // The exchanges from `next` on that end before the rows that are shared do.
    func endOfShared() -> Int {
      var (index, count) = (next, told)
      while index < exchanges.count, count + exchanges[index].rows.count <= shared {
        count += exchanges[index].rows.count
        index += 1
      }
      return index
    }
    while next < exchanges.count {
      let isShared = told + exchanges[next].rows.count <= shared
      if !isShared, told < shared {
        // Its beginning is shared and its end is not.
        told += exchanges[next].rows.count
        folding.draw(exchanges[next])
        next += 1
        continue
      }
      let limit = isShared ? endOfShared() : exchanges.count
      let (period, count) = Self.repetition(of: shapes[next..<limit])
      let everyday = exchanges[next..<limit].prefix { Self.isEveryday($0) }
      if everyday.count >= Self.shortestTraffic, everyday.count > 2 * period * count {
        told += everyday.map(\.rows.count).reduce(0, +)
        folding.foldTraffic(Array(everyday))
        next += everyday.count
        continue
      }
      let run = exchanges[next..<next + period * count]
      told += run.map(\.rows.count).reduce(0, +)
      folding.fold(
        Self.blocks(of: Array(run), period: period), of: Array(shapes[next..<next + period]))
      next += run.count
    }
    folding.pause(before: end)
    number = folding.number
    return folding.rows
  }

  /// The longest cycle of exchanges that is looked for: a connection, its bind, a transfer and how
  /// it ends.
  private static let longestCycle = 6

  /// How many exchanges at the beginning repeat themselves as one, and how often.
  ///
  /// Exchanges of one shape are a cycle of one. A longer cycle must come three times, since its
  /// first round is drawn.
  private static func repetition(of shapes: ArraySlice<[Part]>) -> (period: Int, count: Int) {
    func count(_ period: Int) -> Int {
      var count = 1
      while shapes.count >= (count + 1) * period {
        let start = shapes.startIndex + count * period
        guard shapes[start..<start + period] == shapes[..<(shapes.startIndex + period)] else {
          break
        }
        count += 1
      }
      return count
    }
    let alone = count(1)
    guard alone == 1 else { return (1, alone) }
    for period in 2...longestCycle where shapes.count >= 3 * period {
      let rounds = count(period)
      if rounds >= 3 { return (period, rounds) }
    }
    return (1, 1)
  }

  /// The exchanges of each round of a cycle as one.
  private static func blocks(
    of exchanges: [StoryTeller.Exchange], period: Int
  ) -> [StoryTeller.Exchange] {
    guard period > 1 else { return exchanges }
    return stride(from: 0, to: exchanges.count, by: period).map { start in
      let round = exchanges[start..<start + period]
      return StoryTeller.Exchange(
        rows: round.flatMap(\.rows), queueBefore: round.compactMap(\.queueBefore).first,
        queueMost: round.map(\.queueMost).max() ?? 0,
        queueAfter: round.compactMap(\.queueAfter).last, entries: round.flatMap(\.entries))
    }
  }

  private mutating func fold(_ exchanges: [StoryTeller.Exchange], of cycle: [[Part]]) {
    var repeats = exchanges[...]
    if !seen.contains(cycle), let first = repeats.popFirst() {
      draw(first)
      if !seen.contains(cycle) { seen.append(cycle) }
    }
    guard repeats.count > 1 else {
      for exchange in repeats { draw(exchange) }
      return
    }
    append(Self.fold(Array(repeats)), of: repeats)
  }

  /// Adds a fold of exchanges, as a box or row by row.
  mutating func append(_ fold: SequenceFold, of exchanges: ArraySlice<StoryTeller.Exchange>) {
    number += 1
    // What was seen is left as it is, so that no other fold depends on how this one is drawn.
    guard !unfolding.includes(number) else { return tell(exchanges.flatMap(\.rows)) }
    var fold = fold
    fold.number = number
    pause(before: fold.first)
    rows.append(.fold(fold))
    lastEnd = max(lastEnd, fold.rows.map(\.endTime).max() ?? fold.last)
  }

  mutating func draw(_ exchange: StoryTeller.Exchange) {
    let cycle = [Self.shape(of: exchange)]
    if !seen.contains(cycle) { seen.append(cycle) }
    tell(exchange.rows)
  }

  private mutating func tell(_ more: [SequenceRow]) {
    for row in more {
      pause(before: row.time)
      rows.append(row)
      lastEnd = max(lastEnd, row.endTime)
    }
  }

  mutating func pause(before time: TraceInstant) {
    guard time - lastEnd >= Self.shortestPause else { return }
    let count = takeArrivals(after: lastEnd, upTo: time)
    let what =
      switch count {
      case 0: silence
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
    guard !exchange.isAlone else { return [.other] }
    return exchange.rows.map { row in
      switch row {
      case .arrow(let arrow):
        .arrow(arrow.mark, arrow.from, arrow.to, word: word(of: arrow.label))
      case .note(let note): .note(note.mark, note.at, word: word(of: note.text))
      case .fold, .pause: .other
      }
    }
  }

  private static func fold(_ exchanges: [StoryTeller.Exchange]) -> SequenceFold {
    let rows = exchanges.flatMap(\.rows)
    let starts = exchanges.compactMap { $0.rows.first?.time }
    let first = starts.first ?? .start
    let last = starts.last ?? first
    let marks = exchanges.first?.rows.map(\.mark) ?? []
    let isDelivery = marks.contains(.delivery)
    var title = "\(exchanges.count) × \(words(for: exchanges.first?.rows ?? []))"
    if let interval = interval(between: starts) { title += ", every \(Self.text(of: interval))" }
    let end = isDelivery ? rows.map(\.endTime).max() ?? last : last
    var details = ["\(first.clockText) – \(end.clockText)"]
    let before = exchanges.first?.queueBefore
    let after = exchanges.last?.queueAfter
    if isDelivery, exchanges.contains(where: { $0.queueBefore != nil }) {
      let most = exchanges.map(\.queueMost).max() ?? 0
      if after == 0, let before, before == most, before > 2 {
        details.append("backlog cleared in \((end - first).roughText)")
      } else {
        details.append("queue never above \(most)")
      }
    } else if let before, let after, before != after {
      details.append("queue \(after > before ? "grows" : "falls") \(before) → \(after)")
    }
    for (id, count) in counts(of: exchanges.flatMap(\.entries).map(\.id)) {
      details.append("\(count) × event \(id)")
    }
    return SequenceFold(
      count: exchanges.count, title: title, detail: details.joined(separator: " · "), first: first,
      last: end, mark: foldMark(of: marks), rows: rows)
  }

  /// What a fold is about: the worst that happens in it, or else its end.
  private static func foldMark(of marks: [SequenceMark]) -> SequenceMark {
    [.bindNak, .cancel, .delivery].first(where: marks.contains)
      ?? (marks.allSatisfy { $0 == .failure } ? .failure : marks.count == 1 ? marks[0] : .call)
  }

  /// What happens in an exchange, but for what failed in it if anything else did: `bind →
  /// bind_nak`, `transfer → delivered`.
  private static func words(for rows: [SequenceRow]) -> String {
    let texts = rows.compactMap { row -> (text: String, isFailure: Bool)? in
      switch row {
      case .arrow(let arrow): (arrow.label, arrow.mark == .failure)
      case .note(let note): (note.text, note.mark == .failure)
      case .fold, .pause: nil
      }
    }
    let others = texts.filter { !$0.isFailure }
    // Entries of the event log are counted in the details.
    let failures = texts.filter { !$0.text.hasPrefix("event ") }
    let told = [others, failures, texts].first { !$0.isEmpty } ?? []
    return told.map { word(of: $0.text) }.joined(separator: " → ")
  }

  /// A row's text without what differs from one to the next: numbers at its end, and what stands
  /// behind `·` or a colon.
  static func word(of text: String) -> String {
    let head = text.split(separator: " · ").first?.split(separator: ": ").first ?? ""
    var words = head.split(separator: " ")
    while let last = words.last, words.count > 1, words.first != "event",
      last.allSatisfy(\.isNumber)
    {
      words.removeLast()
    }
    return words.joined(separator: " ")
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
