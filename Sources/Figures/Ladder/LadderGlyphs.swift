import Analysis

/// The characters that a ladder is drawn with.
struct LadderGlyphs {
  let charset: TerminalCharset

  private func pick(_ unicode: String, _ ascii: String) -> String {
    charset == .unicode ? unicode : ascii
  }

  /// A lifeline in a state; `nil` for none.
  func lifeline(_ state: LifelineSpan.State?) -> String {
    switch state {
    case nil, .stalled: pick("│", "|")
    case .opening: pick("╎", ":")
    case .open: pick("║", "H")
    case .turn: pick("┃", "#")
    case .closing: pick("┊", ";")
    case .call: pick("▌", "%")
    }
  }

  /// A lifeline that an arrow crosses.
  func crossing(_ state: LifelineSpan.State?) -> String {
    switch state {
    case .open: pick("╫", "+")
    case .turn: pick("╂", "+")
    case nil, .opening, .closing, .stalled, .call: pick("┼", "+")
    }
  }

  /// What stands beside a lifeline where mail stalls.
  var stall: String { pick("░", "~") }

  /// What an arrow of this mark is made of, repeated.
  func shaft(_ mark: SequenceMark) -> String {
    switch mark {
    case .misfiled: pick("╌", "=")
    case .cancel: pick("┄", ".")
    default: pick("─", "-")
    }
  }

  /// What an arrow that has not arrived yet is made of.
  var flight: String { pick("┄", ".") }

  func head(_ mark: SequenceMark, toRight: Bool) -> String {
    switch mark {
    case .bindNak: pick("✗", "X")
    case .cancel: toRight ? pick("▻", ">") : pick("◅", "<")
    default: toRight ? pick("►", ">") : pick("◄", "<")
    }
  }

  /// The end of an arrow that never arrives.
  func end(_ fate: SequenceArrow.Fate) -> String {
    switch fate {
    case .underWay: flight
    case .lost: pick("×", "x")
    case .brokenOff: pick("╳", "x")
    }
  }

  /// What stands on a lifeline where something happens at it.
  func dot(_ mark: SequenceMark) -> String {
    switch mark {
    case .delivery: pick("✓", "*")
    case .failure, .bindNak, .misfiled: pick("✗", "!")
    case .outside: pick("◊", "^")
    default: pick("●", "o")
    }
  }

  /// What a stretch without rows is drawn with, beside the times and across.
  var pause: (mark: String, rule: String) { (pick("⋮", ":"), pick("┄", ".")) }

  /// What a band across a column is made of.
  var band: String { pick("━", "=") }

  /// The frame of a fold.
  var box:
    (
      topLeft: String, topRight: String, bottomLeft: String, bottomRight: String, across: String,
      down: String
    )
  {
    charset == .unicode ? ("┌", "┐", "└", "┘", "─", "│") : ("+", "+", "+", "+", "-", "|")
  }
}

extension SequenceMark {
  /// How a terminal shows what the mark says, in a column of this accent.
  func tone(in accent: Accent) -> TextTone {
    switch self {
    case .bind, .call: .ink
    case .decision: .strong
    case .bindAck, .reply: TextTone(.acknowledged)
    case .bindNak, .failure: TextTone(.faulty, isStrong: true)
    case .misfiled: TextTone(.faulty)
    case .cancel: TextTone(.cancelled)
    case .outside: TextTone(.muted, isStrong: true)
    case .filed, .delivery:
      TextTone(accent == .fixed ? .fixed : .acknowledged, isStrong: self == .delivery)
    }
  }
}
