import Analysis
import Drawing
import TraceModel

/// The pages of a sequence diagram whose height is true to time: every page shows the same length
/// of it.
///
/// What happens at the same time lies at the same height, so labels have no place between the
/// arrows; they stand in a margin, each with a line to what it names.
struct ProportionalPlan: SequenceSheets {
  let layout: SequenceLayout
  let area: Rect
  /// For each column, its lifelines, with the margin to the right of them.
  let geometries: [SequenceGeometry]
  let start: TraceInstant
  /// How long a page shows, in nanoseconds: more than 0.
  let pageLength: Int64
  let sheets: [SequencePlan.Sheet]
  /// For each column, its rows with the lines of their labels.
  let labels: [[RowLabel]]

  /// A row with its label.
  struct RowLabel {
    var row: SequenceRow
    var lines: [String]
    var height: Double
    /// The number of its arrow, if pages cut it.
    var continuation: Int?
  }

  /// The most pages that a diagram true to time has.
  static let mostPages = 400
  /// Where the label of what happens begins, as a share of a column's width.
  private static let marginShare = 0.6

  var count: Int { sheets.count }

  var rowsTop: Double { area.top + layout.headingHeight }

  /// - Parameters:
  ///   - footer: The longest footer that any page has.
  ///   - mostPages: The most pages that it may have.
  /// - Throws: ``SequenceTooLarge`` if the labels of what happens in short time find no room on so
  ///   many pages.
  init(_ layout: SequenceLayout, footer: String, mostPages: Int) throws(SequenceTooLarge) {
    self.layout = layout
    area = layout.frame(isFirst: false, footer: footer)
      .area(on: layout.size, metrics: layout.metrics)
    geometries = zip(layout.geometries, layout.content.columns).map { geometry, column in
      SequenceGeometry(
        left: geometry.left,
        right: geometry.left + (geometry.right - geometry.left) * Self.marginShare,
        lifelines: column.story.lifelines.count, timeWidth: geometry.timeRight - geometry.left,
        scale: layout.scale)
    }
    let rows = layout.content.columns.flatMap(\.story.rows)
    let start = rows.map(\.time).min() ?? .start
    let end = max(rows.map(\.endTime).max() ?? start, start + .milliseconds(1))
    self.start = start
    let geometries = geometries
    let measured = layout.content.columns.indices.map { index in
      let left = geometries[index].right + Self.labelInset(layout.scale)
      return layout.content.columns[index].story.rows.map {
        Self.label(of: $0, width: layout.geometries[index].right - left, layout: layout)
      }
    }
    let height =
      area.bottom - area.top - layout.headingHeight - layout.lifelineTail - layout.notesHeight
      - 2 * layout.scale.markHeight
    // What happens at the very end belongs to the last page.
    let length = (end - start).nanoseconds + 1
    func fits(_ pages: Int) -> Bool {
      measured.allSatisfy {
        Self.fits($0, on: pages, height: height, start: start, length: length)
      }
    }
    guard let pages = (1...mostPages).first(where: fits) else {
      var needed = mostPages
      while needed < 1_000_000, !fits(needed) { needed *= 2 }
      throw .pages(needed: needed, most: mostPages)
    }
    let pageLength = (length + Int64(pages) - 1) / Int64(pages)
    self.pageLength = pageLength
    labels = Self.numbered(measured, start: start, pageLength: pageLength)
    sheets =
      (0..<pages).flatMap { page in
        layout.spreads.map {
          SequencePlan.Sheet.rows(page: page, columns: $0, isLast: page == pages - 1)
        }
      } + (layout.hasFewNotes ? [] : layout.noteSheets(height: area.height))
  }

  /// Between the lifelines and the labels is room for the lines that join them, in points.
  static func labelInset(_ scale: SequenceScale) -> Double { 26 * scale.factor }

  private static func label(
    of row: SequenceRow, width: Double, layout: SequenceLayout
  ) -> RowLabel {
    let text =
      switch row {
      case .arrow(let arrow):
        arrow.received == nil ? "\(arrow.label) · \(arrow.fate.text)" : arrow.label
      case .note(let note): note.text
      case .fold(let fold): "\(fold.title) · \(fold.detail) · \(fold.name)"
      case .pause: ""
      }
    guard !text.isEmpty else { return RowLabel(row: row, lines: [], height: 0) }
    let lines = layout.metrics.lines(
      of: "\(row.time.preciseText)\u{2002}\(text)", in: layout.scale.label, width: width)
    let height =
      Double(lines.count) * layout.metrics.lineHeight(of: layout.scale.label)
      + 2.5 * layout.scale.factor
    return RowLabel(row: row, lines: lines, height: height)
  }

  private static func fits(
    _ labels: [RowLabel], on pages: Int, height: Double, start: TraceInstant, length: Int64
  ) -> Bool {
    let pageLength = (length + Int64(pages) - 1) / Int64(pages)
    var used = [Double](repeating: 0, count: pages)
    for label in labels {
      let page = min(Int((label.row.time - start).nanoseconds / pageLength), pages - 1)
      used[page] += label.height
      if used[page] > height { return false }
    }
    return true
  }

  /// The labels, with a number for each arrow that pages cut.
  private static func numbered(
    _ labels: [[RowLabel]], start: TraceInstant, pageLength: Int64
  ) -> [[RowLabel]] {
    var number = 0
    return labels.map { column in
      column.map { label in
        guard case .arrow(let arrow) = label.row, let received = arrow.received,
          (arrow.sent - start).nanoseconds / pageLength
            != (received - start).nanoseconds / pageLength
        else { return label }
        number += 1
        var label = label
        label.continuation = number
        return label
      }
    }
  }

  /// The page that a moment lies on.
  func page(of time: TraceInstant) -> Int {
    Int(max((time - start).nanoseconds, 0) / pageLength)
  }

  func rows(on index: Int) -> [SequenceRow] {
    guard case .rows(let page, let columns, _) = sheets[index] else { return [] }
    return columns.flatMap { column in
      labels[column].map(\.row).filter { self.page(of: $0.time) == page && !$0.isPause }
    }
  }

  func draw(_ index: Int, trims: Bool, footer: String) -> DisplayList {
    var list = DisplayList(size: layout.size)
    let frame = layout.frame(isFirst: index == 0, footer: footer)
    frame.draw(on: &list, metrics: layout.metrics) { list, area in
      switch sheets[index] {
      case .notes(let notes):
        list.group(.note) {
          layout.draw(notes, from: area.top + 13 * layout.scale.factor, on: &$0)
        }
      case .rows(let page, let columns, let isLast):
        ProportionalDrawing(plan: self, page: page, columns: columns)
          .draw(isLast: isLast, on: &list)
      }
    }
    return list
  }
}
