/// A page as data: what to draw on it, in order.
///
/// Layout makes it, tests read it as text, and any surface draws it.
package struct DisplayList: Equatable, Sendable {
  package var size: Size
  package private(set) var operations: [DrawingOperation]

  package init(size: Size, operations: [DrawingOperation] = []) {
    self.size = size
    self.operations = operations
  }

  package mutating func append(_ operation: DrawingOperation) { operations.append(operation) }

  package mutating func append(contentsOf more: [DrawingOperation]) { operations += more }

  /// Adds what `content` draws as one group.
  ///
  /// - Parameter alternative: What a figure shows, for a reader who hears the page.
  package mutating func group(
    _ tag: StructureTag, alternative: String? = nil, _ content: (inout DisplayList) -> Void
  ) {
    var inner = DisplayList(size: size)
    content(&inner)
    guard !inner.operations.isEmpty else { return }
    operations.append(.group(tag, alternative: alternative, inner.operations))
  }

  /// Adds a run of text.
  package mutating func text(
    _ text: String, at origin: Point, anchor: TextRun.Anchor = .start, style: TextStyle,
    maximumWidth: Double? = nil
  ) {
    operations.append(
      .text(TextRun(text, at: origin, anchor: anchor, style: style, maximumWidth: maximumWidth)))
  }

  /// Adds a straight line.
  package mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: Stroke
  ) {
    operations.append(.line(from: Point(x: x1, y: y1), to: Point(x: x2, y: y2), stroke: stroke))
  }

  /// Every run of text on the page, in drawing order.
  package var runs: [TextRun] { Self.runs(in: operations) }

  private static func runs(in operations: [DrawingOperation]) -> [TextRun] {
    operations.flatMap { operation -> [TextRun] in
      switch operation {
      case .text(let run): [run]
      case .group(_, alternative: _, let inner), .link(_, area: _, let inner): runs(in: inner)
      case .rectangle, .line, .path, .polygon, .circle, .destination: []
      }
    }
  }

  /// What each figure on the page shows, in drawing order; `nil` for one that does not say it.
  package var figureAlternatives: [String?] { Self.figureAlternatives(in: operations) }

  private static func figureAlternatives(in operations: [DrawingOperation]) -> [String?] {
    operations.flatMap { operation -> [String?] in
      switch operation {
      case .group(.figure, let alternative, let inner):
        [alternative] + figureAlternatives(in: inner)
      case .group(_, alternative: _, let inner), .link(_, area: _, let inner):
        figureAlternatives(in: inner)
      case .text, .rectangle, .line, .path, .polygon, .circle, .destination: []
      }
    }
  }
}
