package import Analysis
package import Drawing
package import TraceModel

/// How long messages take, by the time at which they were enqueued: the median, a band around it
/// that eight of ten lie in, and the slowest.
package struct DeliveryTimeChart: Chart {
  /// A run's delivery times over time.
  package struct Series: Equatable, Sendable {
    package var run: ChartRun
    package var profile: DeliveryProfile

    package init(run: ChartRun, profile: DeliveryProfile) {
      self.run = run
      self.profile = profile
    }
  }

  package var heading: ChartHeading
  package var from: TraceInstant
  package var to: TraceInstant
  package var series: [Series]

  package init(
    heading: ChartHeading, from: TraceInstant, to: TraceInstant, series: [Series]
  ) {
    self.heading = heading
    self.from = from
    self.to = to
    self.series = series
  }

  package var sentence: String {
    let parts = series.map { series in
      let worst = series.profile.columns.compactMap { $0?.worst }.max()
      let facts =
        DistributionChart.facts(of: series.profile.all)
        + (worst.map { ["the slowest after \($0.roughText)"] } ?? [])
      return "\(series.run.name): \(facts.joined(separator: ", "))"
    }
    return "\(heading.headline). \(parts.joined(separator: "; "))."
  }

  package var data: DataTable {
    DataTable(
      columns: [
        "run", "enqueued from (h:mm:ss)", "enqueued from (s)", "messages", "10 % within (s)",
        "median (s)", "90 % within (s)", "slowest (s)",
      ],
      rows: series.flatMap { series in
        series.profile.columns.enumerated().compactMap { index, column in
          guard let column else { return nil }
          let start = start(of: index, of: series.profile.columns.count)
          return [
            series.run.name, start.clockText, start.secondsText, "\(column.count)",
            column.p10.secondsText, column.median.secondsText, column.p90.secondsText,
            column.worst.secondsText,
          ]
        }
      })
  }

  private func start(of column: Int, of count: Int) -> TraceInstant {
    let length = (to - from).nanoseconds / Int64(max(count, 1))
    return from + TraceDuration(nanoseconds: Int64(column) * length)
  }

  package func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let labels = RunLabels(
      runs: series.map(\.run), facts: series.map { DistributionChart.facts(of: $0.profile.all) },
      metrics: metrics)
    let width = labels.width(in: area)
    let plot = Rect(
      left: area.left + 48, top: area.top + 40, right: area.right - width,
      bottom: area.bottom - 34)
    let time = TimePlot(area: plot, from: from, to: to, metrics: metrics)
    let spans = series.flatMap { $0.profile.columns.compactMap(\.self) }
      .flatMap { [$0.p10, $0.worst] }
    let axis = LogAxis(spans: spans, left: plot.bottom, right: plot.top)
    list.text(
      "time from enqueueing to delivery", at: Point(x: area.left, y: plot.top - 14), style: .axis)
    time.drawAxis(at: area.bottom - 10, unitLeft: plot.right + 9, on: &list)
    for tick in axis.shownTicks(room: 18) {
      list.line(
        plot.left, tick.place, plot.right, tick.place, stroke: Stroke(Palette.grid, width: 0.75))
      list.text(
        tick.text,
        at: Point(x: plot.left - 8, y: tick.place + metrics.middleToBaseline(of: .axis)),
        anchor: .end, style: .axis)
    }
    for series in series.reversed() { draw(series, time, axis, on: &list) }
    labels.draw(
      at: series.indices.map { plot.top + 40 + Double($0) * 60 }, left: plot.right, width: width,
      above: plot.bottom, on: &list)
  }

  /// Neighbouring columns are joined; where nothing was enqueued, the line is broken.
  private func draw(
    _ series: Series, _ time: TimePlot, _ axis: LogAxis, on list: inout DisplayList
  ) {
    let columns = series.profile.columns
    var stretch: [(left: Double, right: Double, column: DeliveryProfile.Column)] = []
    func flush(_ list: inout DisplayList) {
      defer { stretch = [] }
      guard !stretch.isEmpty else { return }
      func corners(_ value: (DeliveryProfile.Column) -> TraceDuration) -> [Point] {
        stretch.flatMap { part in
          let y = axis.x(value(part.column))
          return [Point(x: part.left, y: y), Point(x: part.right, y: y)]
        }
      }
      let band = corners(\.p90) + corners(\.p10).reversed()
      list.append(.polygon(band, fill: series.run.accent.color.opacity(0.16)))
      list.append(.path(corners(\.median), stroke: series.run.stroke(1.5)))
      for part in stretch where part.column.worst > part.column.p90 {
        let y = axis.x(part.column.worst)
        let middle = (part.left + part.right) / 2
        list.append(
          .circle(
            center: Point(x: middle, y: y), radius: 1.5, fill: series.run.accent.color))
      }
    }
    for (index, column) in columns.enumerated() {
      guard let column else {
        flush(&list)
        continue
      }
      stretch.append(
        (
          time.x(start(of: index, of: columns.count)),
          time.x(start(of: index + 1, of: columns.count)), column
        ))
    }
    flush(&list)
  }
}
