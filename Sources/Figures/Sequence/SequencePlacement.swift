import Analysis
import Drawing

/// Gives every row of a sequence diagram its page and height; pages break between rows only.
struct SequencePlacement {
  private(set) var rows: [PlacedRow] = []
  /// The top of the band that marks the first difference; `nil` if there is none.
  private(set) var band: PagePoint?
  /// For each column, where the last row ends.
  private(set) var ends: [PagePoint] = []
  /// For each page, the places in ``rows`` of those that have a part on it, in their order.
  private(set) var rowsOnPage: [[Int]] = []

  private let columns: [[SequenceRow]]
  private let geometries: [SequenceGeometry]
  private let heights: SequenceHeights
  private let flights: [Flights]
  /// The area of rows on every page.
  private let top: Double
  private let bottom: Double

  var pageCount: Int { rowsOnPage.count }

  init(
    columns: [[SequenceRow]], shared: Int, hasBand: Bool, geometries: [SequenceGeometry],
    heights: SequenceHeights, top: Double, bottom: Double
  ) {
    self.columns = columns
    self.geometries = geometries
    self.heights = heights
    self.top = top
    self.bottom = bottom
    flights = zip(columns, geometries).map { Flights($0, in: $1) }
    var place = PagePoint(page: 0, y: top)
    for index in 0..<shared { place = placeShared(index, at: place) }
    if hasBand { place = placeBand(before: shared, at: place) }
    for column in columns.indices {
      var own = place
      for index in columns[column].indices.dropFirst(shared) {
        own = put(index, in: column, at: own)
      }
      ends.append(own)
    }
    finish()
  }

  /// Puts the rows of this index side by side, and returns where the next ones begin.
  private mutating func placeShared(_ index: Int, at place: PagePoint) -> PagePoint {
    let side = columns.indices.filter { columns[$0].indices.contains(index) }
    let height = side.map { self.height(of: index, in: $0) }.max() ?? 0
    let anchor = side.map { self.anchor(of: index, in: $0) }.max() ?? 0
    let start = fitting(height, before: index, of: side, at: place)
    for column in side { add(index, in: column, at: start, height: height, anchor: anchor) }
    return PagePoint(page: start.page, y: start.y + height)
  }

  /// Puts the band, which never stands alone at the foot of a page.
  private mutating func placeBand(before index: Int, at place: PagePoint) -> PagePoint {
    let scale = heights.scale
    let height = scale.bandHeight + 2 * scale.bandMargin
    let start = fitting(
      height + 2 * scale.arrowHeight, before: index, of: Array(columns.indices), at: place)
    band = PagePoint(page: start.page, y: start.y + scale.bandMargin)
    return PagePoint(page: start.page, y: start.y + height)
  }

  private mutating func put(_ index: Int, in column: Int, at place: PagePoint) -> PagePoint {
    let height = height(of: index, in: column)
    let start = fitting(height, before: index, of: [column], at: place)
    add(index, in: column, at: start, height: height, anchor: anchor(of: index, in: column))
    return PagePoint(page: start.page, y: start.y + height)
  }

  private mutating func add(
    _ index: Int, in column: Int, at start: PagePoint, height: Double, anchor: Double
  ) {
    rows.append(
      PlacedRow(
        row: columns[column][index], column: column, top: start, height: height,
        anchor: start.y + anchor, end: start, lane: flights[column].lanes[index],
        passing: flights[column].passing[index]))
  }

  private func height(of index: Int, in column: Int) -> Double {
    heights.height(
      of: columns[column][index], in: geometries[column],
      passing: flights[column].passing[index])
      + heights.gap(before: index, in: columns[column])
  }

  private func anchor(of index: Int, in column: Int) -> Double {
    heights.anchor(
      of: columns[column][index], in: geometries[column],
      passing: flights[column].passing[index])
      + heights.gap(before: index, in: columns[column])
  }

  /// The place itself, or the top of the next page if less than `height` is left on this one, and
  /// what marks the arrows that a break behind it would cut.
  private func fitting(
    _ height: Double, before index: Int, of side: [Int], at place: PagePoint
  ) -> PagePoint {
    func marks(_ boundary: Int) -> Double {
      heights.marksHeight(of: side.map { flights[$0].count(before: boundary) }.max() ?? 0)
    }
    let first = top + marks(index)
    return place.y + height + marks(index + 1) > bottom && place.y > first
      ? PagePoint(page: place.page + 1, y: first) : place
  }

  /// Says of every arrow where it ends and which way it goes, and of every page what is on it.
  private mutating func finish() {
    var continuation = 0
    for column in columns.indices {
      let own = rows.indices.filter { rows[$0].column == column }
      for (index, place) in own.enumerated() {
        guard case .arrow(let arrow) = rows[place].row else { continue }
        let start = PagePoint(page: rows[place].top.page, y: rows[place].anchor)
        rows[place].end = PagePoint(page: start.page, y: start.y + heights.fall(of: arrow))
        guard let last = flights[column].lastPassed[index] else { continue }
        let passed = rows[own[last]]
        rows[place].end = PagePoint(page: passed.top.page, y: passed.bottom)
        if rows[place].end.page > start.page {
          continuation += 1
          rows[place].continuation = continuation
        }
      }
    }
    let pages = (ends.map(\.page).max() ?? 0) + 1
    rowsOnPage = [[Int]](repeating: [], count: pages)
    for (index, row) in rows.enumerated() {
      for page in row.top.page...max(row.end.page, row.top.page) { rowsOnPage[page].append(index) }
    }
  }
}
