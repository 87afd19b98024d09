import Analysis
import Drawing
import TraceModel

/// The page for a reader who decides: what happened, why, what to do, and how bad it is.
extension Report {
  func drawGlance(in flow: inout ReportFlow) {
    let briefing = content.contrast.briefing
    flow.startPart(Part.glance.rawValue, title: Part.glance.title)
    flow.text(title, style: .headline, tag: .title)
    flow.top += 3
    flow.text(content.contrast.subtitle, style: .subtitle)
    if let note = content.note {
      flow.top += 4
      flow.text(note, style: .label, tag: .note)
    }
    flow.top += 18
    let top = flow.top
    let width = flow.width * 0.5
    let paragraphs = [
      ("What happened", briefing.happened), ("Why", briefing.reason),
      ("What to do first", briefing.action), ("What that changes", briefing.afterwards),
    ]
    for (heading, text) in paragraphs {
      guard let text else { continue }
      flow.text(heading, style: .section, tag: .heading, width: width)
      flow.top += 2
      flow.text(text, style: .plain, width: width)
      flow.top += 14
    }
    let left = ReportFlow.margin + width + 40
    let bottom = drawFigures(briefing.figures, from: top, left: left, in: &flow)
    drawSketch(
      Rect(
        left: left, top: bottom + 18, right: flow.size.width - ReportFlow.margin,
        bottom: max(min(flow.bottom - 20, bottom + 200), bottom + 100)), in: &flow)
  }

  /// Large numbers, a row for each and a column for each run; returns where they end.
  private func drawFigures(
    _ figures: [Briefing.Figure], from top: Double, left: Double, in flow: inout ReportFlow
  ) -> Double {
    let runs = content.chart.runs
    let right = flow.size.width - ReportFlow.margin
    let step = min((right - left) / Double(max(runs.count, 1)), 150)
    var y = top
    let metrics = flow.metrics
    flow.draw { page in
      page.group(.table) { table in
        table.group(.tableRow) { row in
          // Above what the numbers are of.
          row.append(.group(.tableHeading, []))
          for (index, run) in runs.enumerated() {
            row.group(.tableHeading) {
              $0.text(
                run.name,
                at: Point(x: left + Double(index) * step, y: y + metrics.ascent(of: .name)),
                style: .name.color(run.accent.color))
            }
          }
        }
        y += metrics.lineHeight(of: .name) + 8
        for figure in figures {
          table.group(.tableRow) { row in
            let baseline = y + metrics.lineHeight(of: .number) + metrics.ascent(of: .fact) - 2
            row.group(.tableCell) {
              $0.text(figure.title, at: Point(x: left, y: baseline), style: .fact)
            }
            for (index, value) in figure.values.enumerated() {
              let accent = runs.indices.contains(index) ? runs[index].accent : .neutral
              row.group(.tableCell) {
                $0.text(
                  value,
                  at: Point(x: left + Double(index) * step, y: y + metrics.ascent(of: .number)),
                  style: .number.color(accent.color), maximumWidth: step - 8)
              }
            }
          }
          y += metrics.lineHeight(of: .number) + metrics.lineHeight(of: .fact) + 9
        }
      }
    }
    return y
  }

  /// The backlog as a small picture, which leads to the chart.
  private func drawSketch(_ area: Rect, in flow: inout ReportFlow) {
    let chart = content.chart
    let most = max(chart.runs.map { $0.values.maximum }.max() ?? 1, chart.threshold ?? 1, 1)
    let span = Double(max((chart.to - chart.from).nanoseconds, 1))
    func x(_ time: TraceInstant) -> Double {
      area.left + area.width * Double((time - chart.from).nanoseconds) / span
    }
    func y(_ value: UInt32) -> Double {
      area.bottom - area.height * Double(value) / Double(most)
    }
    var sketch = DisplayList(size: flow.size)
    sketch.group(.figure, alternative: "\(content.chart.headline).") { figure in
      figure.line(
        area.left, area.bottom, area.right, area.bottom, stroke: Stroke(Palette.rule, width: 0.9))
      if let threshold = chart.threshold {
        figure.line(
          area.left, y(threshold), area.right, y(threshold),
          stroke: Stroke(Palette.muted, width: 0.8, dash: [3, 2.5]))
      }
      for run in chart.runs.reversed() {
        let part = Rect(
          left: area.left, top: area.top, right: run.end.map { x($0) } ?? area.right,
          bottom: area.bottom)
        figure.append(
          .path(
            run.values.corners(in: part, x: x, y: y), stroke: Stroke(run.accent.color, width: 1.3)))
      }
    }
    let caption =
      "Messages waiting, from \(chart.from.clockText) to \(chart.to.clockText); at most \(most)"
    sketch.group(.caption) {
      $0.text(
        caption, at: Point(x: area.left, y: area.bottom + 13), style: .fact,
        maximumWidth: area.width)
    }
    let operations = sketch.operations
    flow.draw {
      $0.append(.link(.destination(Part.chart.rawValue), area: area, operations))
    }
  }
}

extension TextStyle {
  /// A paragraph for a reader in a hurry.
  static let plain = TextStyle(size: 12)
  /// A number that should be seen from afar.
  static let number = TextStyle(size: 22, weight: .semibold)
}
