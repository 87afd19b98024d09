package import Analysis
package import TraceModel

extension PlaybackLayout {
  /// The lines that stay at the foot while runs are played: the clock, a gauge for each direction
  /// and run, and the keys.
  ///
  /// - Parameters:
  ///   - end: The end of what is played.
  ///   - hidden: How many directions have no gauge.
  package func status(
    of playback: Playback, to end: TraceInstant, standings: [PlaybackStanding], hidden: Int,
    hasKeys: Bool, width: Int
  ) -> [StyledLine] {
    var lines = [StyledLine(String(repeating: rule, count: width), .muted)]
    lines.append(clock(playback, end: end))
    lines += standings.flatMap { gauges(of: $0, in: standings, width: width) }
    if hidden > 0 {
      lines.append(
        StyledLine(" and \(hidden) more \(hidden == 1 ? "direction" : "directions")", .muted))
    }
    if hasKeys {
      let keys = charset.text(" space pause · + - speed · n next event · q end")
      lines.append(StyledLine(keys, .muted))
    }
    return lines.map { $0.clipped(to: width) }
  }

  private var rule: String { charset == .unicode ? "─" : "-" }

  private func clock(_ playback: Playback, end: TraceInstant) -> StyledLine {
    let (pause, play) = charset == .unicode ? ("‖", "►") : ("=", ">")
    var line = StyledLine(" \(playback.isPaused ? pause : play) ", .strong)
    line.append(playback.now.clockText, .strong)
    line.append(" of \(end.clockText)", .muted)
    line.append("  \(playback.speed.text)", .ink)
    if playback.isPaused { line.append("  paused", .strong) }
    return line
  }

  /// A direction with a gauge for each run, on one line if they fit.
  private func gauges(
    of standing: PlaybackStanding, in all: [PlaybackStanding], width: Int
  ) -> [StyledLine] {
    let name = charset.text(standing.name)
    let names = all.map { TextColumns.width(of: charset.text($0.name)) }.max() ?? 0
    let digits = all.flatMap { $0.values.map { "\($0)".count } + ["\($0.full)".count] }.max() ?? 1
    // The name of the run, a space, the gauge, a space, and both numbers.
    func fixed(_ part: Part) -> Int {
      (parts.count > 1 ? TextColumns.width(of: part.name) + 1 : 0) + 2 * digits + 2
    }
    let all = parts.map(fixed).reduce(0, +)
    let gaps = 2 * parts.count
    let room = width - 1 - names - all - gaps
    let length = min(room / max(parts.count, 1), Self.mostCells)
    guard length >= Self.leastCells else {
      let own = parts.map { min(width - 3 - fixed($0), Self.mostCells) }.min() ?? 0
      return [StyledLine(" \(name)", .muted)]
        + zip(parts, standing.values).map { part, value in
          var line = StyledLine("   ")
          line.append(
            gauge(of: part, value: value, full: standing.full, length: own, digits: digits))
          return line
        }
    }
    var line = StyledLine(
      " \(name)\(String(repeating: " ", count: names - TextColumns.width(of: name)))", .ink)
    for (part, value) in zip(parts, standing.values) {
      line.append("  ")
      line.append(
        gauge(of: part, value: value, full: standing.full, length: length, digits: digits))
    }
    return [line]
  }

  private static let leastCells = 6
  private static let mostCells = 24

  private func gauge(
    of part: Part, value: UInt32, full: UInt32, length: Int, digits: Int
  ) -> StyledLine {
    let (cell, rest) = charset == .unicode ? ("█", "░") : ("#", ".")
    let length = max(length, 0)
    // One message waiting is not none.
    let share = Double(value) / Double(max(full, 1)) * Double(length)
    let filled = min(value > 0 ? max(Int(share), 1) : 0, length)
    var line = StyledLine()
    if parts.count > 1 { line.append("\(part.name) ", TextTone(part.accent.hue, isStrong: true)) }
    line.append(String(repeating: cell, count: filled), TextTone(part.accent.hue))
    line.append(String(repeating: rest, count: length - filled), .muted)
    let number = "\(value)"
    line.append(
      " \(String(repeating: " ", count: max(digits - number.count, 0)))\(number)",
      value >= full ? TextTone(.faulty, isStrong: true) : .strong)
    let limit = "/\(full)"
    line.append(limit.padded(to: digits + 1), .muted)
    return line
  }
}

extension Playback.Speed {
  /// `60x`; `max` without a limit.
  package var text: String {
    switch self {
    case .times(let speed): "\(speed)x"
    case .unlimited: "max"
    }
  }
}

extension StyledLine {
  /// As much of the line as this many columns have room for.
  func clipped(to width: Int) -> StyledLine {
    var line = StyledLine()
    var used = 0
    for piece in pieces {
      for character in piece.text {
        used += TextColumns.width(of: character)
        guard used <= width else { return line }
        line.append(String(character), piece.tone)
      }
    }
    return line
  }
}

extension String {
  /// The text with as many spaces behind it as make it this long.
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: " ", count: max(length - count, 0))
  }
}
