package import Analysis
package import TraceModel

/// What a viewer of played runs reads: a line for everything that happens, and how things stand.
package struct PlaybackLayout {
  /// A run that is played, as it is called and coloured.
  package struct Part: Sendable {
    package var name: String
    package var accent: Accent

    package init(name: String, accent: Accent) {
      self.name = name
      self.accent = accent
    }
  }

  let parts: [Part]
  let charset: TerminalCharset
  /// How many columns times take.
  let timeWidth: Int
  /// What stands for all runs together.
  private let all: String
  private let nameWidth: Int

  /// - Parameters:
  ///   - variants: The runs that are played, in order.
  ///   - end: The end of what is played.
  package init(of variants: [Variant], to end: TraceInstant, charset: TerminalCharset) {
    parts = zip(variants, Accent.accents(of: variants)).map { variant, accent in
      Part(name: charset.text(variant.short), accent: accent)
    }
    self.charset = charset
    timeWidth = end.preciseText.count
    all = variants.count == 2 ? "both" : "all"
    nameWidth = (parts.map(\.name) + [all]).map(TextColumns.width(of:)).max() ?? 0
  }

  /// Something that happens, in lines no wider than this.
  package func lines(of moment: PlaybackMoment, width: Int) -> [StyledLine] {
    var start = time(moment.time)
    if parts.count > 1 {
      let own = moment.runs.filter(parts.indices.contains).map { parts[$0] }
      let isAll = own.count == parts.count
      let name = isAll ? all : own.map(\.name).joined(separator: ", ")
      let tone = isAll ? TextTone.ink : TextTone(own.first?.accent.hue ?? .ink)
      start.append("  " + name + spaces(nameWidth - TextColumns.width(of: name)), tone)
    }
    let (mark, tone) = moment.kind.look(charset)
    start.append(" \(mark) ", tone)
    return hanging(charset.text(moment.text), from: start, tone, width: width)
  }

  /// A stretch that is skipped.
  package func lines(ofQuiet length: TraceDuration, width: Int) -> [StyledLine] {
    let mark = charset == .unicode ? "⋮" : ":"
    let start = StyledLine(spaces(timeWidth - 1) + mark + "  ", .muted)
    let text = charset.text("\(length.roughText) without events to show, skipped")
    return hanging(text, from: start, .muted, width: width)
  }

  /// How much mail waits, in words.
  package func lines(
    of standings: [PlaybackStanding], at time: TraceInstant, width: Int
  ) -> [StyledLine] {
    let texts = standings.map { standing in
      let values = zip(parts, standing.values).map { part, value in
        parts.count > 1 ? "\(part.name)\u{A0}\(value)" : "\(value)"
      }
      return "\(standing.name) \(values.joined(separator: ", "))"
    }
    let text = texts.isEmpty ? "nothing waits in these runs" : texts.joined(separator: " · ")
    var start = self.time(time)
    start.append("  ")
    return hanging(charset.text("waiting: \(text)"), from: start, .muted, width: width)
  }

  /// The end of the playing.
  package func lines(ofEndAt time: TraceInstant, width: Int) -> [StyledLine] {
    var start = self.time(time)
    start.append("  ")
    return hanging("end", from: start, .strong, width: width)
  }

  /// The beginning of a line: the time, flush right.
  private func time(_ time: TraceInstant) -> StyledLine {
    let text = time.preciseText
    return StyledLine(spaces(timeWidth - text.count) + text, .muted)
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  /// Text behind a beginning, in lines that stand below each other.
  private func hanging(
    _ text: String, from start: StyledLine, _ tone: TextTone, width: Int
  ) -> [StyledLine] {
    let indent = start.width
    // Where the beginning leaves no room, the text goes below it.
    guard width - indent >= 16 else {
      return [start.trimmed] + StyledLine.wrapped(text, to: max(width, 2), tone)
    }
    return TextColumns.wrap(text, to: width - indent).enumerated().map { index, piece in
      var line = index == 0 ? start : StyledLine(spaces(indent))
      line.append(TextColumns.withPlainSpaces(piece), tone)
      return line
    }
  }
}

/// How much mail waits in one direction, in each run that is played.
package struct PlaybackStanding: Equatable, Sendable {
  /// `HUB1 → SLPS100`.
  package var name: String
  package var values: [UInt32]
  /// The backlog at which a gauge is full.
  package var full: UInt32

  package init(name: String, values: [UInt32], full: UInt32) {
    self.name = name
    self.values = values
    self.full = full
  }
}

extension PlaybackMoment.Kind {
  /// The mark that stands before it, and how it looks.
  fileprivate func look(_ charset: TerminalCharset) -> (mark: String, tone: TextTone) {
    func pick(_ unicode: String, _ ascii: String) -> String {
      charset == .unicode ? unicode : ascii
    }
    return switch self {
    case .stallBegins: (pick("■", "#"), TextTone(.faulty, isStrong: true))
    case .stallEnds: (pick("✓", "*"), TextTone(.acknowledged, isStrong: true))
    case .event(let kind):
      switch kind {
      case .bindNak, .callFailed, .logEntry, .associationLost, .associationAborted,
        .associationRefused, .messageNonDelivered, .fault, .reject, .connectRefused, .reset:
        (pick("✗", "!"), TextTone(.faulty))
      case .coCancel, .orphaned, .connectionlessCancel:
        (pick("▻", "x"), TextTone(.cancelled))
      case .bindAck, .associationOpen, .associationRecovered, .messageDelivered:
        (pick("✓", "*"), TextTone(.acknowledged))
      case .stormBegan, .stormEnded, .linkDown, .linkUp, .bandwidthChanged, .hostStopped,
        .hostStarted, .hostHung, .hostResumed, .limitReached:
        (pick("◊", "^"), .strong)
      default: (pick("·", "-"), .ink)
      }
    }
  }
}
