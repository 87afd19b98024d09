import Analysis
import Drawing

/// What stands above the lifelines on every page: the runs, what the states of lifelines look like,
/// and the parties.
struct SequenceHeadings {
  let layout: SequenceLayout
  let geometries: [SequenceGeometry]
  /// The columns that stand on the page.
  let columns: [Int]
  /// Where the rows begin.
  let bottom: Double

  private var scale: SequenceScale { layout.scale }
  private var metrics: any TextMetrics { layout.metrics }

  /// How much smaller than usual a name may be set.
  private static let leastShare = 0.75

  func draw(from top: Double, on list: inout DisplayList) {
    for index in columns {
      let column = layout.content.columns[index]
      let geometry = geometries[index]
      var line = top + 13 * scale.factor
      list.text(
        column.name, at: Point(x: geometry.left, y: line + metrics.ascent(of: scale.columnName)),
        style: scale.columnName.color(column.accent.color))
      line += metrics.lineHeight(of: scale.columnName)
      drawKey(of: index, from: line, on: &list)
      line =
        bottom - 8 * scale.factor - metrics.lineHeight(of: scale.heading)
        - metrics.lineHeight(of: scale.subheading)
      for (place, lifeline) in column.story.lifelines.enumerated() {
        let x = geometry.x(place)
        // Up to the neighbours, and at the right up to the next column or the edge.
        let width = min(geometry.spacing - 4, 2 * (geometry.right + 11 * scale.factor - x))
        draw(lifeline, at: x, width: width, top: line, &list)
      }
    }
  }

  /// A name that is too wide for its lifeline is set smaller and at last cut: it is whole in the
  /// picture's subtitle.
  private func draw(
    _ lifeline: Lifeline, at x: Double, width: Double, top: Double, _ list: inout DisplayList
  ) {
    var baseline = top + metrics.ascent(of: scale.heading)
    for (text, style) in [
      (lifeline.title, scale.heading), (lifeline.subtitle, scale.subheading),
    ] {
      let share = width / max(metrics.width(of: text, in: style), 1)
      list.text(
        text, at: Point(x: x, y: baseline), anchor: .middle,
        style: style.size(style.size * min(max(share, Self.leastShare), 1)),
        maximumWidth: share < Self.leastShare ? width : nil)
      baseline += metrics.lineHeight(of: scale.subheading)
    }
  }

  /// Says what the states of a column look like that it has.
  private func drawKey(of column: Int, from top: Double, on list: inout DisplayList) {
    let geometry = geometries[column]
    var baseline = top + metrics.ascent(of: scale.detail)
    for line in layout.keys[column] {
      var left = geometry.left
      for entry in line {
        let middle = left + scale.keySwatch / 2
        let area = Rect(
          left: middle, top: baseline - scale.detail.size * 0.75, right: middle,
          bottom: baseline + scale.detail.size * 0.1)
        entry.state.draw(
          on: area, width: scale.spanWidth, accent: layout.content.columns[column].accent,
          list: &list)
        list.text(
          entry.state.words, at: Point(x: left + scale.keySwatch, y: baseline),
          style: scale.detail)
        left += entry.width
      }
      baseline += layout.keyHeight
    }
  }
}
