import Analysis
import Drawing
import TraceModel

/// Lays a sequence diagram out on pages.
struct SequenceLayout {
  let content: SequenceDiagram.Content
  let size: Size
  let metrics: any TextMetrics
  let scale: SequenceScale
  let heights: SequenceHeights
  let geometries: [SequenceGeometry]

  init(_ content: SequenceDiagram.Content, size: Size, metrics: any TextMetrics) {
    self.content = content
    self.size = size
    self.metrics = metrics
    let count = Double(max(content.columns.count, 1))
    let scale = SequenceScale(factor: min(max(size.width / count / 540, 0.8), 1))
    self.scale = scale
    heights = SequenceHeights(scale: scale, metrics: metrics)
    let times = content.columns.flatMap { $0.story.rows.map(\.time.preciseText) }
    let timeWidth = times.map { metrics.width(of: $0, in: scale.time) }.max() ?? 0
    let gap = 26 * scale.factor
    let width = (size.width - 2 * FigureFrame.margin - gap * (count - 1)) / count
    geometries = content.columns.enumerated().map { index, column in
      let left = FigureFrame.margin + Double(index) * (width + gap)
      return SequenceGeometry(
        left: left, right: left + width, lifelines: column.story.lifelines.count,
        timeWidth: timeWidth, scale: scale)
    }
  }

  /// Every page, with the footer that `footer` gives for its index and their number.
  ///
  /// - Parameter trims: Whether a page ends where its rows do, instead of being as high as the
  ///   paper.
  func pages(
    trims: Bool, footer: (_ index: Int, _ count: Int) -> String
  ) -> [DisplayList] {
    // The longest texts that the frame can have, so that it takes no more room on any page.
    let area = frame(isFirst: false, footer: footer(98, 999))
      .area(on: size, metrics: metrics)
    let top = area.top + headingHeight
    let placement = SequencePlacement(
      columns: content.columns.map(\.story.rows), shared: content.sharedRows,
      hasBand: content.columns.count > 1, geometries: geometries, heights: heights, top: top,
      bottom: area.bottom - omissionHeight - lifelineTail)
    let count = (placement.ends.map(\.page).max() ?? 0) + 1
    return (0..<count).map { index in
      let used = placement.usedBottom(
        on: index, heights: heights, geometries: geometries, top: top)
      let isLast = index == count - 1
      var page = DisplayList(size: size)
      if trims {
        let needed = used + lifelineTail + (isLast ? omissionHeight : 0) + 6
        page.size.height -= max(area.bottom - needed, 0)
      }
      let frame = frame(isFirst: index == 0, footer: footer(index, count))
      frame.draw(on: &page, metrics: metrics) { page, pageArea in
        draw(
          placement, page: index, isLast: isLast,
          area: Rect(
            left: area.left, top: area.top, right: area.right, bottom: pageArea.bottom),
          rowsBottom: used, on: &page)
      }
      return page
    }
  }

  private func frame(isFirst: Bool, footer: String) -> FigureFrame {
    FigureFrame(
      headline: content.headline,
      subtitle: isFirst ? content.subtitle : content.subtitle + " · continued",
      note: content.note, footer: footer)
  }

  private func draw(
    _ placement: SequencePlacement, page: Int, isLast: Bool, area: Rect, rowsBottom: Double,
    on list: inout DisplayList
  ) {
    let drawing = SequenceDrawing(
      layout: self, page: page,
      rows: Rect(
        left: area.left, top: area.top + headingHeight, right: area.right,
        bottom: rowsBottom + lifelineTail))
    let active = geometries.indices.filter { placement.ends[$0].page >= page }
    list.group(.figure) { figure in
      drawing.drawHeadings(of: active, from: area.top, on: &figure)
      drawing.drawLifelines(of: active, on: &figure)
      drawing.draw(placement.rows, on: &figure)
      if let band = placement.band, band.page == page { drawing.drawBand(at: band.y, on: &figure) }
    }
    if isLast { list.group(.note) { drawing.drawOmissions(on: &$0) } }
  }

  /// The height of the columns' names and the lifelines' headings, in points.
  var headingHeight: Double {
    metrics.lineHeight(of: scale.columnName) + metrics.lineHeight(of: scale.heading)
      + metrics.lineHeight(of: scale.subheading) + 27 * scale.factor
  }

  /// How far lifelines go on below the last row, in points.
  var lifelineTail: Double { 10 * scale.factor }

  /// What is not drawn, in lines for each column.
  func omissionLines(of column: Int) -> [String] {
    let omitted = content.columns[column].story.omitted
    guard !omitted.isEmpty else { return [] }
    // A number and what it counts stay on one line.
    let parts = omitted.map { "\($0.count)\u{A0}×\u{A0}\($0.kind.name)" }
    let geometry = geometries[column]
    return metrics.lines(
      of: "Not drawn: \(parts.joined(separator: ", "))", in: scale.detail,
      width: geometry.right - geometry.boxLeft)
  }

  private var omissionHeight: Double {
    let lines = geometries.indices.map { omissionLines(of: $0).count }.max() ?? 0
    return lines == 0 ? 0 : Double(lines) * metrics.lineHeight(of: scale.detail) + 8
  }
}

extension SequencePlacement {
  /// Where the lowest row of a page ends; `top` if it has none.
  func usedBottom(
    on page: Int, heights: SequenceHeights, geometries: [SequenceGeometry], top: Double
  ) -> Double {
    var bottom = top
    for placed in rows {
      if placed.top.page == page {
        let height = heights.height(of: placed.row, in: geometries[placed.column])
        bottom = max(bottom, placed.top.y + height)
      }
      if placed.end.page == page { bottom = max(bottom, placed.end.y) }
    }
    if let band, band.page == page { bottom = max(bottom, band.y + heights.scale.bandHeight) }
    return bottom
  }
}
