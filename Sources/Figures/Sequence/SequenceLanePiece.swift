import Analysis
import Drawing

/// The part of an arrow's way down that lies on one page.
struct SequenceLanePiece {
  /// The place of its arrow among the rows on the page.
  var row: Int
  var column: Int
  var x: Double
  var top: Double
  var bottom: Double
  /// The arrow's number, if it comes from the page before or goes on on the next one.
  var continuation: Int?
  /// Which of the marks at the top the arrow has, from 0; `nil` if it begins on this page.
  var markAtTop: Int?
  /// Which of the marks at the bottom it has, from 0; `nil` if it ends on this page.
  var markAtBottom: Int?

  /// The ways down of all arrows on a page.
  ///
  /// - Parameter top: Where the rows begin, in points from the top of the page.
  static func pieces(
    of placed: [PlacedRow], on page: Int, layout: SequenceLayout, top: Double
  ) -> [SequenceLanePiece] {
    let scale = layout.scale
    var pieces: [SequenceLanePiece] = []
    var marks: [Int: (top: Int, bottom: Int)] = [:]
    var ends: [Int: Double] = [:]
    for row in placed where row.top.page == page {
      ends[row.column] = max(ends[row.column] ?? top, row.bottom)
    }
    for (index, row) in placed.enumerated() {
      guard case .arrow(let arrow) = row.row, let lane = row.lane else { continue }
      var piece = SequenceLanePiece(
        row: index, column: row.column, x: layout.geometries[row.column].x(arrow.to) + lane.offset,
        top: row.anchor, bottom: row.end.y, continuation: row.continuation)
      var count = marks[row.column] ?? (0, 0)
      if row.top.page < page {
        piece.markAtTop = count.top
        piece.top = top + scale.markHeight * (Double(min(count.top, most)) + 0.4)
        count.top += 1
      }
      if row.end.page > page {
        piece.markAtBottom = count.bottom
        let end = ends[row.column] ?? top
        piece.bottom = end + scale.markHeight * (Double(min(count.bottom, most)) + 0.6)
        count.bottom += 1
      }
      marks[row.column] = count
      pieces.append(piece)
    }
    return pieces
  }

  private static let most = SequenceHeights.mostMarks - 1

  /// Whether it passes an area of its column.
  func meets(_ column: Int, _ area: Rect) -> Bool {
    self.column == column && area.left < x && x < area.right && area.top < bottom
      && top < area.bottom
  }
}
