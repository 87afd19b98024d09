import Drawing

extension DrawingOperation {
  /// The heights between which it may leave ink, in points; `nil` if it draws nothing itself.
  ///
  /// A little too much does no harm.
  var reach: ClosedRange<Double>? {
    switch self {
    case .rectangle(let rect, _, let stroke): Self.reach([rect.top, rect.bottom], stroke)
    case .line(let from, let to, let stroke): Self.reach([from.y, to.y], stroke)
    case .path(let points, let stroke): Self.reach(points.map(\.y), stroke)
    case .polygon(let points, _, let stroke): Self.reach(points.map(\.y), stroke)
    case .circle(let center, let radius, _, let stroke):
      Self.reach([center.y - radius, center.y + radius], stroke)
    case .text(let run):
      // No typeface that stands in for a missing character is three times as high as it says.
      (run.origin.y - 3 * run.style.size)...(run.origin.y + 3 * run.style.size)
    case .group, .link, .destination: nil
    }
  }

  private static func reach(_ heights: [Double], _ stroke: Stroke?) -> ClosedRange<Double>? {
    guard let top = heights.min(), let bottom = heights.max() else { return nil }
    // No corner reaches further, for it is cut off at 1.5 times the width of its line.
    let margin = 1 + 2 * (stroke?.width ?? 0)
    return (top - margin)...(bottom + margin)
  }

  /// Calls `body` with what draws, in its order, without the groups and links that it belongs to.
  static func forEachMark(
    in operations: [DrawingOperation], _ body: (DrawingOperation) -> Void
  ) {
    for operation in operations {
      switch operation {
      case .group(_, alternative: _, let inner), .link(_, area: _, let inner):
        forEachMark(in: inner, body)
      case .destination: break
      case .rectangle, .line, .path, .polygon, .circle, .text: body(operation)
      }
    }
  }
}
