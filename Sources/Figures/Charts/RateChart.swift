import Analysis
package import Drawing
package import TraceModel

/// How often things happen, a panel for each kind of thing, runs on one time axis.
package struct RateChart: Chart {
  /// A panel: what is counted, and for each run how often in each part of the time.
  package struct Panel: Equatable, Sendable {
    /// `deliveries per minute`.
    package var title: String
    package var counts: [[Int]]

    package init(title: String, counts: [[Int]]) {
      self.title = title
      self.counts = counts
    }
  }

  package var heading: ChartHeading
  package var from: TraceInstant
  package var to: TraceInstant
  /// When virtual time began by a clock, in nanoseconds since midnight UTC.
  package var clock: Int64?
  /// The length of the parts of the time.
  package var bin: TraceDuration
  package var runs: [ChartRun]
  package var panels: [Panel]

  package init(
    heading: ChartHeading, from: TraceInstant, to: TraceInstant, clock: Int64?,
    bin: TraceDuration, runs: [ChartRun], panels: [Panel]
  ) {
    self.heading = heading
    self.from = from
    self.to = to
    self.clock = clock
    self.bin = bin
    self.runs = runs
    self.panels = panels
  }

  package var sentence: String {
    let parts = panels.map { panel in
      let runs = zip(runs, panel.counts).map { run, counts in
        "\(run.name) \(counts.reduce(0, +)) in all, at most \(counts.max() ?? 0) in "
          + bin.roughText
      }
      return "\(panel.title): \(runs.joined(separator: ", "))"
    }
    return "\(heading.headline). \(parts.joined(separator: "; "))."
  }

  package var data: DataTable {
    DataTable(
      columns: ["run", "from (h:mm:ss)", "from (s)", "length (s)"] + panels.map(\.title),
      rows: runs.indices.flatMap { run in
        (panels.first?.counts[run].indices ?? 0..<0).map { part in
          let start = from + TraceDuration(nanoseconds: Int64(part) * bin.nanoseconds)
          return [runs[run].name, start.clockText, start.secondsText, bin.secondsText]
            + panels.map { "\($0.counts[run][part])" }
        }
      })
  }

  package func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let labels = runs.map { run in RunLabels(runs: [run], facts: [[]], metrics: metrics) }
    let width = labels.map { $0.width(in: area) }.max() ?? 0
    let right = area.right - max(width, 100)
    let baseline = area.bottom - 10
    let height = (baseline - 18 - area.top) / Double(max(panels.count, 1))
    for (index, panel) in panels.enumerated() {
      let plot = Rect(
        left: area.left + 38, top: area.top + Double(index) * height + 34, right: right,
        bottom: area.top + Double(index + 1) * height - 8)
      let time = TimePlot(area: plot, from: from, to: to, clock: clock, metrics: metrics)
      let counts = CountPlot(
        area: plot, reaching: panel.counts.flatMap(\.self).max() ?? 1)
      counts.drawAxis(panel.title, metrics: metrics, on: &list)
      if index == panels.count - 1 {
        time.drawAxis(at: baseline, unitLeft: right + 9, on: &list)
      }
      for (run, values) in zip(runs, panel.counts).reversed() {
        let points = values.enumerated().flatMap { part, value -> [Point] in
          let start = from + TraceDuration(nanoseconds: Int64(part) * bin.nanoseconds)
          let end = start + bin
          return [
            Point(x: time.x(start), y: counts.y(Double(value))),
            Point(x: time.x(end), y: counts.y(Double(value))),
          ]
        }
        if points.count > 1 { list.append(.path(points, stroke: run.stroke(1.3))) }
      }
      RunLabels(
        runs: runs,
        facts: panel.counts.map { ["\($0.reduce(0, +)) in all, most \($0.max() ?? 0)"] },
        metrics: metrics
      ).draw(
        at: panel.counts.map { counts.y(Double($0.last ?? 0)) }, left: right,
        width: area.right - right, above: plot.bottom, on: &list)
    }
  }
}
