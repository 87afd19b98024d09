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
    var rest = text.split(separator: " ").map { String($0) }[...]
    var lines: [String] = []
    while let word = rest.first {
      let count = fitting(rest, in: style, width: width)
      if count > 0 {
        lines.append(rest.prefix(count).joined(separator: " "))
        rest = rest.dropFirst(count)
        continue
      }
      var pieces = pieces(of: word, in: style, width: width)
      // What is left of a long word shares a line with what follows.
      if pieces.count > 1, let last = pieces.popLast() {
        rest[rest.startIndex] = last
      } else {
        rest = rest.dropFirst()
      }
      lines += pieces
    }
    return lines.isEmpty ? [""] : lines
  }

  /// How many of the first words fit on one line.
  ///
  /// To measure a text takes long: nothing is measured that reaches far beyond the line. So the
  /// footers of many pages, which differ in their ends, have all but these measured once.
  private func fitting(_ words: ArraySlice<String>, in style: TextStyle, width: Double) -> Int {
    func needed(_ count: Int) -> Double {
      self.width(of: words.prefix(count).joined(separator: " "), in: style)
    }
    let most = Self.octets(in: width, style: style)
    let near = max(Self.count(of: words, octets: most), 1)
    let reach = needed(near)
    guard reach > width else {
      var count = near
      while count < words.count, needed(count + 1) <= width { count += 1 }
      return count
    }
    let total = words.prefix(near).reduce(0) { $0 + $1.utf8.count + 1 }
    var count = Self.count(
      of: words.prefix(near).dropLast(), octets: Double(total) * width / reach)
    if count > 0, needed(count) > width {
      repeat { count -= 1 } while count > 0 && needed(count) > width
    } else {
      while count + 1 < near, needed(count + 1) <= width { count += 1 }
    }
    return count
  }

  /// More octets than a line of this width has room for, unless its letters are very narrow.
  private static func octets(in width: Double, style: TextStyle) -> Double {
    width / (0.42 * max(style.size, 0.1))
  }

  /// How many words lie within so many octets, each with the space behind it.
  private static func count(of words: ArraySlice<String>, octets: Double) -> Int {
    var (room, count) = (octets, 0)
    for word in words {
      room -= Double(word.utf8.count + 1)
      guard room >= 0 else { break }
      count += 1
    }
    return count
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
