import Analysis
import Drawing

/// The pages of a sequence diagram before they are drawn: which rows each has, and where.
struct SequencePlan: SequenceSheets {
  let layout: SequenceLayout
  let placement: SequencePlacement
  let timelines: [SequenceTimeline]
  /// The area that the frame leaves on a full page.
  let area: Rect
  /// Whether the notes stand below the last rows.
  let hasNotesBelow: Bool
  /// The pages with rows, and then those with notes.
  let sheets: [Sheet]

  /// A page.
  enum Sheet {
    /// A page of rows, with the columns that stand on it.
    case rows(page: Int, columns: [Int], isLast: Bool)
    /// A page of notes, in lines for each column.
    case notes([[String]])
  }

  var count: Int { sheets.count }

  private var top: Double { area.top + layout.headingHeight }

  /// - Parameter footer: The longest footer that any page has.
  init(_ layout: SequenceLayout, footer: String) {
    self.layout = layout
    // The longest texts that the frame can have, so that it takes no more room on any page.
    let area = layout.frame(isFirst: false, footer: footer)
      .area(on: layout.size, metrics: layout.metrics)
    let top = area.top + layout.headingHeight
    let content = layout.content
    func place(above notes: Double) -> SequencePlacement {
      SequencePlacement(
        columns: content.columns.map(\.story.rows), shared: content.sharedRows,
        hasBand: content.band != nil, geometries: layout.geometries,
        heights: layout.heights, top: top,
        bottom: area.bottom - notes - layout.lifelineTail)
    }
    // Notes that find no room below the last rows get a page of their own.
    var placement = place(above: layout.notesHeight)
    if placement.pageCount > 1 { placement = place(above: 0) }
    let room = layout.spreads.allSatisfy { spread in
      let last = spread.map { placement.ends[$0].page }.max() ?? 0
      let used = placement.usedBottom(on: last, of: spread, heights: layout.heights, top: top)
      return used + layout.lifelineTail + layout.notesHeight <= area.bottom
    }
    hasNotesBelow = room && layout.hasFewNotes
    self.area = area
    self.placement = placement
    timelines = content.columns.indices.map {
      SequenceTimeline(
        placement, column: $0, spans: content.columns[$0].story.spans, top: top,
        bottom: area.bottom, inset: layout.scale.foldPadding)
    }
    let last = layout.spreads.map { spread in
      max(spread.map { placement.ends[$0].page }.max() ?? 0, 0)
    }
    let rows = (0..<placement.pageCount).flatMap { page in
      zip(layout.spreads, last).filter { page <= $0.1 }.map { spread, last in
        Sheet.rows(page: page, columns: spread, isLast: page == last)
      }
    }
    sheets = rows + (hasNotesBelow ? [] : layout.noteSheets(height: area.height))
  }

  /// Draws a page.
  ///
  /// - Parameter trims: Whether the page ends where its rows do, instead of being as high as the
  ///   paper.
  func draw(_ index: Int, trims: Bool, footer: String) -> DisplayList {
    var list = DisplayList(size: layout.size)
    let frame = layout.frame(isFirst: index == 0, footer: footer)
    switch sheets[index] {
    case .notes(let notes):
      frame.draw(on: &list, metrics: layout.metrics) { list, area in
        list.group(.note) {
          layout.draw(notes, from: area.top + 13 * layout.scale.factor, on: &$0)
        }
      }
    case .rows(let page, let columns, let isLast):
      let used = placement.usedBottom(
        on: page, of: columns, heights: layout.heights, top: top)
      if trims {
        let needed =
          used + layout.lifelineTail + (isLast && hasNotesBelow ? layout.notesHeight : 0) + 6
        list.size.height -= max(area.bottom - needed, 0)
      }
      let drawing = SequenceDrawing(
        layout: layout, placement: placement, timelines: timelines, page: page,
        columns: columns.filter { placement.ends[$0].page >= page },
        rows: Rect(
          left: area.left, top: top, right: area.right, bottom: used + layout.lifelineTail))
      frame.draw(on: &list, metrics: layout.metrics) { list, _ in
        drawing.draw(headings: area.top, hasNotes: isLast && hasNotesBelow, on: &list)
      }
    }
    return list
  }

  /// The rows that begin on a page.
  func rows(on index: Int) -> [SequenceRow] {
    guard case .rows(let page, let columns, _) = sheets[index] else { return [] }
    return placement.rowsOnPage[page].map { placement.rows[$0] }
      .filter { $0.top.page == page && columns.contains($0.column) }.map(\.row)
  }
}

extension SequencePlacement {
  /// Where the lowest row of a page ends, with the marks of arrows that the page cuts; `top` if it
  /// has none.
  func usedBottom(
    on page: Int, of columns: [Int], heights: SequenceHeights, top: Double
  ) -> Double {
    var bottom = top
    for column in columns {
      let here = rowsOnPage[page].map { rows[$0] }.filter { $0.column == column }
      let cut = here.count { $0.continuation != nil && $0.end.page > page }
      let own = here.filter { $0.top.page == page }.map(\.bottom).max() ?? top
      let ends = here.filter { $0.end.page == page }.map(\.end.y).max() ?? top
      bottom = max(bottom, own + heights.marksHeight(of: cut), ends)
    }
    if let band, band.page == page { bottom = max(bottom, band.y + heights.scale.bandHeight) }
    return bottom
  }
}
