import Drawing

/// A table of texts: its rows break between pages, and its heading stands on each of them.
struct ReportTable {
  struct Column {
    var title: String
    /// In points.
    var width: Double
    var isNumber = false
    var style = TextStyle.body
    /// The heading's colour.
    var color = Palette.muted
  }

  static let cellGap = 12.0

  /// Above and below each row, in points.
  var rowGap = 3.5
  var columns: [Column]
  var rows: [[String]]

  var width: Double {
    columns.map(\.width).reduce(0, +) + Double(columns.count - 1) * Self.cellGap
  }

  /// The height of heading and rows on a page without an end, in points.
  func height(metrics: any TextMetrics) -> Double {
    headingHeight(metrics: metrics) + rows.map { height(of: $0, metrics: metrics) }.reduce(0, +)
  }

  /// Draws the table from where the flow stands.
  ///
  /// A row that is higher than a page would be breaks between its lines.
  func draw(in flow: inout ReportFlow, x: Double = ReportFlow.margin) {
    drawHeading(in: &flow, x: x)
    for row in rows {
      let cells = zip(row, columns).map { text, column in
        flow.metrics.lines(of: text, in: column.style, width: column.width)
      }
      var line = 0
      let count = cells.map(\.count).max() ?? 0
      let isWhole = height(of: row, metrics: flow.metrics) < flow.bottom - ReportFlow.margin - 40
      if isWhole, flow.top + height(of: row, metrics: flow.metrics) > flow.bottom {
        flow.startPage()
        drawHeading(in: &flow, x: x)
      }
      while line < count {
        if flow.top + lineHeight(metrics: flow.metrics) > flow.bottom {
          flow.startPage()
          drawHeading(in: &flow, x: x)
        }
        drawLine(line, of: cells, in: &flow, x: x)
        line += 1
      }
      flow.top += rowGap
      let y = flow.top
      flow.draw { $0.line(x, y, x + width, y, stroke: Stroke(Palette.grid, width: 0.6)) }
      flow.top += rowGap
    }
  }

  private func drawLine(_ line: Int, of cells: [[String]], in flow: inout ReportFlow, x: Double) {
    let lineHeight = lineHeight(metrics: flow.metrics)
    let baseline = flow.top + flow.metrics.ascent(of: .body)
    flow.draw { page in
      page.group(.tableRow) { row in
        var left = x
        for (lines, column) in zip(cells, columns) {
          if lines.indices.contains(line) {
            row.group(.tableCell) {
              $0.text(
                lines[line],
                at: Point(x: column.isNumber ? left + column.width : left, y: baseline),
                anchor: column.isNumber ? .end : .start, style: column.style)
            }
          }
          left += column.width + Self.cellGap
        }
      }
    }
    flow.top += lineHeight
  }

  private func drawHeading(in flow: inout ReportFlow, x: Double) {
    let baseline = flow.top + flow.metrics.ascent(of: .columnTitle)
    let rule = flow.top + headingHeight(metrics: flow.metrics) - 4
    let columns = self.columns
    let width = self.width
    flow.draw { page in
      page.group(.tableRow) { row in
        var left = x
        for column in columns {
          row.group(.tableHeading) {
            $0.text(
              column.title, at: Point(x: column.isNumber ? left + column.width : left, y: baseline),
              anchor: column.isNumber ? .end : .start,
              style: .columnTitle.color(column.color))
          }
          left += column.width + Self.cellGap
        }
      }
      page.line(x, rule, x + width, rule, stroke: Stroke(Palette.rule, width: 0.9))
    }
    flow.top += headingHeight(metrics: flow.metrics)
  }

  private func headingHeight(metrics: any TextMetrics) -> Double {
    metrics.lineHeight(of: .columnTitle) + 9
  }

  private func lineHeight(metrics: any TextMetrics) -> Double { metrics.lineHeight(of: .body) }

  private func height(of row: [String], metrics: any TextMetrics) -> Double {
    let lines = zip(row, columns).map { text, column in
      metrics.lines(of: text, in: column.style, width: column.width).count
    }
    return Double(lines.max() ?? 0) * lineHeight(metrics: metrics) + 2 * rowGap
  }
}

extension TextStyle {
  /// The text of a report's paragraphs and tables.
  static let body = TextStyle(size: 9.5)
  /// What heads a table's column.
  static let columnTitle = TextStyle(size: 9.5, weight: .semibold, color: Palette.muted)
  /// What heads a part of a page.
  static let section = TextStyle(size: 13, weight: .semibold)
}
