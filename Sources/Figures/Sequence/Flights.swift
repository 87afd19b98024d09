import Analysis

/// Which arrows of a column are under way while other rows happen, and where they go down past
/// them.
struct Flights {
  /// For each row, the last of the rows behind it that begin before its arrow arrives; `nil` where
  /// there is none.
  let lastPassed: [Int?]
  /// For each row, the way down of its arrow; `nil` for one that arrives before the next row.
  let lanes: [SequenceLane?]
  /// For each row, how far from the page's left edge arrows go down past it, in points.
  let passing: [[Double]]

  init(_ rows: [SequenceRow], in geometry: SequenceGeometry) {
    var lastPassed = [Int?](repeating: nil, count: rows.count)
    var lanes = [SequenceLane?](repeating: nil, count: rows.count)
    var passing = [[Double]](repeating: [], count: rows.count)
    var choice = LaneChoice(geometry: geometry)
    for index in rows.indices {
      guard case .arrow(let arrow) = rows[index], let received = arrow.received else { continue }
      var last = index
      while last + 1 < rows.count, rows[last + 1].time < received { last += 1 }
      guard last > index else { continue }
      lastPassed[index] = last
      let lane = choice.lane(for: arrow, from: index, through: last)
      lanes[index] = lane
      let x = geometry.x(arrow.to) + lane.offset
      for passed in (index + 1)...last where !passing[passed].contains(x) {
        passing[passed].append(x)
      }
    }
    self.lastPassed = lastPassed
    self.lanes = lanes
    self.passing = passing
    var changes = [Int](repeating: 0, count: rows.count + 2)
    for (index, last) in lastPassed.enumerated() {
      guard let last else { continue }
      changes[index + 1] += 1
      changes[last + 1] -= 1
    }
    var count = 0
    counts = changes.map { change in
      count += change
      return count
    }
  }

  /// For each place between rows, how many arrows it cuts.
  private let counts: [Int]

  /// How many arrows are under way at the top of a row.
  func count(before index: Int) -> Int { counts.indices.contains(index) ? counts[index] : 0 }
}

/// Chooses the lanes of a column's slow arrows, so that arrows of the same time go side by side.
struct LaneChoice {
  let geometry: SequenceGeometry
  /// For each side of each lifeline, the last row that each lane is taken up to.
  private var taken: [Side: [Int]] = [:]

  private struct Side: Hashable {
    var lifeline: Int
    var isRight: Bool
  }

  init(geometry: SequenceGeometry) { self.geometry = geometry }

  /// The lane of an arrow that leaves at one row and arrives behind another.
  ///
  /// It lies where the arrow comes from, but outside of the outermost lifelines, beside which notes
  /// stand inside. When all are taken, the outermost is shared.
  mutating func lane(for arrow: SequenceArrow, from first: Int, through last: Int) -> SequenceLane {
    let isRight =
      arrow.to == geometry.lifelines.count - 1
      ? true : arrow.to == 0 ? false : arrow.from > arrow.to
    let side = Side(lifeline: arrow.to, isRight: isRight)
    var lanes = taken[side] ?? []
    let most = geometry.laneCount(beside: arrow.to)
    var index = lanes.firstIndex { $0 < first } ?? lanes.count
    if index == lanes.count, lanes.count < most { lanes.append(last) }
    index = min(index, most - 1)
    lanes[index] = max(lanes[index], last)
    taken[side] = lanes
    let offset = geometry.laneOffset(index)
    return SequenceLane(offset: isRight ? offset : -offset)
  }
}
