import Analysis

/// Where the times and the lifelines of a ladder stand, in columns of a terminal from 0.
struct LadderGeometry {
  let width: Int
  /// How many columns the times take.
  let timeWidth: Int
  /// The column of each lifeline.
  let places: [Int]
  /// What stands above each lifeline: its names, or its number if they have no room.
  let headings: [[String]]
  /// Whether the lifelines have numbers, which a list above explains.
  let isNumbered: Bool

  /// The first column that is not for times.
  var left: Int { timeWidth + 2 }
  /// The last column.
  var right: Int { width - 1 }

  /// The fewest columns between two lifelines: room for an arrow.
  private static let leastGap = 4
  /// What an arrow needs beside its label: two dashes, two spaces, the head, and its lifeline.
  private static let arrowRoom = 6

  /// - Parameters:
  ///   - stories: Those that stand in columns of this kind, which have equal lifelines.
  ///   - text: How a terminal shows a text.
  /// - Throws: ``LadderTooNarrow`` if the lifelines find no room.
  init(
    of stories: [SequenceStory], width: Int, text: (String) -> String
  ) throws(LadderTooNarrow) {
    let lifelines = stories.first?.lifelines ?? []
    let rows = stories.flatMap(\.rows)
    let timeWidth = rows.map { $0.time.preciseText.count }.max() ?? 0
    let left = timeWidth + 2
    let names = lifelines.map { [text($0.title), text($0.subtitle)] }
    let numbers = lifelines.indices.map { ["\($0 + 1)"] }
    func gaps(_ headings: [[String]]) -> (edges: Int, between: [Int]) {
      let widths = headings.map { $0.map(TextColumns.width(of:)).max() ?? 0 }
      let edges = max((widths.first ?? 0) / 2, 1) + ((widths.last ?? 1) - 1) / 2
      let between = zip(widths, widths.dropFirst()).map { before, after in
        max((before - 1) / 2 + after / 2 + 2, Self.leastGap)
      }
      return (edges, between)
    }
    let named = gaps(names)
    let room = width - left - 1
    isNumbered = named.edges + named.between.reduce(0, +) > room
    headings = isNumbered ? numbers : names
    let (edges, between) = isNumbered ? gaps(numbers) : named
    let needed = edges + between.reduce(0, +)
    let least = max(left + 1 + needed, Self.leastWidth)
    guard width >= least else { throw LadderTooNarrow(needed: least, width: width) }
    let widened = Self.widened(between, by: room - needed, for: rows, text: text)
    let firstWidth = headings.first?.map(TextColumns.width(of:)).max() ?? 0
    var place = left + max(firstWidth / 2, 1)
    var places: [Int] = []
    for index in lifelines.indices {
      places.append(place)
      if index < widened.count { place += widened[index] }
    }
    self.width = width
    self.timeWidth = timeWidth
    self.places = places
  }

  /// The fewest columns of all, in which texts that break nowhere find room.
  private static let leastWidth = 40

  /// Gives columns to the gaps: first where they let the most labels stand on their arrows, then to
  /// the narrowest.
  private static func widened(
    _ gaps: [Int], by columns: Int, for rows: [SequenceRow], text: (String) -> String
  ) -> [Int] {
    guard !gaps.isEmpty else { return gaps }
    var wanted = [[Int: Int]](repeating: [:], count: gaps.count)
    for case .arrow(let arrow) in rows where abs(arrow.from - arrow.to) == 1 {
      let need = TextColumns.width(of: text(arrow.label)) + arrowRoom
      wanted[min(arrow.from, arrow.to)][need, default: 0] += 1
    }
    var gaps = gaps
    var left = columns
    while true {
      var best: (gap: Int, width: Int, worth: Double)?
      for gap in gaps.indices {
        for width in wanted[gap].keys.sorted() where width > gaps[gap] {
          let cost = width - gaps[gap]
          guard cost <= left else { break }
          let gain = wanted[gap].filter { $0.key > gaps[gap] && $0.key <= width }.values
            .reduce(0, +)
          let worth = Double(gain) / Double(cost)
          if worth > best?.worth ?? 0 { best = (gap, width, worth) }
        }
      }
      guard let best else { break }
      left -= best.width - gaps[best.gap]
      gaps[best.gap] = best.width
    }
    for _ in 0..<max(left, 0) {
      guard let narrowest = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { break }
      gaps[narrowest] += 1
    }
    return gaps
  }
}

/// A ladder whose lifelines do not fit into the columns that there are.
package struct LadderTooNarrow: Error, Equatable {
  /// The fewest columns that are enough.
  package var needed: Int
  /// Those that there are.
  package var width: Int

  package init(needed: Int, width: Int) {
    self.needed = needed
    self.width = width
  }
}
