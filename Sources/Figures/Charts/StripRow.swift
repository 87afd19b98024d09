import Drawing
import TraceModel

/// A row of marks below a chart, with its label.
struct StripRow {
  /// One run's marks in the row.
  struct Lane {
    var times: [TraceInstant]
    var color: Color
    /// How far its middle lies below the row's, in points.
    var offset: Double
  }

  /// What the marks are.
  enum Mark {
    case event(BacklogChart.Strip.Mark)
    case delivery
  }

  var mark: Mark
  var lanes: [Lane]
  /// Parts of the label with their styles, one behind the other.
  var label: [(text: String, style: TextStyle)]
  var height: Double
  var middle = 0.0

  func at(_ middle: Double) -> StripRow {
    var row = self
    row.middle = middle
    return row
  }

  func labelWidth(metrics: any TextMetrics) -> Double {
    label.map { metrics.width(of: $0.text, in: $0.style) }.reduce(0, +)
  }

  /// The rows of a chart: one for each kind of event, then one for the deliveries of each run.
  static func rows(of content: BacklogChart.Content) -> [StripRow] {
    let events = content.strips.map { strip in row(for: strip, runs: content.runs) }
    let deliveries = content.runs.map { run in
      StripRow(
        mark: .delivery,
        lanes: [Lane(times: run.deliveries, color: run.accent.color, offset: 0)],
        label: [("delivery \(run.shortName)", TextStyle.label.color(run.accent.color))],
        height: BacklogLayout.stripHeight)
    }
    return events + deliveries
  }

  /// Runs without a mark get no lane, so that one run's marks stand in the middle.
  private static func row(
    for strip: BacklogChart.Strip, runs: [BacklogChart.Series]
  ) -> StripRow {
    let marked = zip(runs, strip.runs).filter { !$0.1.times.isEmpty }
    let laneHeight = 10.0
    // Cancels have a colour of their own wherever they are drawn.
    let own = strip.mark == .cross ? Palette.cancelled : nil
    let lanes = marked.enumerated().map { index, pair in
      let offset = (Double(index) - Double(marked.count - 1) / 2) * laneHeight
      return Lane(
        times: pair.1.times, color: own ?? pair.0.accent.color, offset: offset)
    }
    let isEmpty = strip.runs.allSatisfy { $0.count == 0 }
    var label = [(strip.name, TextStyle.label.color(isEmpty ? Palette.muted : own ?? Palette.ink))]
    for (index, (run, occurrences)) in zip(runs, strip.runs).enumerated() {
      if index > 0 { label.append((" ·", .label.color(Palette.muted))) }
      let text = runs.count > 1 ? " \(run.shortName) \(occurrences.count)" : " \(occurrences.count)"
      let color = occurrences.count == 0 ? Palette.muted : run.accent.color
      label.append((text, .label.color(color)))
    }
    return StripRow(
      mark: .event(strip.mark), lanes: lanes, label: label,
      height: BacklogLayout.stripHeight + Double(max(marked.count - 1, 0)) * laneHeight * 0.6)
  }
}
