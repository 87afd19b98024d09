/// A sequence diagram as text for a terminal: the rows of the pictures, with the lifelines as
/// columns of characters.
///
/// Builds stand side by side where there is room, what they have in common at the same height, and
/// else one below the other.
package struct Ladder {
  /// From the headline to the line that says where the diagram comes from.
  package let lines: [StyledLine]

  /// The fewest columns of one of several builds side by side.
  private static let leastColumn = 76
  /// The most columns that a build takes: longer arrows are harder to read.
  private static let mostColumns = 132
  private static let gutter = 4

  /// Lays a diagram out.
  ///
  /// - Parameters:
  ///   - content: What a picture of it would show; its axis is not true to scale.
  ///   - width: The columns of the terminal.
  /// - Throws: ``LadderTooNarrow`` if the lifelines do not fit.
  package init(
    _ content: SequenceDiagram.Content, width: Int, charset: TerminalCharset
  ) throws(LadderTooNarrow) {
    let content = content.axis == .step ? content.withoutPauses : content
    let count = max(content.columns.count, 1)
    let share = (width - Self.gutter * (count - 1)) / count
    let isBeside = count > 1 && share >= Self.leastColumn
    let own = min(isBeside ? share : width, Self.mostColumns)
    let geometry = try LadderGeometry(
      of: content.columns.map(\.story), width: own, text: charset.text)
    let columns = content.columns.map { column in
      LadderColumn(
        column, shared: content.sharedRows, hasGaps: content.axis != .step, geometry: geometry,
        glyphs: LadderGlyphs(charset: charset))
    }
    let whole = isBeside ? own * count + Self.gutter * (count - 1) : own
    var lines = [
      StyledLine.wrapped(charset.text(content.headline), to: whole, .strong),
      StyledLine.wrapped(charset.text(content.subtitle), to: whole, .muted),
    ].flatMap(\.self)
    let band =
      content.hasDifference && count > 1
      ? Self.band(width: isBeside ? whole : own, glyphs: LadderGlyphs(charset: charset)) : []
    if isBeside {
      lines.append(StyledLine())
      lines += Self.sideBySide(columns, band: band)
    } else {
      for column in columns {
        lines.append(StyledLine())
        lines += column.alone(band: band)
      }
    }
    let notes = [content.note, content.provenance.footer()].compactMap(\.self)
    for note in notes {
      lines.append(StyledLine())
      lines += StyledLine.wrapped(charset.text(note), to: whole, .muted)
    }
    self.lines = lines
  }

  /// The line before the first row that differs.
  private static func band(width: Int, glyphs: LadderGlyphs) -> [StyledLine] {
    let words = " first difference that the wire shows "
    let rest = max(width - words.count, 0)
    var line = StyledLine(String(repeating: glyphs.band, count: rest / 2), TextTone(.faulty))
    line.append(words, .strong)
    line.append(String(repeating: glyphs.band, count: rest - rest / 2), TextTone(.faulty))
    return [line]
  }

  private static func sideBySide(_ columns: [LadderColumn], band: [StyledLine]) -> [StyledLine] {
    // Names of lifelines stand at one height, however many lines are above them.
    var lines = joined(columns, columns.map(\.head)) + joined(columns, columns.map(\.pen.headings))
    var pager = LadderPager()
    func add(_ blocks: [[StyledLine]]) {
      let block = joined(columns, blocks)
      if pager.needsHeadings(before: block.count) {
        lines += [StyledLine()] + joined(columns, columns.map(\.pen.headings))
      }
      lines += block
    }
    let shared = columns.map(\.sharedBlocks)
    for index in 0..<(shared.map(\.count).max() ?? 0) {
      add(shared.map { index < $0.count ? $0[index] : [] })
    }
    lines += band
    return lines + unshared(columns) + [StyledLine()] + joined(columns, columns.map(\.notes))
  }

  /// What comes behind the difference, where each goes its own way: line by line, with the names of
  /// lifelines again where all columns are between two rows.
  private static func unshared(_ columns: [LadderColumn]) -> [StyledLine] {
    let rest = columns.map { $0.ownBlocks.flatMap(\.self) }
    let height = rest.map(\.count).max() ?? 0
    var breaks = Set(1..<max(height, 1))
    for (own, column) in zip(rest, columns) {
      var ends: Set<Int> = []
      var end = 0
      for block in column.ownBlocks {
        end += block.count
        ends.insert(end)
      }
      breaks = breaks.filter { $0 >= own.count || ends.contains($0) }
    }
    var lines: [StyledLine] = []
    var start = 0
    for end in breaks.sorted() where end - start >= LadderPager.mostLines {
      lines += joined(columns, rest.map { Array($0.dropFirst(start).prefix(end - start)) })
      lines += [StyledLine()] + joined(columns, columns.map(\.pen.headings))
      start = end
    }
    return lines + joined(columns, rest.map { Array($0.dropFirst(start)) })
  }

  /// Blocks of lines side by side, as high as the highest.
  private static func joined(
    _ columns: [LadderColumn], _ blocks: [[StyledLine]]
  ) -> [StyledLine] {
    let height = blocks.map(\.count).max() ?? 0
    return (0..<height).map { index in
      var line = StyledLine()
      for (place, block) in blocks.enumerated() {
        let own = index < block.count ? block[index] : StyledLine()
        let isLast = place == blocks.count - 1
        line.append(
          isLast ? own : own.padded(to: columns[place].pen.geometry.width + gutter))
      }
      return line.trimmed
    }
  }
}
