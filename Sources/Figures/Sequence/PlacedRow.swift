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
  /// Its height, in points.
  var height: Double
  /// Where it happens, from the top of the page: the height of its dot or of its arrow's start.
  var anchor: Double
  /// Where its arrow ends; elsewhere the same as its beginning.
  var end: PagePoint
  /// The way down of an arrow that arrives behind other rows.
  var lane: SequenceLane?
  /// How far from the left edge other arrows go down past it, in points.
  var passing: [Double] = []
  /// What both ends of an arrow are marked with that pages cut: from 1, in the order of columns and
  /// rows.
  var continuation: Int?

  var bottom: Double { top.y + height }
}

/// A line beside the lifeline that a slow arrow reaches: it goes down there past the rows that
/// happen meanwhile, so that it strikes none of their labels through.
struct SequenceLane: Equatable {
  /// Its distance from the lifeline: positive to the right.
  var offset: Double
}
