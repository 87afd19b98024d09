import Analysis
import Drawing
import TraceModel

extension SequenceDrawing {
  // MARK: Labels, marks, boxes and pauses

  func drawLabel(_ arrow: SequenceArrow, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let accent = layout.content.columns[placed.column].accent
    let look = arrow.mark.arrowStyle(in: accent, factor: scale.factor)
    let text = arrow.received == nil ? "\(arrow.label) · \(arrow.fate.text)" : arrow.label
    let style = fitted(
      look.isStrong ? scale.strongLabel : scale.label, to: text,
      width: geometry.right - geometry.boxLeft
    ).color(arrow.mark.color(in: accent))
    let width = metrics.width(of: text, in: style)
    let wanted = labelLeft(arrow, placed, width: width)
    let left = max(min(wanted, geometry.right - width), geometry.boxLeft)
    let y = placed.anchor - 4.5 * scale.factor
    drawMasked(text, at: Point(x: left, y: y), width: width, style: style, on: &list)
  }

  func draw(_ note: SequenceNote, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let color = note.mark.color(in: layout.content.columns[placed.column].accent)
    let x = geometry.x(note.at)
    let y = placed.anchor
    let distance = 8 * scale.factor
    let room = (left: x - distance - geometry.boxLeft, right: geometry.right - x - distance)
    let natural = metrics.width(of: note.text, in: scale.strongLabel)
    // To the right, if there is room or at least more of it than to the left.
    let isRight = natural <= room.right || (natural > room.left && room.right >= room.left)
    let style = fitted(scale.strongLabel, to: note.text, width: isRight ? room.right : room.left)
      .color(color)
    let width = metrics.width(of: note.text, in: style)
    let left = isRight ? x + distance : x - distance - width
    drawMasked(
      note.text, at: Point(x: left, y: y + metrics.middleToBaseline(of: style)), width: width,
      style: style, on: &list)
    list.append(.circle(center: Point(x: x, y: y), radius: 3.4 * scale.factor, fill: color))
  }

  func draw(_ fold: SequenceFold, _ placed: PlacedRow, on list: inout DisplayList) {
    let geometry = layout.geometries[placed.column]
    let color = fold.mark.color(in: layout.content.columns[placed.column].accent)
    let top = placed.top.y + scale.foldPadding
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
    let gap = 7 * scale.factor
    // The lifelines break where the time does.
    list.append(
      .rectangle(
        Rect(left: geometry.boxLeft, top: y - gap, right: geometry.right, bottom: y + gap),
        fill: Palette.paper))
    list.line(
      geometry.boxLeft, y, geometry.right, y,
      stroke: Stroke(Palette.muted, width: 0.9 * scale.factor, dash: [1.2, 2.8]))
    let style = fitted(scale.label, to: pause.label, width: geometry.right - geometry.boxLeft)
      .color(Palette.muted)
    let width = metrics.width(of: pause.label, in: style)
    let middle = (geometry.boxLeft + geometry.right) / 2
    drawMasked(
      pause.label,
      at: Point(x: middle - width / 2, y: y + metrics.middleToBaseline(of: style)), width: width,
      style: style, on: &list)
  }

  /// Over the middle of an arrow; at the beginning of one that falls past other rows.
  private func labelLeft(_ arrow: SequenceArrow, _ placed: PlacedRow, width: Double) -> Double {
    let geometry = layout.geometries[placed.column]
    let (from, to) = (geometry.x(arrow.from), geometry.x(arrow.to))
    let isLong =
      placed.end.page > placed.top.page || placed.end.y > placed.anchor + scale.arrowHeight
    guard isLong else { return (from + to) / 2 - width / 2 }
    let distance = 12 * scale.factor
    return from <= to ? from + distance : from - distance - width
  }

  /// The style in a size in which the text is no wider than `width`.
  private func fitted(_ style: TextStyle, to text: String, width: Double) -> TextStyle {
    let natural = metrics.width(of: text, in: style)
    return natural > width ? style.size(max(style.size * width / natural, 1)) : style
  }

  /// Text with paper behind it, so that no lifeline strikes it through.
  private func drawMasked(
    _ text: String, at origin: Point, width: Double, style: TextStyle, on list: inout DisplayList
  ) {
    let margin = 3 * scale.factor
    list.append(
      .rectangle(
        Rect(
          left: origin.x - margin, top: origin.y - style.size * 0.86,
          right: origin.x + width + margin, bottom: origin.y + style.size * 0.28),
        fill: Palette.paper))
    list.text(text, at: origin, style: style)
  }
}
