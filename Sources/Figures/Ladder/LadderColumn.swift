import Analysis
import TraceModel

/// One run's story as lines of text.
struct LadderColumn {
  let pen: LadderPen
  /// The run and what the states of its lifelines look like.
  let head: [StyledLine]
  /// The lines of each step that stands beside another column's.
  let sharedBlocks: [[StyledLine]]
  /// The lines of each step behind them.
  let ownBlocks: [[StyledLine]]
  /// The folds, and what is not drawn.
  let notes: [StyledLine]

  /// Time that shows as a line without a row.
  private static let gap = TraceDuration.milliseconds(500)

  /// - Parameters:
  ///   - shared: How many rows at the beginning tell the same as another column's.
  ///   - hasGaps: Whether time between rows shows.
  init(
    _ column: SequenceDiagram.Column, shared: Int, hasGaps: Bool, geometry: LadderGeometry,
    glyphs: LadderGlyphs
  ) {
    let story = column.story
    pen = LadderPen(
      geometry: geometry, glyphs: glyphs, states: LadderStates(of: story),
      accent: column.accent)
    head = Self.head(of: column, pen: pen)
    let (steps, count) = LadderStep.steps(of: story.rows, shared: shared)
    var blocks: [[StyledLine]] = []
    for (index, step) in steps.enumerated() {
      var block = pen.lines(of: step)
      if hasGaps, index > 0, !step.isPause, !steps[index - 1].isPause {
        let before = steps[index - 1].endTime
        if step.time - before >= Self.gap { block.insert(pen.blank(at: before), at: 0) }
      }
      blocks.append(block)
    }
    sharedBlocks = Array(blocks.prefix(count))
    ownBlocks = Array(blocks.dropFirst(count))
    notes = column.notes.flatMap { note in
      StyledLine.wrapped(glyphs.charset.text(note), to: geometry.width, .muted)
    }
  }

  /// The column by itself, with the names of the lifelines again where it is long.
  func alone(band: [StyledLine]) -> [StyledLine] {
    var lines = head + pen.headings
    var pager = LadderPager()
    for (index, block) in (sharedBlocks + ownBlocks).enumerated() {
      if pager.needsHeadings(before: block.count) { lines += [StyledLine()] + pen.headings }
      if index == sharedBlocks.count { lines += band }
      lines += block
    }
    return lines + [StyledLine()] + notes
  }

  private static func head(of column: SequenceDiagram.Column, pen: LadderPen) -> [StyledLine] {
    let charset = pen.glyphs.charset
    let width = pen.geometry.width
    var lines = StyledLine.wrapped(
      charset.text(column.name), to: width, TextTone(column.accent.hue, isStrong: true))
    lines += key(of: column, pen: pen)
    if pen.geometry.isNumbered {
      let names = column.story.lifelines.enumerated().map { index, lifeline in
        "\(index + 1)\u{A0}\(lifeline.title) \(lifeline.subtitle)"
          .split(separator: " ").joined(separator: "\u{A0}")
      }
      lines += StyledLine.wrapped(
        charset.text(names.joined(separator: ", ")), to: width, .muted)
    }
    return lines
  }

  /// Says what the states look like that the story has.
  private static func key(of column: SequenceDiagram.Column, pen: LadderPen) -> [StyledLine] {
    let states = Set(column.story.spans.map(\.state))
    var lines: [StyledLine] = []
    for state in LifelineSpan.State.allCases where states.contains(state) {
      let sample = state == .stalled ? pen.glyphs.stall : pen.glyphs.lifeline(state)
      var entry = StyledLine(
        sample,
        state == .stalled
          ? TextTone(.faulty) : state == .turn ? TextTone(column.accent.hue) : .muted)
      entry.append(" \(state.words)", .muted)
      if let last = lines.last, last.width + 2 + entry.width <= pen.geometry.width {
        lines[lines.count - 1].append("  ", .muted)
        lines[lines.count - 1].append(entry)
      } else {
        lines.append(entry)
      }
    }
    return lines
  }
}

/// Where the names of lifelines come again, for a terminal shows only so many lines.
struct LadderPager {
  static let mostLines = 40
  private var lines = 0

  /// Counts lines that come next, and says whether the names should stand before them.
  mutating func needsHeadings(before count: Int) -> Bool {
    let isLong = lines > 0 && lines + count > Self.mostLines
    lines = (isLong ? 0 : lines) + count
    return isLong
  }
}
