/// What a layout must know about text before it is drawn.
package protocol TextMetrics {
  /// The width of a run, in points.
  func width(of text: String, in style: TextStyle) -> Double
  /// How far the letters rise above the baseline, in points.
  func ascent(of style: TextStyle) -> Double
  /// How far the letters reach below the baseline, in points.
  func descent(of style: TextStyle) -> Double
}

/// Metrics of a typeface whose characters are all as wide as 0.6 of its size: for tests without
/// fonts.
package struct FixedWidthMetrics: TextMetrics {
  package init() {}

  package func width(of text: String, in style: TextStyle) -> Double {
    Double(text.count) * style.size * 0.6
  }
  package func ascent(of style: TextStyle) -> Double { style.size * 0.75 }
  package func descent(of style: TextStyle) -> Double { style.size * 0.25 }
}

extension TextMetrics {
  /// The text broken into lines of at most `width` points; one empty line for empty text.
  ///
  /// A line breaks at a space, or inside a word that is too long for a line of its own. Nothing is
  /// left out.
  package func lines(of text: String, in style: TextStyle, width: Double) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { paragraph(String($0), in: style, width: width) }
  }

  private func paragraph(_ text: String, in style: TextStyle, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if self.width(of: longer, in: style) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var pieces = pieces(of: String(word), in: style, width: width)
      line = pieces.popLast() ?? ""
      lines += pieces
    }
    return lines + [line]
  }

  /// A word cut into the fewest pieces that are not too wide, each of at least one character.
  private func pieces(of word: String, in style: TextStyle, width: Double) -> [String] {
    guard self.width(of: word, in: style) > width else { return [word] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if !piece.isEmpty, self.width(of: piece + String(character), in: style) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }
}
