import Analysis
import Drawing
import TraceModel

/// The first page: what was found, in numbers, and what to do.
extension Report {
  func drawSummary(in flow: inout ReportFlow, pages: [Part: Int]) {
    flow.startPart(Part.summary.rawValue, title: Part.summary.title)
    flow.text(title, style: .headline, tag: .title)
    flow.top += 3
    flow.text(content.contrast.subtitle, style: .subtitle)
    if let note = content.note {
      flow.top += 4
      flow.text(note, style: .label, tag: .note)
    }
    flow.top += 12
    for sentence in content.contrast.verdict {
      flow.text(sentence, style: .body)
      flow.top += 3
    }
    if let others = content.contrast.otherTrouble {
      flow.text(others, style: .body)
      flow.top += 3
    }
    flow.top += 10
    drawContents(pages, in: &flow)
    flow.top += 14
    let table = contrastTable(metrics: flow.metrics)
    let left = ReportFlow.margin + table.width + 36
    let remedies = content.contrast.remedies
    let top = flow.top
    let page = flow.pages.count
    flow.text(
      content.contrast.runs.count > 1 ? "Compared" : "In numbers", style: .section, tag: .heading)
    flow.top += 4
    table.draw(in: &flow)
    guard !remedies.isEmpty else { return }
    // Beside the table if they fit there, else below it.
    let width = flow.size.width - ReportFlow.margin - left
    if flow.pages.count == page, top + height(of: remedies, width: width, in: flow) <= flow.bottom {
      flow.top = top
      draw(remedies, x: left, width: width, in: &flow)
    } else {
      flow.top += 10
      draw(remedies, x: ReportFlow.margin, width: flow.width, in: &flow)
    }
  }

  /// A line with links to the other parts.
  private func drawContents(_ pages: [Part: Int], in flow: inout ReportFlow) {
    let style = TextStyle.body.color(Palette.fixed)
    let height = flow.metrics.lineHeight(of: style)
    var x = ReportFlow.margin
    for part in parts where part != .summary {
      let text = "\(part.title), p. \(pages[part] ?? 0)"
      let width = flow.metrics.width(of: text, in: style)
      if x + width > flow.size.width - ReportFlow.margin, x > ReportFlow.margin {
        x = ReportFlow.margin
        flow.top += height + 2
      }
      let area = Rect(x: x, y: flow.top, width: width, height: height)
      let baseline = Point(x: x, y: flow.top + flow.metrics.ascent(of: style))
      flow.draw {
        $0.append(
          .link(
            .destination(part.rawValue), area: area,
            [.text(TextRun(text, at: baseline, style: style))]))
      }
      x += width + 20
    }
    flow.top += height
  }

  /// The numbers of the direction, one column a run.
  private func contrastTable(metrics: any TextMetrics) -> ReportTable {
    let contrast = content.contrast
    let accents = content.chart.runs.map(\.accent)
    var columns = [ReportTable.Column(title: "", width: 128)]
    for (index, name) in contrast.longNames.enumerated() {
      let accent = accents.indices.contains(index) ? accents[index] : .neutral
      let width = metrics.width(of: name, in: .columnTitle)
      columns.append(
        ReportTable.Column(
          title: name, width: max(width, 92), isNumber: true, color: accent.color))
    }
    let rows = contrast.comparison
    var table = ReportTable(columns: columns, rows: rows)
    // As many rows as a page has room for below the verdict, with the usual gap.
    if rows.count > 14 { table.rowGap = 1.8 }
    return table
  }

  private func height(of remedies: [Remedy], width: Double, in flow: ReportFlow) -> Double {
    let texts = remedies.map { remedy in
      flow.height(of: remedy.action, style: .strong, width: width)
        + flow.height(of: "\(remedy.reason) (\(remedy.sources))", style: .body, width: width) + 8
    }
    return texts.reduce(flow.metrics.lineHeight(of: .section) + 6, +)
  }

  private func draw(_ remedies: [Remedy], x: Double, width: Double, in flow: inout ReportFlow) {
    flow.text("What to do about it", style: .section, tag: .heading, x: x, width: width)
    flow.top += 6
    for remedy in remedies {
      flow.text(remedy.action, style: .strong, x: x, width: width)
      flow.text("\(remedy.reason) (\(remedy.sources))", style: .body, x: x, width: width)
      flow.top += 8
    }
  }
}

extension TextStyle {
  /// What stands out in a paragraph.
  static let strong = TextStyle(size: 9.5, weight: .semibold)
}
