import Drawing
import TraceModel

/// An area of a chart whose width is time.
struct TimePlot {
  let area: Rect
  let from: TraceInstant
  let to: TraceInstant
  let axis: TimeAxis
  let metrics: any TextMetrics

  /// - Parameter clock: When virtual time began by a clock, in nanoseconds since midnight UTC;
  ///   `nil` where only virtual time is known.
  init(
    area: Rect, from: TraceInstant, to: TraceInstant, clock: Int64? = nil,
    metrics: any TextMetrics
  ) {
    self.area = area
    self.from = from
    self.to = to
    self.metrics = metrics
    axis = TimeAxis(from: from, to: to, limit: Int(max(area.width / 80, 1)), clock: clock)
  }

  func x(_ time: TraceInstant) -> Double {
    let span = Double(max(to.nanoseconds - from.nanoseconds, 1))
    let share = Double(time.nanoseconds - from.nanoseconds) / span
    return area.left + min(max(share, 0), 1) * area.width
  }

  /// Draws the ticks' labels at a baseline, and a faint line up from each.
  func drawAxis(at baseline: Double, unitLeft: Double, on list: inout DisplayList) {
    for tick in axis.ticks {
      list.line(x(tick), area.top, x(tick), area.bottom, stroke: Stroke(Palette.grid, width: 0.6))
      list.text(
        axis.text(of: tick), at: Point(x: x(tick), y: baseline), anchor: .middle, style: .axis)
    }
    let lastEnd = axis.ticks.last.map {
      x($0) + metrics.width(of: axis.text(of: $0), in: .axis) / 2
    }
    list.text(
      axis.unit, at: Point(x: max(unitLeft, (lastEnd ?? 0) + 9), y: baseline), style: .fact)
  }
}

/// A value axis at the left of a plot, from 0 up.
struct CountPlot {
  let area: Rect
  let axis: ValueAxis

  init(area: Rect, reaching value: Int) {
    self.area = area
    axis = ValueAxis(
      reaching: UInt32(clamping: max(value, 1)), height: area.height, spacing: 30)
  }

  func y(_ value: Double) -> Double {
    area.bottom - value / Double(axis.maximum) * area.height
  }

  /// Draws the ticks, and what they count above them.
  func drawAxis(_ title: String, metrics: any TextMetrics, on list: inout DisplayList) {
    list.text(title, at: Point(x: area.left - 38, y: area.top - 12), style: .axis)
    for tick in axis.ticks {
      let height = y(Double(tick))
      list.line(area.left, height, area.right, height, stroke: Stroke(Palette.grid, width: 0.75))
      list.text(
        "\(tick)",
        at: Point(x: area.left - 8.5, y: height + metrics.middleToBaseline(of: .axis)),
        anchor: .end, style: .axis)
    }
  }
}

/// The names of runs beside a plot, each near where its line ends.
struct RunLabels {
  let runs: [ChartRun]
  /// Lines below each name.
  let facts: [[String]]
  let metrics: any TextMetrics

  /// The width of the widest, with the gap before it, in points.
  func width(in area: Rect) -> Double {
    let widths =
      runs.map { metrics.width(of: $0.name, in: .name) }
      + facts.flatMap(\.self).map { metrics.width(of: $0, in: .fact) }
    return min((widths.max() ?? 0) + 12, area.width * 0.34)
  }

  /// Draws the labels to the right of `left`, each with its middle near its target.
  func draw(
    at targets: [Double], left: Double, width: Double, above bottom: Double,
    on list: inout DisplayList
  ) {
    let nameHeight = metrics.lineHeight(of: .name)
    let factHeight = metrics.lineHeight(of: .fact)
    let blocks = zip(targets, facts).map {
      EndLabels.Block(target: $0, height: nameHeight + Double($1.count) * factHeight)
    }
    let tops = EndLabels.place(blocks, above: bottom, avoiding: nil, gap: 8)
    for (index, top) in tops.enumerated() {
      list.text(
        runs[index].name, at: Point(x: left + 9, y: top + metrics.ascent(of: .name)),
        style: .name.color(runs[index].accent.color), maximumWidth: width - 9)
      for (line, fact) in facts[index].enumerated() {
        list.text(
          fact,
          at: Point(
            x: left + 9,
            y: top + nameHeight + Double(line) * factHeight + metrics.ascent(of: .fact)),
          style: .fact, maximumWidth: width - 9)
      }
    }
  }
}
