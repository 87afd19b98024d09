import Analysis
import TraceModel

/// What a ladder draws on lines of its own: a row, or the late arrival of an arrow behind others.
enum LadderStep {
  /// A row; an arrow of which the arrival is a step of its own, `arrivesLater`.
  case row(SequenceRow, arrivesLater: Bool)
  case arrival(SequenceArrow, at: TraceInstant)

  var time: TraceInstant {
    switch self {
    case .row(let row, _): row.time
    case .arrival(_, let time): time
    }
  }

  /// When what is drawn ends: an arrow that arrives later, with its sending.
  var endTime: TraceInstant {
    switch self {
    case .row(let row, let arrivesLater): arrivesLater ? row.time : row.endTime
    case .arrival(_, let time): time
    }
  }

  var isPause: Bool {
    if case .row(let row, _) = self { row.isPause } else { false }
  }

  /// Rows in their order, with the arrivals that lie behind other rows between them.
  ///
  /// - Parameter shared: How many rows at the beginning stand beside another column's; the number
  ///   of steps that these are comes back.
  static func steps(
    of rows: [SequenceRow], shared: Int
  ) -> (steps: [LadderStep], shared: Int) {
    var steps: [LadderStep] = []
    var sharedSteps = 0
    var flying: [(time: TraceInstant, arrow: SequenceArrow)] = []
    func land(before time: TraceInstant?) {
      flying.sort { ($0.time, $0.arrow.event) < ($1.time, $1.arrow.event) }
      while let next = flying.first, time.map({ next.time < $0 }) ?? true {
        steps.append(.arrival(next.arrow, at: next.time))
        flying.removeFirst()
      }
    }
    for (index, row) in rows.enumerated() {
      if index == shared { sharedSteps = steps.count }
      land(before: row.time)
      guard case .arrow(let arrow) = row, let received = arrow.received,
        isLate(arrow, received, before: rows[(index + 1)...])
      else {
        steps.append(.row(row, arrivesLater: false))
        continue
      }
      steps.append(.row(row, arrivesLater: true))
      flying.append((received, arrow))
    }
    if shared >= rows.count { sharedSteps = steps.count }
    land(before: nil)
    return (steps, sharedSteps)
  }
  /// Whether an arrow must not seem to arrive where it is sent: it takes long and other rows come
  /// between, or something happens at its end before it is there.
  private static func isLate(
    _ arrow: SequenceArrow, _ received: TraceInstant, before rows: ArraySlice<SequenceRow>
  ) -> Bool {
    guard let next = rows.first, next.time < received else { return false }
    if received - arrow.sent >= long { return true }
    return rows.prefix { $0.time < received }.contains { row in
      row.happens(at: arrow.to, before: received)
    }
  }

  /// What a reader of minutes would see as a delay.
  private static let long = TraceDuration.seconds(1)
}

extension SequenceRow {
  /// Whether it says of a lifeline that something happened at it before a moment.
  fileprivate func happens(at lifeline: Int, before time: TraceInstant) -> Bool {
    switch self {
    case .arrow(let arrow):
      arrow.from == lifeline && arrow.sent < time
        || arrow.to == lifeline && (arrow.received.map { $0 < time } ?? false)
    case .note(let note): note.at == lifeline && note.time < time
    // What is not drawn row by row has no order to be kept.
    case .fold, .pause: false
    }
  }
}
