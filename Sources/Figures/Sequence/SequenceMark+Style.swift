package import Analysis
import Drawing

/// How an arrow is drawn.
struct ArrowStyle {
  enum Head { case filled, open, cross }

  var stroke: Stroke
  var head: Head
  var isStrong: Bool
}

extension SequenceMark {
  /// The colour of what the mark says, in a column of this accent.
  func color(in accent: Accent) -> Color {
    switch self {
    case .bind, .call, .decision: Palette.ink
    case .bindAck, .reply: Palette.acknowledged
    case .bindNak, .failure, .misfiled: Palette.faulty
    case .cancel: Palette.cancelled
    case .outside: Palette.muted
    case .filed, .delivery: accent == .fixed ? Palette.fixed : Palette.acknowledged
    }
  }

  /// Shape, weight and dash repeat what the colour says.
  func arrowStyle(in accent: Accent, factor: Double) -> ArrowStyle {
    let color = color(in: accent)
    return switch self {
    case .bindNak:
      ArrowStyle(stroke: Stroke(color, width: 1.6 * factor), head: .cross, isStrong: true)
    case .misfiled:
      ArrowStyle(
        stroke: Stroke(color, width: 1.1 * factor, dash: [4.5, 2.5]), head: .filled,
        isStrong: false)
    case .cancel:
      ArrowStyle(
        stroke: Stroke(color, width: 1.1 * factor, dash: [1.5, 2]), head: .open, isStrong: false)
    case .bind, .bindAck, .call, .reply, .failure, .filed, .delivery, .decision,
      .outside:
      ArrowStyle(stroke: Stroke(color, width: 1.1 * factor), head: .filled, isStrong: false)
    }
  }
}

extension SequenceArrow.Fate {
  /// What stands behind the label of an arrow that does not arrive.
  package var text: String {
    switch self {
    case .underWay: "has not arrived"
    case .lost: "lost"
    case .brokenOff: "broken off"
    }
  }
}
