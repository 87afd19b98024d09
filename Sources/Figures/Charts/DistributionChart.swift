package import Analysis
package import Drawing
import TraceModel

/// Which share of the messages of a direction arrived within which time.
package struct DistributionChart: Chart {
  /// A run's delivery times.
  package struct Series: Equatable, Sendable {
    package var run: ChartRun
    package var times: LogHistogram

    package init(run: ChartRun, times: LogHistogram) {
      self.run = run
      self.times = times
    }
  }

  package var heading: ChartHeading
  package var series: [Series]

  package init(heading: ChartHeading, series: [Series]) {
    self.heading = heading
    self.series = series
  }

  package var sentence: String {
    let parts = series.map { series in
      "\(series.run.name): " + Self.facts(of: series.times).joined(separator: ", ")
    }
    return "\(heading.headline). \(parts.joined(separator: "; "))."
  }

  package var data: DataTable {
    DataTable(
      columns: ["run", "delivered within (s)", "messages", "share (%)"],
      rows: series.flatMap { series in
        series.times.cumulated.map { entry in
          let share = Double(entry.count) * 100 / Double(max(series.times.total, 1))
          return [
            series.run.name, entry.span.secondsText, "\(entry.count)", share.fixed(3),
          ]
        }
      })
  }

  /// `half within 83 ms`, `99 % within 25 min`.
  static func facts(of times: LogHistogram) -> [String] {
    [(1, 2, "half"), (9, 10, "90 %"), (99, 100, "99 %")].compactMap { part, whole, name in
      times.quantile(part, of: whole).map { "\(name) within \($0.roughText)" }
    }
  }

  package func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let labels = RunLabels(
      runs: series.map(\.run), facts: series.map { Self.facts(of: $0.times) }, metrics: metrics)
    let width = labels.width(in: area)
    let plot = Rect(
      left: area.left + 44, top: area.top + 40, right: area.right - width,
      bottom: area.bottom - 34)
    let axis = LogAxis(
      spans: series.flatMap { $0.times.cumulated.map(\.span) }, left: plot.left, right: plot.right)
    list.text(
      "share of messages delivered within the time", at: Point(x: area.left, y: plot.top - 14),
      style: .axis)
    for percent in stride(from: 0, through: 100, by: 25) {
      let y = plot.bottom - plot.height * Double(percent) / 100
      list.line(plot.left, y, plot.right, y, stroke: Stroke(Palette.grid, width: 0.75))
      list.text(
        "\(percent) %", at: Point(x: plot.left - 8, y: y + metrics.middleToBaseline(of: .axis)),
        anchor: .end, style: .axis)
    }
    axis.draw(in: plot, metrics: metrics, on: &list)
    for series in series.reversed() {
      var points: [Point] = []
      for entry in series.times.cumulated {
        let x = axis.x(entry.span)
        let y = plot.bottom - plot.height * Double(entry.count) / Double(max(series.times.total, 1))
        points.append(Point(x: x, y: points.last?.y ?? plot.bottom))
        points.append(Point(x: x, y: y))
      }
      if let last = points.last { points.append(Point(x: plot.right, y: last.y)) }
      if points.count > 1 { list.append(.path(points, stroke: series.run.stroke(1.5))) }
    }
    labels.draw(
      at: series.indices.map { plot.top + 40 + Double($0) * 60 }, left: plot.right, width: width,
      above: plot.bottom, on: &list)
  }
}
