import Drawing
import TraceModel

extension BacklogLayout {
  /// Draws the chart, from what lies behind to what lies in front.
  func draw(on page: inout DisplayList) {
    drawBands(on: &page)
    drawShades(on: &page)
    drawValueAxis(on: &page)
    drawTimeAxis(on: &page)
    drawThreshold(on: &page)
    drawLines(on: &page)
    drawStallLabels(on: &page)
    drawEndLabels(on: &page)
    for row in strips { draw(row, on: &page) }
  }

  /// A light band with a bar on top, which no stall has.
  private func drawBands(on page: inout DisplayList) {
    for band in content.bands where band.start < content.to && band.end > content.from {
      let top = plot.top - labelBand
      let (left, right) = (x(band.start), max(x(band.end), x(band.start) + 0.75))
      page.append(
        .rectangle(
          Rect(left: left, top: top, right: right, bottom: plot.bottom),
          fill: Palette.muted.opacity(0.06)))
      page.append(
        .rectangle(
          Rect(left: left, top: top - 2, right: right, bottom: top), fill: Palette.muted))
    }
  }

  private func drawShades(on page: inout DisplayList) {
    for run in content.runs {
      for stall in run.stalls where stall.start < content.to && stall.end > content.from {
        let area = Rect(
          left: x(stall.start), top: plot.top - labelBand,
          right: max(x(stall.end), x(stall.start) + 0.75), bottom: plot.bottom)
        let shade = DrawingOperation.rectangle(area, fill: run.accent.color.opacity(0.07))
        page.append(
          content.stallTarget.map { .link(.destination($0), area: area, [shade]) } ?? shade)
      }
    }
  }

  private func drawValueAxis(on page: inout DisplayList) {
    page.text(
      "messages queued",
      at: Point(x: plot.left - Self.axisLabelWidth, y: plot.top - labelBand - 18), style: .axis)
    for tick in valueAxis.ticks {
      let height = y(Double(tick))
      page.line(
        plot.left, height, plot.right, height, stroke: Stroke(Palette.grid, width: 0.75))
      page.text(
        "\(tick)",
        at: Point(x: plot.left - 8.5, y: height + metrics.middleToBaseline(of: .axis)),
        anchor: .end, style: .axis)
    }
  }

  private func drawTimeAxis(on page: inout DisplayList) {
    for tick in timeAxis.ticks {
      page.text(
        timeAxis.text(of: tick), at: Point(x: x(tick), y: timeBaseline), anchor: .middle,
        style: .axis)
    }
    // The last label may reach beyond the plot; the unit stands clear of it.
    let lastEnd = timeAxis.ticks.last.map {
      x($0) + metrics.width(of: timeAxis.text(of: $0), in: .axis) / 2
    }
    let left = max(plot.right + Self.labelGap + 16, (lastEnd ?? 0) + Self.labelGap)
    page.text(timeAxis.unit, at: Point(x: left, y: timeBaseline), style: .fact)
  }

  private func drawThreshold(on page: inout DisplayList) {
    guard let threshold = content.threshold else { return }
    let height = y(Double(threshold))
    page.line(
      plot.left, height, plot.right, height,
      stroke: Stroke(Palette.ink, width: 0.9, dash: [4.5, 3]))
    page.text(
      "threshold \(threshold)",
      at: Point(
        x: plot.right + Self.labelGap, y: height + metrics.middleToBaseline(of: .label)),
      style: .label)
  }

  /// The first run's line lies on top.
  private func drawLines(on page: inout DisplayList) {
    for run in content.runs.reversed() {
      let area = Rect(
        left: plot.left, top: plot.top, right: run.end.map { x($0) } ?? plot.right,
        bottom: plot.bottom)
      let corners = run.values.corners(in: area, x: x) { y(Double($0)) }
      page.append(
        .path(corners, stroke: Stroke(run.accent.color, width: run.accent == .fixed ? 1.3 : 1.6)))
    }
  }

  private func drawStallLabels(on page: inout DisplayList) {
    for label in bandLabels + stallLabels {
      let isBand = label.row <= (bandLabels.map(\.row).max() ?? -1)
      let baseline = plot.top - labelBand + 12 + Double(label.row) * 13
      page.text(
        label.text, at: Point(x: label.center, y: baseline), anchor: .middle,
        style: StallLabels.style.color(isBand ? Palette.muted : label.item.accent.color))
    }
  }

  private func drawEndLabels(on page: inout DisplayList) {
    let nameHeight = metrics.lineHeight(of: .name)
    let factHeight = metrics.lineHeight(of: .fact)
    let blocks = content.runs.map { run in
      EndLabels.Block(
        target: y(Double(run.values.last)),
        height: nameHeight + Double(run.facts.count) * factHeight)
    }
    let threshold = content.threshold.map { y(Double($0)) }
    let tops = EndLabels.place(
      blocks, above: plot.bottom + 4, avoiding: threshold.map { ($0 - 7)...($0 + 7) }, gap: 9)
    let left = plot.right + Self.labelGap
    for (run, top) in zip(content.runs, tops) {
      page.text(
        run.name, at: Point(x: left, y: top + metrics.ascent(of: .name)),
        style: .name.color(run.accent.color))
      for (index, fact) in run.facts.enumerated() {
        let baseline = top + nameHeight + Double(index) * factHeight + metrics.ascent(of: .fact)
        page.text(fact, at: Point(x: left, y: baseline), style: .fact)
      }
    }
  }

  private func draw(_ row: StripRow, on page: inout DisplayList) {
    for lane in row.lanes.isEmpty ? [0] : row.lanes.map(\.offset) {
      page.line(
        plot.left, row.middle + lane, plot.right, row.middle + lane,
        stroke: Stroke(Palette.grid, width: 0.75))
    }
    for lane in row.lanes {
      for time in lane.times where time >= content.from && time <= content.to {
        let place = Point(x: x(time), y: row.middle + lane.offset)
        page.append(Self.operation(for: row.mark, at: place, color: lane.color))
      }
    }
    var left = plot.right + Self.labelGap
    let baseline = row.middle + metrics.middleToBaseline(of: .label)
    for (text, style) in row.label {
      page.text(text, at: Point(x: left, y: baseline), style: style)
      left += metrics.width(of: text, in: style)
    }
  }

  /// The mark of what a real machine logged.
  static func diamond(at place: Point, _ color: Color) -> DrawingOperation {
    .polygon(
      [(0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0)].map {
        Point(x: place.x + $0.0, y: place.y + $0.1)
      },
      fill: Palette.paper, stroke: Stroke(color, width: 1.1))
  }

  private static func operation(
    for mark: StripRow.Mark, at place: Point, color: Color
  ) -> DrawingOperation {
    func corners(_ offsets: [(Double, Double)]) -> [Point] {
      offsets.map { Point(x: place.x + $0.0, y: place.y + $0.1) }
    }
    return switch mark {
    case .event(.triangleDown):
      .polygon(corners([(-3.4, -2.9), (3.4, -2.9), (0, 3.2)]), fill: color)
    case .event(.triangleUp):
      .polygon(
        corners([(-3.3, 2.7), (3.3, 2.7), (0, -3.2)]), fill: Palette.paper,
        stroke: Stroke(color, width: 1.1))
    case .event(.cross):
      .path(
        corners([(-2.8, -2.8), (2.8, 2.8), (0, 0), (-2.8, 2.8), (2.8, -2.8)]),
        stroke: Stroke(color, width: 1.2))
    case .event(.diamond): diamond(at: place, color)
    case .delivery:
      .line(
        from: Point(x: place.x, y: place.y - 4), to: Point(x: place.x, y: place.y + 4),
        stroke: Stroke(color.opacity(0.75), width: 0.6))
    }
  }
}
