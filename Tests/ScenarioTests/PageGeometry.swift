import Drawing

/// What a page of a sequence diagram shows where: texts, arrows and dots.
///
/// The widths of texts are those of ``FixedWidthMetrics``, whose characters are wider than those of
/// the typeface that pictures have.
struct PageGeometry {
  private struct Label {
    var text: String
    var area: Rect
  }

  private let page: Rect
  private var labels: [Label] = []
  private var strokes: [(Point, Point)] = []
  private var dots: [Rect] = []

  init(_ list: DisplayList) {
    page = Rect(x: 0, y: 0, width: list.size.width, height: list.size.height)
    take(list.operations)
  }

  /// Every text that touches another or the edge, in words: on a chart lines pass behind labels.
  var labelCollisions: [String] { collisions.filter { !$0.hasPrefix("a") } }

  /// Every text that touches another, an arrow, a dot or the edge, in words.
  var collisions: [String] {
    var found: [String] = []
    let sorted = labels.sorted { ($0.area.top, $0.area.left) < ($1.area.top, $1.area.left) }
    for (index, label) in sorted.enumerated() {
      if !page.contains(label.area) { found.append("“\(label.text)” leaves the page") }
      for other in sorted[(index + 1)...] {
        if other.area.top >= label.area.bottom { break }
        if label.area.overlaps(other.area) {
          found.append("“\(label.text)” touches “\(other.text)”")
        }
      }
      for stroke in strokes where label.area.isStruck(from: stroke.0, to: stroke.1) {
        found.append("an arrow strikes “\(label.text)”")
      }
      for dot in dots where label.area.overlaps(dot) {
        found.append("a dot lies on “\(label.text)”")
      }
    }
    return found
  }

  private mutating func take(_ operations: [DrawingOperation]) {
    for operation in operations {
      switch operation {
      case .group(_, alternative: _, let inner), .link(_, area: _, let inner): take(inner)
      case .text(let run): take(run)
      case .line(let from, let to, let stroke) where Self.isArrow(stroke.color):
        strokes.append((from, to))
      case .path(let points, let stroke) where Self.isArrow(stroke.color):
        strokes += zip(points, points.dropFirst())
      case .circle(let center, let radius, _, _):
        dots.append(
          Rect(
            left: center.x - radius, top: center.y - radius, right: center.x + radius,
            bottom: center.y + radius))
      case .rectangle, .line, .path, .polygon, .destination: break
      }
    }
  }

  /// Letters rise to three quarters of their size and reach a fifth of it below the line.
  private mutating func take(_ run: TextRun) {
    let natural = FixedWidthMetrics().width(of: run.text, in: run.style)
    let width = min(natural, run.maximumWidth ?? natural)
    let left =
      switch run.anchor {
      case .start: run.origin.x
      case .middle: run.origin.x - width / 2
      case .end: run.origin.x - width
      }
    labels.append(
      Label(
        text: run.text,
        area: Rect(
          left: left, top: run.origin.y - run.style.size * 0.75, right: left + width,
          bottom: run.origin.y + run.style.size * 0.2)))
  }

  /// Lifelines, breaks of time and lines to labels may touch a text or lie behind it.
  private static func isArrow(_ color: Color) -> Bool {
    ![Palette.rule, Palette.grid, Palette.muted].contains(color)
  }
}

extension Rect {
  /// Whether a straight line passes through the rectangle.
  fileprivate func isStruck(from a: Point, to b: Point) -> Bool {
    // The part of the line, from 0 to 1, that lies within both pairs of edges.
    var (first, last) = (0.0, 1.0)
    for (start, delta, low, high) in [
      (a.x, b.x - a.x, left, right), (a.y, b.y - a.y, top, bottom),
    ] {
      if delta == 0 {
        guard start > low, start < high else { return false }
        continue
      }
      let (t1, t2) = ((low - start) / delta, (high - start) / delta)
      first = max(first, min(t1, t2))
      last = min(last, max(t1, t2))
    }
    return first < last
  }
}
