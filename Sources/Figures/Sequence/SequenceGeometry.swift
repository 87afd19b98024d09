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
  /// Between the lines that mark the arrows which a page cuts.
  var markHeight: Double { 11 * factor }
  /// The width of a lifeline that is in a state.
  var spanWidth: Double { 5 * factor }
  /// The width of a state's sample in the key, in points.
  var keySwatch: Double { 16 * factor }
  /// Between two lifelines there is room for their headings at least.
  var leastSpacing: Double { 46 * factor }
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
  var boxWidth: Double { right - boxLeft }

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

  /// How many arrows may go down side by side on one side of a lifeline.
  func laneCount(beside lifeline: Int) -> Int {
    let isOutermost = lifeline == 0 || lifeline == lifelines.count - 1
    let room = isOutermost ? 29 * scale.factor : spacing / 2
    return max(Int((room - laneOffset(0)) / (laneOffset(1) - laneOffset(0))), 1)
  }

  /// The distance of such an arrow from its lifeline, in points.
  func laneOffset(_ index: Int) -> Double { (10.5 + 5 * Double(index)) * scale.factor }

  /// The place of a lifeline by its index; the nearest for one that there is not.
  func x(_ index: Int) -> Double {
    guard !lifelines.isEmpty else { return boxLeft }
    return lifelines[min(max(index, 0), lifelines.count - 1)]
  }
}

extension SequenceGeometry {
  /// How a page of a diagram is divided into columns.
  struct Division {
    let size: Size
    let columns: Int

    var scale: SequenceScale {
      SequenceScale(factor: min(max(size.width / Double(columns) / 540, 0.8), 1))
    }

    var leastSpacing: Double { scale.leastSpacing }

    private var gap: Double { 26 * scale.factor }

    private var width: Double {
      let count = Double(columns)
      return (size.width - 2 * FigureFrame.margin - gap * (count - 1)) / count
    }

    /// The width of the widest time, in points.
    func timeWidth(of content: SequenceDiagram.Content, metrics: any TextMetrics) -> Double {
      // Figures have one width, so that the longest text is the widest.
      let times = content.columns.compactMap { column in
        column.story.rows.map(\.time.preciseText).max { $0.count < $1.count }
      }
      return times.map { metrics.width(of: $0, in: scale.time) }.max() ?? 0
    }

    func geometry(of index: Int, lifelines: Int, timeWidth: Double) -> SequenceGeometry {
      let left = FigureFrame.margin + Double(index) * (width + gap)
      return SequenceGeometry(
        left: left, right: left + width, lifelines: lifelines, timeWidth: timeWidth, scale: scale)
    }

    /// Whether this many lifelines stand clear of each other.
    func fits(
      _ lifelines: Int, content: SequenceDiagram.Content, metrics: any TextMetrics
    ) -> Bool {
      lifelines < 2 || spacing(of: lifelines, content: content, metrics: metrics) >= leastSpacing
    }

    /// The distance between neighbours of this many lifelines, in points.
    func spacing(
      of lifelines: Int, content: SequenceDiagram.Content, metrics: any TextMetrics
    ) -> Double {
      geometry(
        of: 0, lifelines: lifelines, timeWidth: timeWidth(of: content, metrics: metrics)
      ).spacing
    }
  }
}
