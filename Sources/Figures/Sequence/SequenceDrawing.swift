import Analysis
import Drawing
import TraceModel

/// Draws one page of a sequence diagram: lifelines first, then arrows, then what must be read.
struct SequenceDrawing {
  let layout: SequenceLayout
  let timelines: [SequenceTimeline]
  /// From 0.
  let page: Int
  /// The columns that stand on the page.
  let columns: [Int]
  /// The area of the rows.
  let rows: Rect
  /// What has a part on the page, column by column in the order of rows.
  let placed: [PlacedRow]
  /// The ways down of arrows on this page.
  let lanes: [SequenceLanePiece]
  /// The top of the band of the first difference, if it lies on the page.
  let band: Double?

  var scale: SequenceScale { layout.scale }
  var metrics: any TextMetrics { layout.metrics }

  init(
    layout: SequenceLayout, placement: SequencePlacement, timelines: [SequenceTimeline], page: Int,
    columns: [Int], rows: Rect
  ) {
    self.layout = layout
    self.timelines = timelines
    self.page = page
    self.columns = columns
    self.rows = rows
    placed = placement.rowsOnPage[page].map { placement.rows[$0] }
      .filter { columns.contains($0.column) }
    band = placement.band.flatMap { $0.page == page ? $0.y : nil }
    lanes = SequenceLanePiece.pieces(
      of: placed, on: page, layout: layout, top: rows.top)
  }

  /// - Parameter top: Where the headings begin.
  func draw(headings top: Double, hasNotes: Bool, on list: inout DisplayList) {
    list.group(.figure, alternative: layout.sentence) { figure in
      SequenceHeadings(
        layout: layout, geometries: layout.geometries, columns: columns, bottom: rows.top
      ).draw(from: top, on: &figure)
      drawLifelines(on: &figure)
      drawRows(on: &figure)
      if let band { drawBand(at: band, on: &figure) }
    }
    guard hasNotes else { return }
    let shown = layout.notes.indices.map { columns.contains($0) ? layout.notes[$0] : [] }
    list.group(.note) { layout.draw(shown, from: rows.bottom + 4, on: &$0) }
  }

  private func drawLifelines(on list: inout DisplayList) {
    for index in columns {
      for x in layout.geometries[index].lifelines {
        list.line(
          x, rows.top - 4 * scale.factor, x, rows.bottom,
          stroke: Stroke(Palette.rule, width: 0.9))
      }
      drawSpans(of: index, on: &list)
    }
  }

  private func drawRows(on list: inout DisplayList) {
    var ways = lanes[...]
    for (index, row) in placed.enumerated() {
      guard case .arrow(let arrow) = row.row else { continue }
      draw(arrow, row, ways.first?.row == index ? ways.popFirst() : nil, on: &list)
    }
    drawMarks(on: &list)
    var lastTimes: [Int: String] = [:]
    for row in placed where row.top.page == page {
      switch row.row {
      case .arrow(let arrow): drawLabel(arrow, row, on: &list)
      case .note(let note): draw(note, row, on: &list)
      case .fold(let fold): draw(fold, row, on: &list)
      case .pause(let pause): draw(pause, row, on: &list)
      }
      drawTime(of: row, lastTimes: &lastTimes, on: &list)
    }
  }

  /// Boxes and pauses say their times themselves, and what happens at once is said once.
  private func drawTime(
    of placed: PlacedRow, lastTimes: inout [Int: String], on list: inout DisplayList
  ) {
    let text = placed.row.time.preciseText
    switch placed.row {
    case .fold, .pause:
      lastTimes[placed.column] = nil
      return
    case .note where lastTimes[placed.column] == text: return
    case .arrow, .note: lastTimes[placed.column] = text
    }
    list.text(
      text,
      at: Point(
        x: layout.geometries[placed.column].timeRight,
        y: placed.anchor + metrics.middleToBaseline(of: scale.time)),
      anchor: .end, style: scale.time)
  }

  private func drawBand(at top: Double, on list: inout DisplayList) {
    guard let band = layout.content.band else { return }
    let area = Rect(left: rows.left, top: top, right: rows.right, bottom: top + scale.bandHeight)
    list.append(.rectangle(area, fill: band.isMark ? Palette.difference : Palette.grid))
    list.text(
      band.text,
      at: Point(
        x: (area.left + area.right) / 2,
        y: (area.top + area.bottom) / 2 + metrics.middleToBaseline(of: scale.strongLabel)),
      anchor: .middle, style: scale.strongLabel)
  }
}
