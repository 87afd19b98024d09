package import Drawing
import TraceModel

extension BacklogChart {
  /// The size of a picture for a screen or a slide: 16:9.
  package static let pictureSize = Size(width: 960, height: 540)

  /// The chart on a page of this size.
  ///
  /// - Parameter footer: What replaces the usual footer, for a page of a report.
  package func page(
    size: Size = pictureSize, footer: String? = nil, metrics: any TextMetrics
  ) -> DisplayList {
    var page = DisplayList(size: size)
    let frame = FigureFrame(
      headline: content.headline, subtitle: content.subtitle, note: content.note,
      footer: footer ?? content.provenance.footer())
    frame.draw(on: &page, metrics: metrics) { page, area in
      page.group(.figure, alternative: content.sentence) {
        BacklogLayout(content, in: area, metrics: metrics).draw(on: &$0)
      }
    }
    return page
  }
}

/// Where the parts of a backlog chart lie.
struct BacklogLayout {
  static let axisLabelWidth = 38.0
  static let stripHeight = 20.0
  static let labelGap = 9.0

  let content: BacklogChart.Content
  let metrics: any TextMetrics
  let plot: Rect
  /// The middles of the strips' rows.
  let strips: [StripRow]
  let valueAxis: ValueAxis
  let timeAxis: TimeAxis
  /// The labels of what disturbed the hosts, above those of stalls.
  let bandLabels: [StallLabels.Label]
  let stallLabels: [StallLabels.Label]
  /// The height above the plot that labels of stalls and bands take, in points.
  let labelBand: Double
  let timeBaseline: Double

  init(_ content: BacklogChart.Content, in area: Rect, metrics: any TextMetrics) {
    self.content = content
    self.metrics = metrics
    let rows = StripRow.rows(of: content)
    let right = area.right - Self.columnWidth(content, rows, in: area, metrics: metrics)
    let left = area.left + Self.axisLabelWidth
    timeBaseline = area.bottom - 10
    let stripsTop = timeBaseline - 22 - rows.map(\.height).reduce(0, +)
    strips =
      rows.reduce(into: (rows: [StripRow](), top: stripsTop)) { placed, row in
        placed.rows.append(row.at(placed.top + row.height / 2))
        placed.top += row.height
      }.rows
    let top = area.top + 50
    let bottom = max(stripsTop - 16, top + 60)
    let peak = max(content.runs.map(\.values.maximum).max() ?? 0, content.threshold ?? 0)
    let reach = peak.addingReportingOverflow(max(peak / 20, 1))
    let axis = ValueAxis(
      reaching: reach.overflow ? .max : reach.partialValue, height: bottom - top, spacing: 36)
    let scale = (bottom - top) / Double(axis.maximum)
    bandLabels = Self.bandLabels(content, left: left, right: right, metrics: metrics)
    let bandRows = (bandLabels.map(\.row).max() ?? -1) + 1
    stallLabels = Self.stallLabels(content, left: left, right: right, metrics: metrics)
      .map { $0.below(bandRows) }
    let labelRows = max(bandRows, (stallLabels.map(\.row).max() ?? -1) + 1)
    let room = (Double(axis.maximum) - Double(peak)) * scale
    labelBand = max(Double(labelRows) * 13 + 4 - room, 0)
    plot = Rect(left: left, top: top + labelBand, right: right, bottom: bottom)
    valueAxis = axis
    timeAxis = TimeAxis(
      from: content.from, to: content.to, limit: Int(max((right - left) / 80, 1)))
  }

  func x(_ time: TraceInstant) -> Double {
    Self.x(time, content, left: plot.left, right: plot.right)
  }

  func y(_ value: Double) -> Double {
    plot.bottom - value / Double(valueAxis.maximum) * plot.height
  }

  /// The width of the labels at the right, with the gap before them, in points.
  private static func columnWidth(
    _ content: BacklogChart.Content, _ rows: [StripRow], in area: Rect, metrics: any TextMetrics
  ) -> Double {
    var widths = rows.map { $0.labelWidth(metrics: metrics) }
    if let threshold = content.threshold {
      widths.append(metrics.width(of: "threshold \(threshold)", in: .label))
    }
    for run in content.runs {
      widths.append(metrics.width(of: run.name, in: .name))
      widths += run.facts.map { metrics.width(of: $0, in: .fact) }
    }
    return min((widths.max() ?? 0) + labelGap, area.width * 0.32)
  }

  private static func bandLabels(
    _ content: BacklogChart.Content, left: Double, right: Double, metrics: any TextMetrics
  ) -> [StallLabels.Label] {
    let items = content.bands.filter { $0.start < content.to && $0.end > content.from }.map {
      StallLabels.Item(
        left: x($0.start, content, left: left, right: right),
        right: x($0.end, content, left: left, right: right), texts: [$0.label], accent: .neutral)
    }
    return StallLabels(area: left...max(left, right), metrics: metrics, noun: "disturbances")
      .place(items.sorted { ($0.left, $0.right) < ($1.left, $1.right) })
  }

  private static func x(
    _ time: TraceInstant, _ content: BacklogChart.Content, left: Double, right: Double
  ) -> Double {
    let span = Double(content.to.nanoseconds - content.from.nanoseconds)
    let share = Double(time.nanoseconds - content.from.nanoseconds) / max(span, 1)
    return left + min(max(share, 0), 1) * (right - left)
  }

  private static func stallLabels(
    _ content: BacklogChart.Content, left: Double, right: Double, metrics: any TextMetrics
  ) -> [StallLabels.Label] {
    func x(_ time: TraceInstant) -> Double { Self.x(time, content, left: left, right: right) }
    let namesRuns = content.runs.filter { !$0.stalls.isEmpty }.count > 1
    let items = content.runs.flatMap { run in
      run.stalls.filter { $0.start < content.to && $0.end > content.from }.map { stall in
        let start = namesRuns ? "\(run.shortName) stalled" : "stalled"
        let full = "\(start) \(stall.length)"
        return StallLabels.Item(
          left: x(stall.start), right: x(stall.end),
          texts: (stall.isOpen ? ["\(full), still waiting"] : []) + [full, stall.length],
          accent: run.accent)
      }
    }
    return StallLabels(area: left...max(left, right), metrics: metrics)
      .place(items.sorted { ($0.left, $0.right) < ($1.left, $1.right) })
  }
}
