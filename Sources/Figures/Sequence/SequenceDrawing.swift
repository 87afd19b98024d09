import Analysis
import Drawing
import TraceModel

/// Draws one page of a sequence diagram: lifelines first, then arrows, then what must be read.
struct SequenceDrawing {
  let layout: SequenceLayout
  /// From 0.
  let page: Int
  /// The area of the rows.
  let rows: Rect

  var scale: SequenceScale { layout.scale }
  var metrics: any TextMetrics { layout.metrics }

  func drawHeadings(of columns: [Int], from top: Double, on list: inout DisplayList) {
    for index in columns {
      let column = layout.content.columns[index]
      let geometry = layout.geometries[index]
      var line = top + 13 * scale.factor
      list.text(
        column.name, at: Point(x: geometry.left, y: line + metrics.ascent(of: scale.columnName)),
        style: scale.columnName.color(column.accent.color))
      line += metrics.lineHeight(of: scale.columnName) + 6 * scale.factor
      for (place, lifeline) in column.story.lifelines.enumerated() {
        let x = geometry.x(place)
        // Up to the neighbours, and at the right up to the next column or the edge.
        let width = min(geometry.spacing - 4, 2 * (geometry.right + 11 * scale.factor - x))
        drawHeading(lifeline, at: x, width: width, top: line, &list)
      }
    }
  }

  /// A name that is too wide for its lifeline is set smaller and at last cut: it is whole in the
  /// picture's subtitle.
  private func drawHeading(
    _ lifeline: Lifeline, at x: Double, width: Double, top: Double, _ list: inout DisplayList
  ) {
    var baseline = top + metrics.ascent(of: scale.heading)
    for (text, style) in [
      (lifeline.title, scale.heading), (lifeline.subtitle, scale.subheading),
    ] {
      let natural = metrics.width(of: text, in: style)
      let size = natural > width ? max(style.size * width / natural, style.size * 0.75) : style.size
      let fitted = style.size(size)
      list.text(
        text, at: Point(x: x, y: baseline), anchor: .middle, style: fitted,
        maximumWidth: metrics.width(of: text, in: fitted) > width ? width : nil)
      baseline += metrics.lineHeight(of: scale.subheading)
    }
  }

  func drawLifelines(of columns: [Int], on list: inout DisplayList) {
    for index in columns {
      for x in layout.geometries[index].lifelines {
        list.line(
          x, rows.top - 4 * scale.factor, x, rows.bottom,
          stroke: Stroke(Palette.rule, width: 0.9))
      }
    }
  }

  func draw(_ placed: [PlacedRow], on list: inout DisplayList) {
    let here = placed.filter { $0.top.page <= page && $0.end.page >= page }
    for row in here {
      if case .arrow(let arrow) = row.row { draw(arrow, row, on: &list) }
    }
    var lastTimes: [Int: String] = [:]
    for row in here where row.top.page == page {
      switch row.row {
      case .arrow(let arrow): drawLabel(arrow, row, on: &list)
      case .note(let note): draw(note, row, on: &list)
      case .fold(let fold): draw(fold, row, on: &list)
      case .pause(let pause): draw(pause, row, on: &list)
      }
      drawTime(of: row, lastTimes: &lastTimes, on: &list)
    }
  }

  /// Boxes and pauses say their times themselves, and what happens at once is said once.
  private func drawTime(
    of placed: PlacedRow, lastTimes: inout [Int: String], on list: inout DisplayList
  ) {
    let text = placed.row.time.preciseText
    switch placed.row {
    case .fold, .pause:
      lastTimes[placed.column] = nil
      return
    case .note where lastTimes[placed.column] == text: return
    case .arrow, .note: lastTimes[placed.column] = text
    }
    list.text(
      text,
      at: Point(
        x: layout.geometries[placed.column].timeRight,
        y: placed.anchor + metrics.middleToBaseline(of: scale.time)),
      anchor: .end, style: scale.time)
  }

  func drawBand(at top: Double, on list: inout DisplayList) {
    let differs = layout.content.hasDifference
    let area = Rect(left: rows.left, top: top, right: rows.right, bottom: top + scale.bandHeight)
    list.append(.rectangle(area, fill: differs ? Palette.difference : Palette.grid))
    list.text(
      differs ? "first difference that the wire shows" : "no difference that the wire shows",
      at: Point(
        x: (area.left + area.right) / 2,
        y: (area.top + area.bottom) / 2 + metrics.middleToBaseline(of: scale.strongLabel)),
      anchor: .middle, style: scale.strongLabel)
  }

  func drawOmissions(on list: inout DisplayList) {
    for index in layout.geometries.indices {
      var baseline = rows.bottom + 4 + metrics.ascent(of: scale.detail)
      for line in layout.omissionLines(of: index) {
        list.text(
          line, at: Point(x: layout.geometries[index].boxLeft, y: baseline), style: scale.detail)
        baseline += metrics.lineHeight(of: scale.detail)
      }
    }
  }
}
