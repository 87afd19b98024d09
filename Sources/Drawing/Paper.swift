/// The sizes of paper that printers have.
package enum Paper: String, CaseIterable, Sendable {
  /// ISO 216: 210 mm × 297 mm.
  case a4
  /// ANSI/ASME Y14.1, size A: 8½ × 11 inches.
  case letter

  /// How a sheet lies.
  package enum Orientation: String, CaseIterable, Sendable {
    /// On its long side.
    case landscape
    /// On its short side.
    case portrait
  }

  /// The size of a sheet in whole points.
  package func size(_ orientation: Orientation) -> Size {
    let (short, long) =
      switch self {
      case .a4: (595.0, 842.0)
      case .letter: (612.0, 792.0)
      }
    return orientation == .landscape
      ? Size(width: long, height: short) : Size(width: short, height: long)
  }
}
