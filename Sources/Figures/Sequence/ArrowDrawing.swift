import Analysis
import Drawing

/// Draws a straight arrow, or as much of it as arrives.
struct ArrowDrawing {
  let start: Point
  let target: Point
  let style: ArrowStyle
  /// 1 on a wide picture, less on paper.
  let factor: Double

  func draw(_ arrow: SequenceArrow, on list: inout DisplayList) {
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
      guard arrow.fate == .underWay else { return drawCross(at: end, on: &list) }
      list.append(
        .circle(
          center: end, radius: 2.4 * factor, fill: Palette.paper,
          stroke: Stroke(style.stroke.color, width: factor)))
      return
    }
    let size = 7.2 * factor
    let half = 2.7 * factor
    switch style.head {
    case .filled:
      list.append(.line(from: start, to: point(size * 0.8), stroke: style.stroke))
      list.append(
        .polygon([point(0.6), point(size, half), point(size, -half)], fill: style.stroke.color))
    case .open:
      list.append(.line(from: start, to: point(0.6), stroke: style.stroke))
      list.append(
        .path(
          [point(size, half), point(0.6), point(size, -half)],
          stroke: Stroke(style.stroke.color, width: style.stroke.width)))
    case .cross:
      list.append(.line(from: start, to: point(1), stroke: style.stroke))
      drawCross(at: point(size * 0.75), on: &list)
    }
  }

  private func drawCross(at center: Point, on list: inout DisplayList) {
    let arm = 3.6 * factor
    for (x, y) in [(arm, arm), (arm, -arm)] {
      list.line(
        center.x - x, center.y - y, center.x + x, center.y + y,
        stroke: Stroke(style.stroke.color, width: style.stroke.width))
    }
  }
}
