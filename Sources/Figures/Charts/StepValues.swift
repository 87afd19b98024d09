import Drawing
package import TraceModel

/// A count over time, exact or summed up so that its drawing costs no more than the paper can show.
package enum StepValues: Equatable, Sendable {
  /// The value at the start, and each change after it.
  case changes(initial: UInt32, [SeriesChange])
  /// Equally long parts of the time, each with its extremes, so that no spike is lost at any width.
  case columns([SeriesColumn])

  /// The greatest value.
  var maximum: UInt32 {
    switch self {
    case .changes(let initial, let changes): changes.map(\.value).reduce(initial, max)
    case .columns(let columns): columns.map(\.maximum).max() ?? 0
    }
  }

  /// Whether it has every change.
  package var isExact: Bool {
    if case .changes = self { true } else { false }
  }

  /// Into how many parts it divides time; none if it has every change.
  package var columnCount: Int {
    if case .columns(let columns) = self { columns.count } else { 0 }
  }

  /// The value at the end.
  var last: UInt32 {
    switch self {
    case .changes(let initial, let changes): changes.last?.value ?? initial
    case .columns(let columns): columns.last?.last ?? 0
    }
  }

  /// The corners of the line in `area`.
  ///
  /// - Parameters:
  ///   - x: Where a moment lies.
  ///   - y: Where a value lies.
  func corners(
    in area: Rect, x: (TraceInstant) -> Double, y: (UInt32) -> Double
  ) -> [Point] {
    switch self {
    case .changes(let initial, let changes):
      var points = [Point(x: area.left, y: y(initial))]
      for change in changes {
        let place = min(max(x(change.time), area.left), area.right)
        if let height = points.last?.y { points.append(Point(x: place, y: height)) }
        points.append(Point(x: place, y: y(change.value)))
      }
      if let height = points.last?.y { points.append(Point(x: area.right, y: height)) }
      return Self.merged(points)
    case .columns(let columns):
      let width = area.width / Double(max(columns.count, 1))
      var points: [Point] = []
      for (index, column) in columns.enumerated() {
        let left = area.left + Double(index) * width
        points.append(Point(x: left, y: y(column.first)))
        if column.minimum != column.maximum {
          points.append(Point(x: left, y: y(column.minimum)))
          points.append(Point(x: left, y: y(column.maximum)))
          points.append(Point(x: left, y: y(column.last)))
        }
        points.append(Point(x: left + width, y: y(column.last)))
      }
      return Self.merged(points)
    }
  }

  /// Leaves out corners that lie on the line between their neighbours, and keeps every turn.
  private static func merged(_ points: [Point]) -> [Point] {
    var result: [Point] = []
    for point in points {
      if point == result.last { continue }
      if let last = result.last, result.count > 1 {
        let before = result[result.count - 2]
        let isLevel = before.y == last.y && last.y == point.y
        let goesOn =
          before.x == last.x && last.x == point.x && (last.y - before.y) * (point.y - last.y) > 0
        if isLevel || goesOn { result.removeLast() }
      }
      result.append(point)
    }
    return result
  }
}
