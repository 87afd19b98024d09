/// How a piece of text in a terminal looks: its colour, by what it says, and its weight.
package struct TextTone: Hashable, Sendable {
  package enum Hue: CaseIterable, Sendable {
    /// The colour that the terminal has by itself.
    case ink
    /// What explains.
    case muted
    /// The run with the fault, and what fails.
    case faulty
    /// The run with the fix.
    case fixed
    /// What went well.
    case acknowledged
    /// Cancels.
    case cancelled
  }

  package var hue: Hue
  package var isStrong: Bool

  package init(_ hue: Hue, isStrong: Bool = false) {
    self.hue = hue
    self.isStrong = isStrong
  }

  package static let ink = TextTone(.ink)
  package static let muted = TextTone(.muted)
  package static let strong = TextTone(.ink, isStrong: true)

  /// The tone with more weight.
  package var strengthened: TextTone { TextTone(hue, isStrong: true) }

  /// What a terminal is told before the text; empty for the terminal's own look.
  ///
  /// The colours are those of the palette of 256 that are nearest to the pictures' accents and can
  /// be read on black as well as on white.
  var codes: [String] {
    let color: [String] =
      switch hue {
      case .ink: []
      case .muted: ["38;5;244"]
      case .faulty: ["38;5;166"]
      case .fixed: ["38;5;32"]
      case .acknowledged: ["38;5;29"]
      case .cancelled: ["38;5;133"]
      }
    return (isStrong ? ["1"] : []) + color
  }
}

extension Accent {
  /// The hue of a run's accent in a terminal.
  package var hue: TextTone.Hue {
    switch self {
    case .faulty: .faulty
    case .fixed: .fixed
    case .neutral: .ink
    }
  }
}
