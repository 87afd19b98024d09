package import Drawing

/// The few sizes of text that every figure uses.
extension TextStyle {
  /// The finding.
  package static let headline = TextStyle(size: 18, weight: .semibold)
  /// What was measured.
  package static let subtitle = TextStyle(size: 11.5, color: Palette.muted)
  /// Ticks of an axis, and the name of what it counts.
  package static let axis = TextStyle(size: 10, color: Palette.muted)
  /// A name beside what it names.
  package static let label = TextStyle(size: 9.5)
  /// A heading beside a line or above a lifeline.
  package static let name = TextStyle(size: 11.5, weight: .semibold)
  /// Facts below a heading.
  package static let fact = TextStyle(size: 9, color: Palette.muted)
  /// Where a picture comes from.
  package static let footer = TextStyle(size: 8.5, color: Palette.muted)
}

extension TextMetrics {
  /// The distance between the baselines of two lines, in points.
  func lineHeight(of style: TextStyle) -> Double {
    (ascent(of: style) + descent(of: style)) * 1.12
  }

  /// How far below a row's middle its baseline lies, so that small letters look centred, in points.
  func middleToBaseline(of style: TextStyle) -> Double { style.size * 0.36 }
}
