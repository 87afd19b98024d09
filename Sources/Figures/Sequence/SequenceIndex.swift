import Analysis
import Drawing
import TraceModel

/// Puts an index before the pages of a long diagram: what time each shows, and what happens on it.
struct SequenceIndex {
  let content: SequenceDiagram.Content
  let sheets: any SequenceSheets
  let size: Size
  let metrics: any TextMetrics
  /// The number that a reader sees on the first page.
  let firstNumber: Int

  /// A diagram of fewer pages needs no index.
  static let leastPages = 8

  /// Draws the index, if there is one, and all pages behind it, each with the place that its entry
  /// leads to.
  func pages(footer: (_ index: Int, _ count: Int) -> String) -> SequencePages {
    let entries = (0..<sheets.count).map { Entry(index: $0, rows: sheets.rows(on: $0)) }
    let area = frame(footer: footer(98_998, 99_999)).area(on: size, metrics: metrics)
    let linesPerPage = max(Int((area.height - Self.head) / lineHeight), 1)
    let lines = sheets.count < Self.leastPages ? [] : entries
    let indexCount = (lines.count + linesPerPage - 1) / linesPerPage
    let count = indexCount + sheets.count
    var pages = (0..<indexCount).map { index in
      draw(
        Array(lines.dropFirst(index * linesPerPage).prefix(linesPerPage)), before: indexCount,
        footer: footer(index, count))
    }
    for index in 0..<sheets.count {
      var page = sheets.draw(index, trims: false, footer: footer(indexCount + index, count))
      page.append(.destination(name: entries[index].destination, at: Point(x: 0, y: 0)))
      pages.append(page)
    }
    return SequencePages(
      pages: pages,
      bookmarks: entries.map { entry in
        Document.Bookmark(entry.text, destination: entry.destination)
      })
  }

  /// A page as the index tells of it.
  private struct Entry {
    let index: Int
    let rows: [SequenceRow]

    var destination: String { "sequence-\(index + 1)" }

    /// `1:03:32 to 1:10:38, 4 × bind_nak, 2 × cancel`.
    var text: String {
      guard let first = rows.map(\.time).min(), let last = rows.map(\.endTime).max() else {
        return "what was folded and what is not drawn"
      }
      let counts = SequenceMark.indexed.compactMap { mark, name -> String? in
        let count = rows.count { $0.tellsOf(mark) }
        return count == 0 ? nil : "\(count)\u{A0}×\u{A0}\(name)"
      }
      return (["\(first.clockText) to \(last.clockText)"] + counts).joined(separator: ", ")
    }
  }

  private static let head = 20.0

  private var style: TextStyle { TextStyle(size: 9.5) }
  private var lineHeight: Double { metrics.lineHeight(of: style) + 2 }

  private func frame(footer: String) -> FigureFrame {
    FigureFrame(
      headline: content.headline, subtitle: "Index of the diagram · \(content.subtitle)",
      note: content.note, footer: footer)
  }

  private func draw(_ entries: [Entry], before indexCount: Int, footer: String) -> DisplayList {
    var page = DisplayList(size: size)
    frame(footer: footer).draw(on: &page, metrics: metrics) { page, area in
      var top = area.top + Self.head
      for entry in entries {
        let baseline = top + metrics.ascent(of: style)
        page.group(.paragraph) {
          $0.append(
            .link(
              .destination(entry.destination),
              area: Rect(left: area.left, top: top, right: area.right, bottom: top + lineHeight),
              texts(
                of: entry, number: firstNumber + indexCount + entry.index, at: baseline, in: area)))
        }
        top += lineHeight
      }
    }
    return page
  }

  private func texts(
    of entry: Entry, number: Int, at baseline: Double, in area: Rect
  ) -> [DrawingOperation] {
    let left = area.left + 60
    return [
      .text(
        TextRun(
          "page \(number)", at: Point(x: area.left, y: baseline),
          style: style.color(Palette.fixed))),
      .text(
        TextRun(
          entry.text, at: Point(x: left, y: baseline), style: style,
          maximumWidth: area.right - left)),
    ]
  }
}

extension SequenceMark {
  /// What an index counts, with the words for it.
  fileprivate static let indexed: [(SequenceMark, String)] = [
    (.bindNak, "bind_nak"), (.cancel, "cancel"), (.misfiled, "filed under a wrong address"),
    (.failure, "failure or log entry"), (.outside, "disturbance"), (.delivery, "delivery"),
  ]
}

extension SequenceRow {
  /// Whether the row, or the exchange that a fold repeats, has the mark.
  fileprivate func tellsOf(_ mark: SequenceMark) -> Bool {
    switch self {
    case .arrow(let arrow): arrow.mark == mark
    case .note(let note): note.mark == mark
    case .fold(let fold): fold.mark == mark
    case .pause: false
    }
  }
}
