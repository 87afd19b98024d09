import Analysis
import Drawing

/// The sizes of a sequence diagram's text and rows, in points.
struct SequenceScale {
  /// 1 on a wide picture, less on paper.
  var factor: Double

  var label: TextStyle { TextStyle(size: 9.2 * factor) }
  var strongLabel: TextStyle { TextStyle(size: 9.2 * factor, weight: .semibold) }
  var time: TextStyle { TextStyle(size: 8.6 * factor, color: Palette.muted) }
  var heading: TextStyle { TextStyle(size: 9.2 * factor, weight: .semibold) }
  var subheading: TextStyle { TextStyle(size: 8.6 * factor, color: Palette.muted) }
  var columnName: TextStyle { TextStyle(size: 12 * factor, weight: .semibold) }
  var detail: TextStyle { TextStyle(size: 8.6 * factor, color: Palette.muted) }

  var arrowHeight: Double { 29 * factor }
  var noteHeight: Double { 23 * factor }
  var pauseHeight: Double { 27 * factor }
  /// From a row's top to its arrow's start or its note's middle.
  var anchor: Double { 16 * factor }
  var noteAnchor: Double { 11 * factor }
  var foldPadding: Double { 8 * factor }
  var bandHeight: Double { 18 * factor }
  var bandMargin: Double { 12 * factor }
}

/// Where a column's lifelines stand.
struct SequenceGeometry {
  let left: Double
  let right: Double
  /// The right edge of the times.
  let timeRight: Double
  /// The lifelines' places, from left to right.
  let lifelines: [Double]
  let scale: SequenceScale

  /// The area of boxes and pauses.
  var boxLeft: Double { timeRight + 7 * scale.factor }

  /// The distance between two lifelines, and so the width that a heading has.
  var spacing: Double {
    lifelines.count > 1 ? lifelines[1] - lifelines[0] : right - boxLeft
  }

  init(
    left: Double, right: Double, lifelines count: Int, timeWidth: Double, scale: SequenceScale
  ) {
    self.left = left
    self.right = right
    self.scale = scale
    timeRight = left + timeWidth
    let inset = 29 * scale.factor
    let first = timeRight + 7 * scale.factor + inset
    let step = count > 1 ? max(right - inset - first, 0) / Double(count - 1) : 0
    lifelines = (0..<count).map { first + Double($0) * step }
  }

  /// The place of a lifeline by its index; the nearest for one that there is not.
  func x(_ index: Int) -> Double {
    guard !lifelines.isEmpty else { return boxLeft }
    return lifelines[min(max(index, 0), lifelines.count - 1)]
  }
}
