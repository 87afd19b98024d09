/// How a run of text looks.
package struct TextStyle: Hashable, Sendable {
  /// How heavy the letters are: the number of OpenType's `usWeightClass`.
  package enum Weight: Int, Sendable {
    case regular = 400
    case medium = 500
    case semibold = 600
  }

  /// In points.
  package var size: Double
  package var weight: Weight
  package var color: Color
  /// Whether all digits are equally wide (OpenType's `tnum`), so that columns of numbers line up.
  package var tabularFigures: Bool

  package init(
    size: Double, weight: Weight = .regular, color: Color = Palette.ink,
    tabularFigures: Bool = true
  ) {
    self.size = size
    self.weight = weight
    self.color = color
    self.tabularFigures = tabularFigures
  }

  /// The same style in another colour, in a shade in which text can be read.
  package func color(_ color: Color) -> TextStyle {
    var style = self
    style.color = Palette.text(color)
    return style
  }

  /// The same style in another size.
  package func size(_ size: Double) -> TextStyle {
    var style = self
    style.size = size
    return style
  }
}

/// A run of text on one line.
package struct TextRun: Equatable, Sendable {
  /// Which point of the run its origin is.
  package enum Anchor: String, Sendable { case start, middle, end }

  package var text: String
  /// On the baseline.
  package var origin: Point
  package var anchor: Anchor
  package var style: TextStyle
  /// The width in points beyond which the end of the text is replaced by an ellipsis; `nil` for
  /// none.
  ///
  /// A layout that sets it shows the whole text in another place.
  package var maximumWidth: Double?

  package init(
    _ text: String, at origin: Point, anchor: Anchor = .start, style: TextStyle,
    maximumWidth: Double? = nil
  ) {
    self.text = text
    self.origin = origin
    self.anchor = anchor
    self.style = style
    self.maximumWidth = maximumWidth
  }
}
