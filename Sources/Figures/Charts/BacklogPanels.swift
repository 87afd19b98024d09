import Analysis
package import Drawing
package import TraceModel

/// The backlogs of several directions of mail, a small panel each, on the same axes.
package struct BacklogPanels: Chart {
  /// One direction.
  package struct Panel: Equatable, Sendable {
    /// `HUB1 → SLPS100`.
    package var title: String
    /// One line of numbers for the panel: `stalled 27 min`.
    package var fact: String
    /// For each run, its backlog and, if it ended early, when.
    package var values: [StepValues]

    package init(title: String, fact: String, values: [StepValues]) {
      self.title = title
      self.fact = fact
      self.values = values
    }
  }

  package var heading: ChartHeading
  package var from: TraceInstant
  package var to: TraceInstant
  package var runs: [ChartRun]
  /// Those with the longest stalls first.
  package var panels: [Panel]

  package init(
    heading: ChartHeading, from: TraceInstant, to: TraceInstant, runs: [ChartRun],
    panels: [Panel]
  ) {
    self.heading = heading
    self.from = from
    self.to = to
    self.runs = runs
    self.panels = panels
  }

  private static let leastWidth = 190.0
  private static let panelHeight = 112.0
  private static let headHeight = 24.0

  package var sentence: String {
    let first = panels.prefix(3).map { "\($0.title) \($0.fact)" }
    return "\(heading.headline). \(panels.count) directions of mail: "
      + first.joined(separator: "; ") + (panels.count > 3 ? "; and others." : ".")
  }

  package var data: DataTable {
    DataTable(
      columns: ["direction", "run", "time (h:mm:ss)", "time (s)", "least waiting", "most waiting"],
      rows: panels.flatMap { panel in
        zip(runs, panel.values).flatMap { run, values in
          values.rows(from: from, to: to).map { [panel.title, run.name] + $0 }
        }
      })
  }

  package func pageCount(size: Size, metrics: any TextMetrics) -> Int {
    let grid = grid(of: size, height: size.height - 120)
    return max((panels.count + grid.columns * grid.rows - 1) / (grid.columns * grid.rows), 1)
  }

  private func grid(of size: Size, height: Double) -> (columns: Int, rows: Int) {
    let columns = max(Int((size.width - 2 * FigureFrame.margin) / Self.leastWidth), 1)
    return (
      min(columns, max(panels.count, 1)),
      max(Int((height - Self.headHeight - 16) / Self.panelHeight), 1)
    )
  }

  package func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let grid = grid(of: size, height: size.height - 120)
    let perPage = grid.columns * grid.rows
    let shown = Array(panels.dropFirst(page * perPage).prefix(perPage))
    let most = max(panels.flatMap { $0.values.map(\.maximum) }.max() ?? 1, 1)
    let used = (shown.count + grid.columns - 1) / grid.columns
    let width = area.width / Double(grid.columns)
    let height = min(
      (area.height - Self.headHeight - 16) / Double(max(used, 1)), Self.panelHeight * 1.6)
    var x = area.left
    for run in runs {
      list.line(x, area.top + 12, x + 18, area.top + 12, stroke: run.stroke(1.6))
      list.text(
        run.name, at: Point(x: x + 24, y: area.top + 15.5), style: .label.color(run.accent.color))
      x += 24 + metrics.width(of: run.name, in: .label) + 20
    }
    for (index, panel) in shown.enumerated() {
      let (row, column) = (index / grid.columns, index % grid.columns)
      let cell = Rect(
        left: area.left + Double(column) * width,
        top: area.top + Self.headHeight + Double(row) * height,
        right: area.left + Double(column + 1) * width,
        bottom: area.top + Self.headHeight + Double(row + 1) * height)
      let isLowest = index + grid.columns >= shown.count
      draw(panel, in: cell, most: most, hasTimes: isLowest, metrics: metrics, on: &list)
    }
  }

  private func draw(
    _ panel: Panel, in cell: Rect, most: UInt32, hasTimes: Bool, metrics: any TextMetrics,
    on list: inout DisplayList
  ) {
    let plot = Rect(
      left: cell.left + 24, top: cell.top + 30, right: cell.right - 14, bottom: cell.bottom - 16)
    list.text(
      panel.title, at: Point(x: cell.left, y: cell.top + 11), style: .panel,
      maximumWidth: cell.width - 14)
    list.text(
      panel.fact, at: Point(x: cell.left, y: cell.top + 22), style: .fact,
      maximumWidth: cell.width - 14)
    let axis = ValueAxis(reaching: most, height: plot.height, spacing: 26)
    func y(_ value: UInt32) -> Double {
      plot.bottom - plot.height * Double(value) / Double(axis.maximum)
    }
    for tick in axis.ticks {
      let height = y(UInt32(clamping: tick))
      list.line(plot.left, height, plot.right, height, stroke: Stroke(Palette.grid, width: 0.6))
      list.text(
        "\(tick)",
        at: Point(x: plot.left - 5, y: height + metrics.middleToBaseline(of: .small)),
        anchor: .end, style: .small)
    }
    let time = TimePlot(area: plot, from: from, to: to, metrics: metrics)
    if hasTimes {
      let ticks = [time.axis.ticks.first, time.axis.ticks.last].compactMap(\.self)
      for tick in ticks.count == 2 && ticks[0] == ticks[1] ? [ticks[0]] : ticks {
        list.text(
          time.axis.text(of: tick), at: Point(x: time.x(tick), y: plot.bottom + 11),
          anchor: .middle, style: .small)
      }
    }
    for (run, values) in zip(runs, panel.values).reversed() {
      let corners = values.corners(in: plot, x: time.x, y: y)
      if corners.count > 1 {
        list.append(.path(corners, stroke: run.stroke(1.1)))
      }
    }
  }
}

extension TextStyle {
  /// The name of a panel.
  static let panel = TextStyle(size: 9.5, weight: .semibold)
  /// Ticks of a panel.
  static let small = TextStyle(size: 8, color: Palette.muted)
}

extension StepValues {
  /// The values as rows of a table: clock time, seconds, least and most.
  func rows(from: TraceInstant, to: TraceInstant) -> [[String]] {
    switch self {
    case .changes(let initial, let changes):
      let points = [(from, initial)] + changes.map { ($0.time, $0.value) }
      return points.map { time, value in
        [time.clockText, time.secondsText, "\(value)", "\(value)"]
      }
    case .columns(let columns):
      let length = (to - from).nanoseconds / Int64(Swift.max(columns.count, 1))
      return columns.enumerated().map { index, column in
        let time = from + TraceDuration(nanoseconds: Int64(index) * length)
        return [time.clockText, time.secondsText, "\(column.minimum)", "\(column.maximum)"]
      }
    }
  }
}
