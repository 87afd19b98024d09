import Analysis
import Drawing

/// A place in a diagram that may be several pages long.
struct PagePoint: Equatable {
  /// From 0.
  var page: Int
  /// From the top of the page.
  var y: Double
}

/// A row with its place.
struct PlacedRow {
  var row: SequenceRow
  var column: Int
  /// Its top.
  var top: PagePoint
  /// Where it happens, from the top of the page: the height of its dot or of its arrow's start.
  var anchor: Double
  /// Where its arrow ends; elsewhere the same as its beginning.
  var end: PagePoint
}

/// Gives every row of a sequence diagram its page and height; pages break between rows only.
struct SequencePlacement {
  private(set) var rows: [PlacedRow] = []
  /// The top of the band that marks the first difference; `nil` if there is none.
  private(set) var band: PagePoint?
  /// For each column, where the last row ends.
  private(set) var ends: [PagePoint] = []

  private let columns: [[SequenceRow]]
  private let geometries: [SequenceGeometry]
  private let heights: SequenceHeights
  /// The area of rows on every page.
  private let top: Double
  private let bottom: Double

  init(
    columns: [[SequenceRow]], shared: Int, hasBand: Bool, geometries: [SequenceGeometry],
    heights: SequenceHeights, top: Double, bottom: Double
  ) {
    self.columns = columns
    self.geometries = geometries
    self.heights = heights
    self.top = top
    self.bottom = bottom
    var place = PagePoint(page: 0, y: top)
    for index in 0..<shared { place = placeShared(index, at: place) }
    if hasBand { place = placeBand(at: place) }
    for column in columns.indices {
      var own = place
      for row in columns[column].dropFirst(shared) { own = put(row, in: column, at: own) }
      ends.append(own)
    }
    for column in columns.indices {
      let own = rows.indices.filter { rows[$0].column == column }
      for place in own.indices { rows[own[place]].end = end(of: own[place], before: own[place...]) }
    }
  }

  /// Puts the rows of this index side by side, and returns where the next ones begin.
  private mutating func placeShared(_ index: Int, at place: PagePoint) -> PagePoint {
    let side = columns.indices.filter { columns[$0].indices.contains(index) }
    let height = side.map { heights.height(of: columns[$0][index], in: geometries[$0]) }.max() ?? 0
    let anchor = side.map { heights.anchor(of: columns[$0][index]) }.max() ?? 0
    let start = fitting(height, at: place)
    for column in side {
      rows.append(
        PlacedRow(
          row: columns[column][index], column: column, top: start, anchor: start.y + anchor,
          end: start))
    }
    return PagePoint(page: start.page, y: start.y + height)
  }

  /// Puts the band, which never stands alone at the foot of a page.
  private mutating func placeBand(at place: PagePoint) -> PagePoint {
    let scale = heights.scale
    let height = scale.bandHeight + 2 * scale.bandMargin
    let start = fitting(height + 2 * scale.arrowHeight, at: place)
    band = PagePoint(page: start.page, y: start.y + scale.bandMargin)
    return PagePoint(page: start.page, y: start.y + height)
  }

  private mutating func put(
    _ row: SequenceRow, in column: Int, at place: PagePoint
  ) -> PagePoint {
    let height = heights.height(of: row, in: geometries[column])
    let start = fitting(height, at: place)
    rows.append(
      PlacedRow(
        row: row, column: column, top: start, anchor: start.y + heights.anchor(of: row),
        end: start))
    return PagePoint(page: start.page, y: start.y + height)
  }

  /// The place itself, or the top of the next page if less than `height` is left on this one.
  private func fitting(_ height: Double, at place: PagePoint) -> PagePoint {
    place.y + height > bottom && place.y > top ? PagePoint(page: place.page + 1, y: top) : place
  }

  /// Where an arrow ends: below the rows next to it that began before it arrived.
  ///
  /// - Parameter following: The rows of its column from it on.
  private func end(of index: Int, before following: ArraySlice<Int>) -> PagePoint {
    let placed = rows[index]
    let start = PagePoint(page: placed.top.page, y: placed.anchor)
    guard case .arrow(let arrow) = placed.row else { return start }
    let own = PagePoint(page: start.page, y: start.y + heights.fall(of: arrow))
    guard let received = arrow.received else { return own }
    let passed = following.dropFirst().prefix { rows[$0].row.time < received }
    guard let last = passed.last else { return own }
    let height = heights.height(of: rows[last].row, in: geometries[placed.column])
    return PagePoint(page: rows[last].top.page, y: rows[last].top.y + height)
  }
}
