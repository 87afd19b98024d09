import Analysis
import Drawing
import TraceModel

extension SequenceDrawing {
  /// Draws an arrow, or the part of it that lies on this page.
  func draw(_ arrow: SequenceArrow, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let accent = layout.content.columns[placed.column].accent
    let style = arrow.mark.arrowStyle(in: accent, factor: scale.factor)
    let start = Point(
      x: geometry.x(arrow.from), y: placed.anchor)
    let target = Point(x: geometry.x(arrow.to), y: placed.end.y)
    guard placed.end.page > placed.top.page else {
      return draw(from: start, to: target, arrow, style, on: &list)
    }
    // Over a break the arrow goes on as if the pages lay one below the other.
    let height = rows.height
    let length =
      (rows.bottom - start.y)
      + Double(placed.end.page - placed.top.page - 1) * height + (target.y - rows.top)
    func x(_ passed: Double) -> Double {
      start.x + (target.x - start.x) * min(max(passed / max(length, 1), 0), 1)
    }
    let before =
      page == placed.top.page
      ? 0 : (rows.bottom - start.y) + Double(page - placed.top.page - 1) * height
    let from = page == placed.top.page ? start : Point(x: x(before), y: rows.top)
    if page == placed.end.page {
      draw(from: from, to: target, arrow, style, on: &list)
    } else {
      let to = Point(x: x(before + rows.bottom - from.y), y: rows.bottom)
      list.append(.line(from: from, to: to, stroke: style.stroke))
      list.text(
        "continued", at: Point(x: to.x + 4, y: to.y), style: scale.detail)
    }
  }

  private func draw(
    from start: Point, to target: Point, _ arrow: SequenceArrow, _ style: ArrowStyle,
    on list: inout DisplayList
  ) {
    let (dx, dy) = (target.x - start.x, target.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let along = Point(x: dx / length, y: dy / length)
    func point(_ distance: Double, _ aside: Double = 0) -> Point {
      Point(
        x: target.x - along.x * distance - along.y * aside,
        y: target.y - along.y * distance + along.x * aside)
    }
    guard arrow.received != nil else {
      let end = point(length * 0.35)
      list.append(.line(from: start, to: end, stroke: style.stroke))
      guard arrow.fate == .underWay else { return drawCross(at: end, style.stroke, on: &list) }
      list.append(
        .circle(
          center: end, radius: 2.4 * scale.factor, fill: Palette.paper,
          stroke: Stroke(style.stroke.color, width: scale.factor)))
      return
    }
    let size = 7.2 * scale.factor
    let half = 2.7 * scale.factor
    switch style.head {
    case .filled:
      list.append(.line(from: start, to: point(size * 0.8), stroke: style.stroke))
      list.append(
        .polygon(
          [point(0.6), point(size, half), point(size, -half)], fill: style.stroke.color))
    case .open:
      list.append(.line(from: start, to: point(0.6), stroke: style.stroke))
      list.append(
        .path(
          [point(size, half), point(0.6), point(size, -half)],
          stroke: Stroke(style.stroke.color, width: style.stroke.width)))
    case .cross:
      list.append(.line(from: start, to: point(1), stroke: style.stroke))
      drawCross(at: point(size * 0.75), style.stroke, on: &list)
    }
  }

  private func drawCross(at center: Point, _ stroke: Stroke, on list: inout DisplayList) {
    let arm = 3.6 * scale.factor
    for (x, y) in [(arm, arm), (arm, -arm)] {
      list.line(
        center.x - x, center.y - y, center.x + x, center.y + y,
        stroke: Stroke(stroke.color, width: stroke.width))
    }
  }
}
