import Analysis
import Drawing
import TraceModel

extension SequenceDrawing {
  /// Half of the height in which lifelines are broken at a pause.
  func gap(of pause: SequencePause, in geometry: SequenceGeometry) -> Double {
    let lines = layout.heights.lines(of: pause, in: geometry)
    return 7 * scale.factor + layout.heights.more(lines, in: scale.label) / 2
  }

  func drawLabel(_ arrow: SequenceArrow, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let accent = layout.content.columns[placed.column].accent
    let look = arrow.mark.arrowStyle(in: accent, factor: scale.factor)
    let style = (look.isStrong ? scale.strongLabel : scale.label)
      .color(arrow.mark.color(in: accent))
    let lines = layout.heights.lines(
      of: arrow, in: geometry, passing: placed.passing)
    let width = lines.map { metrics.width(of: $0, in: style) }.max() ?? 0
    let middle = (geometry.x(arrow.from) + geometry.x(arrow.to)) / 2
    // Over the middle of an arrow; at the beginning of one that goes down beside other rows.
    let distance = 12 * scale.factor
    let start = geometry.x(arrow.from)
    let wanted =
      placed.lane == nil
      ? middle - width / 2 : arrow.from <= arrow.to ? start + distance : start - distance - width
    drawLines(
      lines, last: placed.anchor - 4.5 * scale.factor, width: width, wanted: [wanted],
      in: placed.column, style: style, on: &list)
  }

  func draw(_ note: SequenceNote, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let color = note.mark.color(in: layout.content.columns[placed.column].accent)
    let style = scale.strongLabel.color(color)
    let x = geometry.x(note.at)
    let y = placed.anchor
    let (lines, isRight) = layout.heights.lines(
      of: note, in: geometry, passing: placed.passing)
    let width = lines.map { metrics.width(of: $0, in: style) }.max() ?? 0
    let distance = layout.heights.noteDistance
    drawLines(
      lines,
      last: y + metrics.middleToBaseline(of: style)
        + layout.heights.more(lines, in: scale.strongLabel) / 2,
      width: width, wanted: [isRight ? x + distance : x - distance - width], in: placed.column,
      style: style,
      on: &list)
    list.append(
      .circle(
        center: Point(x: x, y: y), radius: 3.6 * scale.factor, fill: color,
        stroke: Stroke(Palette.paper, width: scale.factor)))
  }

  /// Draws lines of text above each other, free of the arrows that go down past them.
  ///
  /// - Parameters:
  ///   - last: The baseline of the last line.
  ///   - width: That of the widest line.
  ///   - wanted: Where its left edge should be, the best place first.
  private func drawLines(
    _ lines: [String], last: Double, width: Double, wanted: [Double], in column: Int,
    style: TextStyle, on list: inout DisplayList
  ) {
    let first = last - layout.heights.more(lines, in: style)
    let top = textArea(at: Point(x: 0, y: first), width: width, style: style).top
    let bottom = textArea(at: Point(x: 0, y: last), width: width, style: style).bottom
    let left = freeLeft(
      for: Rect(left: 0, top: top, right: width, bottom: bottom), in: column, wanted: wanted)
    var baseline = first
    for line in lines {
      // A line that is alone is as wide as was measured.
      let own = lines.count == 1 ? width : metrics.width(of: line, in: style)
      drawMasked(line, at: Point(x: left, y: baseline), width: own, style: style, on: &list)
      baseline += metrics.lineHeight(of: style)
    }
  }

  func draw(_ fold: SequenceFold, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let color = fold.mark.color(in: layout.content.columns[placed.column].accent)
    let top = placed.anchor
    let box = Rect(
      left: geometry.boxLeft, top: top, right: geometry.right,
      bottom: top + layout.heights.boxHeight(of: fold, in: geometry))
    list.append(
      .rectangle(box, fill: color.tint(0.06), stroke: Stroke(color, width: 0.9 * scale.factor)))
    let (title, detail) = layout.heights.lines(of: fold, in: geometry)
    let left = box.left + 8 * scale.factor
    var line = box.top + 5.5 * scale.factor
    for text in title {
      list.text(
        text, at: Point(x: left, y: line + metrics.ascent(of: scale.strongLabel)),
        style: scale.strongLabel.color(color))
      line += metrics.lineHeight(of: scale.strongLabel)
    }
    for text in detail {
      list.text(
        text, at: Point(x: left, y: line + metrics.ascent(of: scale.detail)), style: scale.detail)
      line += metrics.lineHeight(of: scale.detail)
    }
  }

  func draw(_ pause: SequencePause, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let y = placed.anchor
    let gap = gap(of: pause, in: geometry)
    // The lifelines break where the time does.
    list.append(
      .rectangle(
        Rect(
          left: geometry.boxLeft, top: y - gap, right: geometry.right, bottom: y + gap),
        fill: Palette.paper))
    list.line(
      geometry.boxLeft, y, geometry.right, y,
      stroke: Stroke(Palette.muted, width: 0.9 * scale.factor, dash: [1.2, 2.8]))
    let lines = layout.heights.lines(of: pause, in: geometry)
    let style = scale.label.color(Palette.muted)
    let first =
      y + metrics.middleToBaseline(of: style) - layout.heights.more(lines, in: style) / 2
    let middle = (geometry.boxLeft + geometry.right) / 2
    for (index, line) in lines.enumerated() {
      let width = metrics.width(of: line, in: style)
      let baseline = first + Double(index) * metrics.lineHeight(of: style)
      drawMasked(
        line, at: Point(x: middle - width / 2, y: baseline), width: width, style: style, on: &list)
    }
  }

  /// Where a text stands free of the arrows that go down past it: as near to one of the places
  /// wanted as can be, the first of them first.
  ///
  /// - Parameter area: What the text would take at any place of its width and height.
  func freeLeft(for area: Rect, in column: Int, wanted: [Double]) -> Double {
    let geometry = layout.geometries[column]
    let range = geometry.boxLeft...max(geometry.right - area.width, geometry.boxLeft)
    let margin = layout.heights.laneMargin
    let passing = lanes.filter {
      $0.column == column && $0.top < area.bottom && $0.bottom > area.top
    }.map(\.x)
    func isFree(_ left: Double) -> Bool {
      passing.allSatisfy { $0 <= left - margin || $0 >= left + area.width + margin }
    }
    let clamped = wanted.map { min(max($0, range.lowerBound), range.upperBound) }
    if let left = clamped.first(where: isFree) { return left }
    let beside = passing.flatMap { [$0 + margin, $0 - margin - area.width] }
    let free = beside.filter { range.contains($0) && isFree($0) }
    return free.min { abs($0 - clamped[0]) < abs($1 - clamped[0]) } ?? clamped[0]
  }

  private func textArea(at origin: Point, width: Double, style: TextStyle) -> Rect {
    Rect(
      left: origin.x, top: origin.y - style.size * 0.86, right: origin.x + width,
      bottom: origin.y + style.size * 0.28)
  }

  /// Text with paper behind it, so that no lifeline strikes it through.
  func drawMasked(
    _ text: String, at origin: Point, width: Double, style: TextStyle, on list: inout DisplayList
  ) {
    let margin = 3 * scale.factor
    let area = textArea(at: origin, width: width, style: style)
    list.append(
      .rectangle(
        Rect(
          left: area.left - margin, top: area.top, right: area.right + margin, bottom: area.bottom),
        fill: Palette.paper))
    list.text(text, at: origin, style: style)
  }
}
