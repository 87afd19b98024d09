/// One line of a terminal in columns, which text is put on at any place.
struct TextGrid {
  private struct Cell {
    /// A character with its marks; `nil` behind a wide one.
    var text: String?
    var tone: TextTone
  }

  private var cells: [Cell]

  init(width: Int) {
    cells = [Cell](repeating: Cell(text: " ", tone: .ink), count: max(width, 0))
  }

  /// Puts text over what is there; what lies outside of the line is not put.
  mutating func put(_ text: String, at column: Int, _ tone: TextTone) {
    var place = column
    for character in TextColumns.withPlainSpaces(text) {
      let width = TextColumns.width(of: character)
      guard place >= 0, place + max(width, 1) <= cells.count else { return }
      guard width > 0 else {
        if place > 0 { cells[place - 1].text? += String(character) }
        continue
      }
      clear(place)
      cells[place] = Cell(text: String(character), tone: tone)
      for rest in place + 1..<place + width {
        clear(rest)
        cells[rest] = Cell(text: nil, tone: tone)
      }
      place += width
    }
  }

  /// Takes away a wide character of which a column is about to be another's.
  private mutating func clear(_ column: Int) {
    var first = column
    while first > 0, cells[first].text == nil { first -= 1 }
    var last = column
    while last + 1 < cells.count, cells[last + 1].text == nil { last += 1 }
    guard last > first else { return }
    for place in first...last { cells[place] = Cell(text: " ", tone: .ink) }
  }

  /// Whether nothing is put on a column.
  func isFree(_ column: Int) -> Bool {
    cells.indices.contains(column) && cells[column].text == " "
  }

  /// The line without spaces at its end.
  var line: StyledLine {
    var end = cells.count
    while end > 0, cells[end - 1].text == " " { end -= 1 }
    var line = StyledLine()
    for cell in cells[..<end] {
      guard let text = cell.text else { continue }
      line.append(text, text == " " ? .ink : cell.tone)
    }
    return line
  }
}
