import Analysis
import Drawing
import TraceModel

/// How high the rows of a sequence diagram are.
struct SequenceHeights {
  let scale: SequenceScale
  let metrics: any TextMetrics

  /// The height of a row in a column, in points.
  func height(of row: SequenceRow, in geometry: SequenceGeometry) -> Double {
    switch row {
    case .arrow: scale.arrowHeight
    case .note: scale.noteHeight
    case .pause: scale.pauseHeight
    case .fold(let fold): boxHeight(of: fold, in: geometry) + 2 * scale.foldPadding
    }
  }

  /// From a row's top to where it happens, in points.
  func anchor(of row: SequenceRow) -> Double {
    switch row {
    case .arrow: scale.anchor
    case .note: scale.noteAnchor
    case .pause: scale.pauseHeight / 2
    case .fold: scale.foldPadding
    }
  }

  func boxHeight(of fold: SequenceFold, in geometry: SequenceGeometry) -> Double {
    let (title, detail) = lines(of: fold, in: geometry)
    return Double(title.count) * metrics.lineHeight(of: scale.strongLabel)
      + Double(detail.count) * metrics.lineHeight(of: scale.detail) + 11 * scale.factor
  }

  func lines(
    of fold: SequenceFold, in geometry: SequenceGeometry
  ) -> (title: [String], detail: [String]) {
    let width = geometry.right - geometry.boxLeft - 16 * scale.factor
    return (
      metrics.lines(of: fold.title, in: scale.strongLabel, width: width),
      metrics.lines(of: fold.detail, in: scale.detail, width: width)
    )
  }

  /// How far an arrow falls on its way, in points: nothing for what takes no time, more for a
  /// slower way.
  func fall(of arrow: SequenceArrow) -> Double {
    guard let received = arrow.received else { return 7 * scale.factor }
    guard received > arrow.sent else { return 0 }
    let milliseconds = Double((received - arrow.sent).nanoseconds) / 1e6
    return min(4 + milliseconds * 0.1, 11) * scale.factor
  }
}
