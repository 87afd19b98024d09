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
  /// Each page that it reaches has a table of its own with the heading. A row that is higher than a
  /// page would be breaks between its lines.
  func draw(in flow: inout ReportFlow, x: Double = ReportFlow.margin) {
    var part = DisplayList(size: flow.size)
    drawHeading(on: &part, in: &flow, x: x)
    for row in rows {
      let cells = zip(row, columns).map { text, column in
        flow.metrics.lines(of: text, in: column.style, width: column.width)
      }
      let lineHeight = lineHeight(metrics: flow.metrics)
      let height = height(of: row, metrics: flow.metrics)
      let isWhole = height < flow.bottom - ReportFlow.margin - 40
      if flow.top + (isWhole ? height : lineHeight) > flow.bottom {
        startPage(after: &part, in: &flow, x: x)
      }
      var lines = 0..<(cells.map(\.count).max() ?? 0)
      while !lines.isEmpty {
        let room = max(Int((flow.bottom - flow.top) / lineHeight), 1)
        let fitting = isWhole ? lines : lines.prefix(room)
        drawLines(fitting, of: cells, on: &part, in: &flow, x: x)
        lines = fitting.upperBound..<lines.upperBound
        if !lines.isEmpty { startPage(after: &part, in: &flow, x: x) }
      }
    }
    flow.draw { $0.append(.group(.table, part.operations)) }
  }

  /// Ends the page's part of the table and begins the next one.
  private func startPage(after part: inout DisplayList, in flow: inout ReportFlow, x: Double) {
    flow.draw { $0.append(.group(.table, part.operations)) }
    part = DisplayList(size: flow.size)
    flow.startPage()
    drawHeading(on: &part, in: &flow, x: x)
  }

  /// Draws some lines of all cells as one row, with the rule below it.
  private func drawLines(
    _ lines: Range<Int>, of cells: [[String]], on part: inout DisplayList,
    in flow: inout ReportFlow, x: Double
  ) {
    let lineHeight = lineHeight(metrics: flow.metrics)
    let baseline = flow.top + flow.metrics.ascent(of: .body)
    flow.top += Double(lines.count) * lineHeight + rowGap
    let rule = ruleOperation(x: x, y: flow.top, stroke: Stroke(Palette.grid, width: 0.6))
    flow.top += rowGap
    part.group(.tableRow) { row in
      var left = x
      for (index, (texts, column)) in zip(cells, columns).enumerated() {
        var cell = DisplayList(size: row.size)
        for (place, line) in lines.enumerated() where texts.indices.contains(line) {
          let edge = column.isNumber ? left + column.width : left
          cell.text(
            texts[line], at: Point(x: edge, y: baseline + Double(place) * lineHeight),
            anchor: column.isNumber ? .end : .start, style: column.style)
        }
        // A table holds nothing but rows, and a row nothing but cells: the rule is in one too.
        if index == 0 { cell.append(rule) }
        row.append(.group(.tableCell, cell.operations))
        left += column.width + Self.cellGap
      }
    }
  }

  private func drawHeading(on part: inout DisplayList, in flow: inout ReportFlow, x: Double) {
    let baseline = flow.top + flow.metrics.ascent(of: .columnTitle)
    flow.top += headingHeight(metrics: flow.metrics)
    let rule = ruleOperation(x: x, y: flow.top - 4, stroke: Stroke(Palette.rule, width: 0.9))
    part.group(.tableRow) { row in
      var left = x
      for (index, column) in columns.enumerated() {
        var cell = DisplayList(size: row.size)
        cell.text(
          column.title, at: Point(x: column.isNumber ? left + column.width : left, y: baseline),
          anchor: column.isNumber ? .end : .start, style: .columnTitle.color(column.color))
        if index == 0 { cell.append(rule) }
        row.append(.group(.tableHeading, cell.operations))
        left += column.width + Self.cellGap
      }
    }
  }

  private func ruleOperation(x: Double, y: Double, stroke: Stroke) -> DrawingOperation {
    .line(from: Point(x: x, y: y), to: Point(x: x + width, y: y), stroke: stroke)
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
