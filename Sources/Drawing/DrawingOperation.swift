/// One thing to draw, complete in itself.
package enum DrawingOperation: Equatable, Sendable {
  case rectangle(Rect, fill: Color? = nil, stroke: Stroke? = nil)
  case line(from: Point, to: Point, stroke: Stroke)
  /// An open line through two or more points.
  case path([Point], stroke: Stroke)
  /// A closed area with three or more corners.
  case polygon([Point], fill: Color? = nil, stroke: Stroke? = nil)
  case circle(center: Point, radius: Double, fill: Color? = nil, stroke: Stroke? = nil)
  case text(TextRun)
  /// Operations that belong together, and what they are to a reader who hears the page: for a
  /// figure also what it shows, in a sentence.
  case group(StructureTag, alternative: String? = nil, [DrawingOperation])
  /// Operations that lead somewhere else when a reader touches `area`.
  case link(LinkTarget, area: Rect, [DrawingOperation])
  /// A named place on the page, which links and bookmarks lead to.
  case destination(name: String, at: Point)
}

/// What a group is: the structure types of ISO 32000-1, 14.8.4.
package enum StructureTag: String, Sendable {
  case section = "Sect"
  case title = "H1"
  case heading = "H2"
  case paragraph = "P"
  case figure = "Figure"
  case caption = "Caption"
  case table = "Table"
  case tableRow = "TR"
  case tableHeading = "TH"
  case tableCell = "TD"
  case note = "Note"
}

/// Where a link leads.
package enum LinkTarget: Equatable, Sendable {
  /// A ``DrawingOperation/destination(name:at:)`` of the same document.
  case destination(String)
  case address(String)
}
