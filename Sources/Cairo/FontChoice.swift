import Drawing

/// What of a style changes widths: all but its colour.
struct FontChoice: Hashable {
  var size: Double
  var weight: TextStyle.Weight
  var tabularFigures: Bool

  init(_ style: TextStyle) {
    size = style.size
    weight = style.weight
    tabularFigures = style.tabularFigures
  }
}
