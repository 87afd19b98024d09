package import Drawing

/// The colour that stands for a run throughout a document.
package enum Accent: Sendable {
  /// The run whose build has the fault.
  case faulty
  /// The run whose build has the fix.
  case fixed
  /// Any other run.
  case neutral

  package var color: Color {
    switch self {
    case .faulty: Palette.faulty
    case .fixed: Palette.fixed
    case .neutral: Palette.ink
    }
  }
}
