/// How a line is drawn.
package struct Stroke: Equatable, Sendable {
  package var color: Color
  /// In points.
  package var width: Double
  /// The lengths of dashes and gaps by turns, in points; empty for a solid line.
  package var dash: [Double]

  package init(_ color: Color, width: Double, dash: [Double] = []) {
    self.color = color
    self.width = width
    self.dash = dash
  }
}
