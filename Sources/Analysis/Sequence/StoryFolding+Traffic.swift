import TraceModel

/// Everyday traffic: transfers, deliveries and turns that come and go.
extension StoryFolding {
  /// The fewest exchanges of everyday traffic that are one fold.
  static let shortestTraffic = 16
  /// How many of them are drawn before it.
  private static let drawnTraffic = 4

  private static let everydayWords: Set<String> = [
    "transfer", "delivered", "asks for the turn", "gives the turn", "transfer begins",
    "transfer returns",
  ]

  /// Whether all of an exchange is what happens while mail moves.
  static func isEveryday(_ exchange: StoryTeller.Exchange) -> Bool {
    !exchange.isAlone
      && exchange.rows.allSatisfy { row in
        switch row {
        case .arrow(let arrow):
          arrow.received != nil && everydayWords.contains(word(of: arrow.label))
        case .note(let note): everydayWords.contains(word(of: note.text))
        case .fold, .pause: false
        }
      }
  }

  /// Draws the first of many everyday exchanges and folds the others, with a count of each word.
  mutating func foldTraffic(_ exchanges: [StoryTeller.Exchange]) {
    for exchange in exchanges.prefix(Self.drawnTraffic) { draw(exchange) }
    let folded = exchanges.dropFirst(Self.drawnTraffic)
    let rows = folded.flatMap(\.rows)
    guard let first = rows.map(\.time).min(), let last = rows.map(\.endTime).max() else { return }
    var counts: [(word: String, count: Int)] = []
    for row in rows {
      let word = Self.word(of: row.text)
      if let place = counts.firstIndex(where: { $0.word == word }) {
        counts[place].count += 1
      } else {
        counts.append((word, 1))
      }
    }
    var details = ["\(first.clockText) – \(last.clockText)"]
    if let before = folded.compactMap(\.queueBefore).first,
      let after = folded.compactMap(\.queueAfter).last
    {
      let most = folded.map(\.queueMost).max() ?? 0
      details.append(
        after == 0 && before == most && before > 2
          ? "backlog cleared in \((last - first).roughText)"
          : before == after
            ? "queue never above \(most)"
            : "queue \(after > before ? "grows" : "falls") \(before) → \(after)")
    }
    append(
      SequenceFold(
        count: folded.count,
        title: "mail moves: " + counts.map { "\($0.count) × \($0.word)" }.joined(separator: ", "),
        detail: details.joined(separator: " · "), first: first, last: last, mark: .delivery,
        rows: rows, isRepetition: false), of: folded)
  }
}

extension SequenceRow {
  /// What an arrow or a note says.
  fileprivate var text: String {
    switch self {
    case .arrow(let arrow): arrow.label
    case .note(let note): note.text
    case .fold(let fold): fold.title
    case .pause(let pause): pause.label
    }
  }
}
