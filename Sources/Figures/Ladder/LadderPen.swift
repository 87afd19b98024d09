import Analysis
import TraceModel

/// Draws one step of a ladder as lines of text.
struct LadderPen {
  let geometry: LadderGeometry
  let glyphs: LadderGlyphs
  let states: LadderStates
  let accent: Accent

  private func text(_ text: String) -> String { glyphs.charset.text(text) }

  func lines(of step: LadderStep) -> [StyledLine] {
    switch step {
    case .row(.arrow(let arrow), let arrivesLater): lines(of: arrow, arrivesLater: arrivesLater)
    case .row(.note(let note), _): lines(of: note)
    case .row(.fold(let fold), _): lines(of: fold)
    case .row(.pause(let pause), _): lines(of: pause)
    case .arrival(let arrow, let time): lines(ofArrivalOf: arrow, at: time)
    }
  }

  /// A line with nothing but the lifelines as they are at a moment.
  func blank(at time: TraceInstant) -> StyledLine { grid { _ in time }.line }

  /// What stands above the lifelines.
  var headings: [StyledLine] {
    let count = geometry.headings.map(\.count).max() ?? 0
    return (0..<count).map { line in
      var grid = TextGrid(width: geometry.width)
      for (place, heading) in zip(geometry.places, geometry.headings) where line < heading.count {
        let width = TextColumns.width(of: heading[line])
        let left = min(max(place - width / 2, geometry.left), geometry.width - width)
        grid.put(heading[line], at: left, line == 0 ? .strong : .muted)
      }
      return grid.line
    }
  }

  /// A line with the lifelines as each is at a moment of its own.
  private func grid(_ time: (Int) -> TraceInstant) -> TextGrid {
    var grid = TextGrid(width: geometry.width)
    for (index, place) in geometry.places.enumerated() {
      let state = states.state(of: index, at: time(index))
      grid.put(
        glyphs.lifeline(state), at: place, state == .turn ? TextTone(accent.hue) : .muted)
      if states.isStalled(index, at: time(index)) {
        grid.put(glyphs.stall, at: place - 1, TextTone(.faulty))
      }
    }
    return grid
  }

  private func put(_ time: TraceInstant, on grid: inout TextGrid) {
    let text = time.preciseText
    grid.put(text, at: geometry.timeWidth - text.count, .muted)
  }

  // MARK: Arrows

  private func lines(of arrow: SequenceArrow, arrivesLater: Bool) -> [StyledLine] {
    let tone = arrow.mark.tone(in: accent)
    let fate = arrow.received == nil ? " (\(arrow.fate.text))" : ""
    let label = text(arrow.label + fate)
    func time(_ lifeline: Int) -> TraceInstant {
      lifeline == arrow.to && !arrivesLater ? arrow.received ?? arrow.sent : arrow.sent
    }
    var line = grid(time)
    put(arrow.sent, on: &line)
    let end =
      arrivesLater
      ? glyphs.flight
      : arrow.received == nil
        ? glyphs.end(arrow.fate)
        : glyphs.head(arrow.mark, toRight: arrow.from < arrow.to)
    draw(arrow, end: end, isCut: arrivesLater || arrow.received == nil, tone, on: &line)
    return place(label, tone, at: arrow, on: line, above: grid { _ in arrow.sent })
  }

  /// The shaft between two lifelines, over those between them.
  private func draw(
    _ arrow: SequenceArrow, end: String, isCut: Bool, _ tone: TextTone, on grid: inout TextGrid
  ) {
    let (from, to) = (geometry.places[arrow.from], geometry.places[arrow.to])
    guard from != to else { return }
    let step = from < to ? 1 : -1
    let shaft = glyphs.shaft(arrow.mark)
    for column in stride(from: from + step, to: to, by: step) {
      let isLast = isCut && abs(to - column) <= 3
      grid.put(isLast ? glyphs.flight : shaft, at: column, tone)
    }
    for lifeline in min(arrow.from, arrow.to) + 1..<max(arrow.from, arrow.to) {
      let state = states.state(of: lifeline, at: arrow.sent)
      grid.put(glyphs.crossing(state), at: geometry.places[lifeline], tone)
    }
    grid.put(end, at: to - step, tone)
  }

  /// Sets a label on its arrow, else beside it, else in lines of its own above it.
  private func place(
    _ label: String, _ tone: TextTone, at arrow: SequenceArrow, on line: TextGrid, above: TextGrid
  ) -> [StyledLine] {
    let left = geometry.places[min(arrow.from, arrow.to)]
    let right = geometry.places[max(arrow.from, arrow.to)]
    let width = TextColumns.width(of: label)
    var line = line
    // A dash and a space at each end, and a head at either.
    if width + 5 <= right - left - 1 {
      let middle = left + 1 + (right - left - 1 - width) / 2
      let start = arrow.to < arrow.from ? max(middle, left + 4) : min(middle, right - 3 - width)
      line.put(" \(label) ", at: start - 1, tone)
      return [line.line]
    }
    if right + 1 + width <= geometry.right {
      line.put(" \(label) ", at: right + 1, tone)
      return [line.line]
    }
    if left - 2 - width >= geometry.left {
      line.put(" \(label) ", at: left - 2 - width, tone)
      return [line.line]
    }
    let lines = TextColumns.wrap(label, to: geometry.width - geometry.left).map { text in
      let width = TextColumns.width(of: text)
      let middle = (left + right) / 2 - width / 2
      var grid = above
      grid.put(
        text, at: min(max(middle, geometry.left), geometry.width - width), tone)
      return grid.line
    }
    return lines + [line.line]
  }

  private func lines(ofArrivalOf arrow: SequenceArrow, at time: TraceInstant) -> [StyledLine] {
    let tone = arrow.mark.tone(in: accent)
    var line = grid { _ in time }
    put(time, on: &line)
    let toRight = arrow.from < arrow.to
    let to = geometry.places[arrow.to]
    let step = toRight ? 1 : -1
    for distance in 2...3 { line.put(glyphs.flight, at: to - step * distance, tone) }
    line.put(glyphs.head(arrow.mark, toRight: toRight), at: to - step, tone)
    let label = text("\(arrow.label) arrives, sent \(arrow.sent.preciseText)")
    return beside(label, tone, of: to, clear: 4, on: line, above: grid { _ in time })
  }

  // MARK: Notes

  private func lines(of note: SequenceNote) -> [StyledLine] {
    let tone = note.mark.tone(in: accent).strengthened
    let place = geometry.places[note.at]
    var line = grid { _ in note.time }
    put(note.time, on: &line)
    line.put(glyphs.dot(note.mark), at: place, tone)
    return beside(
      text(note.text), tone, of: place, clear: 0, on: line, above: grid { _ in note.time })
  }

  /// Sets text beside a lifeline, at the right if it fits there, else at the left, else in several
  /// lines on the side with more room.
  ///
  /// - Parameter clear: How many columns beside the lifeline are taken at either side.
  private func beside(
    _ text: String, _ tone: TextTone, of place: Int, clear: Int, on line: TextGrid,
    above: TextGrid
  ) -> [StyledLine] {
    let width = TextColumns.width(of: text)
    let atRight = geometry.right - place - 1 - clear
    let atLeft = place - 1 - clear - geometry.left
    let isRight = width <= atRight || (width > atLeft && atRight >= atLeft)
    let pieces = TextColumns.wrap(text, to: max(isRight ? atRight : atLeft, 2))
    return pieces.enumerated().map { index, piece in
      var grid = index == 0 ? line : above
      let own = TextColumns.width(of: piece)
      grid.put(
        isRight ? " \(piece)" : "\(piece) ",
        at: isRight ? place + 1 + clear : place - 1 - clear - own, tone)
      return grid.line
    }
  }

  // MARK: Folds and pauses

  /// Text in which a number and what it counts stay on one line.
  private func unbroken(_ words: String) -> String {
    text(words.split(separator: " × ").joined(separator: "\u{A0}×\u{A0}"))
  }

  private func lines(of fold: SequenceFold) -> [StyledLine] {
    let tone = fold.mark.tone(in: accent)
    let plain = TextTone(tone.hue)
    let box = glyphs.box
    let left = geometry.left
    let inner = geometry.right - left - 3
    func rule(_ first: String, _ last: String) -> TextGrid {
      var grid = TextGrid(width: geometry.width)
      grid.put(
        first + String(repeating: box.across, count: geometry.right - left - 1) + last, at: left,
        plain)
      return grid
    }
    func line(_ text: String, _ tone: TextTone) -> TextGrid {
      var grid = TextGrid(width: geometry.width)
      grid.put(box.down, at: left, plain)
      grid.put(box.down, at: geometry.right, plain)
      grid.put(text, at: left + 2, tone)
      return grid
    }
    var top = rule(box.topLeft, box.topRight)
    top.put(" \(fold.name) ", at: left + 2, plain)
    put(fold.first, on: &top)
    let title = TextColumns.wrap(unbroken(fold.title), to: inner).map {
      line($0, tone.strengthened)
    }
    let detail = TextColumns.wrap(unbroken(fold.detail), to: inner).map { line($0, .muted) }
    return ([top] + title + detail + [rule(box.bottomLeft, box.bottomRight)]).map(\.line)
  }

  private func lines(of pause: SequencePause) -> [StyledLine] {
    let (mark, rule) = glyphs.pause
    let room = geometry.width - geometry.left
    return TextColumns.wrap(text(pause.label), to: room - 4).enumerated().map { index, label in
      var grid = TextGrid(width: geometry.width)
      if index == 0 { grid.put(mark, at: geometry.timeWidth - 1, .muted) }
      grid.put(String(repeating: rule, count: room), at: geometry.left, .muted)
      let width = TextColumns.width(of: label)
      grid.put(" \(label) ", at: geometry.left + (room - width) / 2 - 1, .muted)
      return grid.line
    }
  }
}
