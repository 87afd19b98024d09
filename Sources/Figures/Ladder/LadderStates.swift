import Analysis
import TraceModel

/// In which states the lifelines of a story are at a moment.
struct LadderStates {
  /// For each lifeline and state, the stretches in order of time.
  private let spans: [[LifelineSpan.State: [LifelineSpan]]]

  init(of story: SequenceStory) {
    var spans = [[LifelineSpan.State: [LifelineSpan]]](
      repeating: [:], count: story.lifelines.count)
    for span in story.spans where spans.indices.contains(span.lifeline) {
      spans[span.lifeline][span.state, default: []].append(span)
    }
    for lifeline in spans.indices {
      for state in LifelineSpan.State.allCases {
        spans[lifeline][state]?.sort { $0.start < $1.start }
      }
    }
    self.spans = spans
  }

  /// What the state in front is, if the lifeline is in one.
  func state(of lifeline: Int, at time: TraceInstant) -> LifelineSpan.State? {
    LifelineSpan.State.drawingOrder.reversed().first { state in
      state != .stalled && isIn(state, lifeline, at: time)
    }
  }

  /// Whether mail stalls.
  func isStalled(_ lifeline: Int, at time: TraceInstant) -> Bool {
    isIn(.stalled, lifeline, at: time)
  }

  private func isIn(_ state: LifelineSpan.State, _ lifeline: Int, at time: TraceInstant) -> Bool {
    guard let spans = spans[lifeline][state] else { return false }
    // The first that begins later.
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].start <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 && time < spans[low - 1].end
  }
}
