/// A line of text for a terminal, in pieces that each look their own way.
package struct StyledLine: Equatable, Sendable {
  /// Text that looks the same from its beginning to its end.
  package struct Piece: Equatable, Sendable {
    package var text: String
    package var tone: TextTone
  }

  package private(set) var pieces: [Piece] = []

  package init() {}

  package init(_ text: String, _ tone: TextTone = .ink) { append(text, tone) }

  /// Adds text to the end.
  package mutating func append(_ text: String, _ tone: TextTone = .ink) {
    guard !text.isEmpty else { return }
    if let last = pieces.indices.last, pieces[last].tone == tone {
      pieces[last].text += text
    } else {
      pieces.append(Piece(text: text, tone: tone))
    }
  }

  /// Adds another line's pieces to the end.
  package mutating func append(_ line: StyledLine) {
    for piece in line.pieces { append(piece.text, piece.tone) }
  }

  /// The characters alone.
  package var text: String { pieces.map(\.text).joined() }

  /// How many columns of a terminal it takes.
  package var width: Int { pieces.map { TextColumns.width(of: $0.text) }.reduce(0, +) }

  /// The line with what tells a terminal its colours and weights (ECMA-48, SGR).
  package var escaped: String {
    pieces.map { piece in
      let codes = piece.tone.codes
      return codes.isEmpty
        ? piece.text : "\u{1B}[\(codes.joined(separator: ";"))m\(piece.text)\u{1B}[0m"
    }.joined()
  }

  /// The line as a terminal takes it, with its looks or without.
  package func text(isStyled: Bool) -> String { isStyled ? escaped : text }

  /// The line with as many spaces behind it as make it this wide.
  package func padded(to width: Int) -> StyledLine {
    var line = self
    line.append(String(repeating: " ", count: max(width - self.width, 0)))
    return line
  }

  /// The line without spaces at its end.
  var trimmed: StyledLine {
    var line = self
    while let last = line.pieces.last, last.text.last == " " {
      line.pieces[line.pieces.count - 1].text.removeLast()
      if last.text.count == 1 { line.pieces.removeLast() }
    }
    return line
  }

  /// Text in lines no wider than this.
  package static func wrapped(_ text: String, to width: Int, _ tone: TextTone) -> [StyledLine] {
    TextColumns.wrap(text, to: width)
      .map { StyledLine(TextColumns.withPlainSpaces($0), tone) }
  }
}
