package import Analysis
package import Drawing

/// The colour that stands for a run throughout a document.
package enum Accent: Sendable {
  /// The run that has the fault.
  case faulty
  /// The run that has the fix.
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

  /// The accents of runs that stand beside each other, each for one run as far as they go.
  package static func accents(of variants: [Variant]) -> [Accent] {
    var accents: [Accent] = []
    for variant in variants {
      let accent: Accent =
        switch variant.standing {
        case .faulty: .faulty
        case .fixed: .fixed
        case .unknown: .neutral
        }
      accents.append(accents.contains(accent) ? .neutral : accent)
    }
    return accents
  }
}
