/// Text without markup, as Bugzilla shows it: in a font whose characters are equally wide.
struct PlainTextWriter: MarkupWriter {
  /// Bugzilla wraps comments there: `Bugzilla::Constants`, `COMMENT_COLS`.
  private static let width = 80

  func text(of block: BodyBlock) -> String {
    switch block {
    case .heading(let text): "\(text)\n\(String(repeating: "=", count: text.count))"
    case .paragraph(let phrases): Self.wrapped(line(phrases))
    case .list(let items):
      items.map { Self.wrapped(line($0), first: "- ", other: "  ") }.joined(separator: "\n")
    case .figure(let name, let alternative): Self.wrapped("[\(name)] \(alternative)")
    case .table(let titles, let numbers, let rows): table(titles, numbers, rows)
    case .code(let text): text
    }
  }

  private func line(_ phrases: [Phrase]) -> String {
    phrases.map { phrase in
      switch phrase {
      case .text(let text), .strong(let text), .code(let text): text.onOneLine
      }
    }
    .joined()
  }

  /// Aligned columns; what does not fit into the last one goes on below it.
  private func table(_ titles: [String], _ numbers: Set<Int>, _ rows: [[String]]) -> String {
    let rows = [titles] + rows.map { $0.map(\.onOneLine) }
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = row.dropLast().enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return numbers.contains(column) ? padding + cell : cell + padding
      }
      let start = cells.map { $0 + "  " }.joined()
      guard let last = row.last else { return start }
      let column = row.count - 1
      let padding =
        numbers.contains(column)
        ? String(repeating: " ", count: widths[column] - last.count) : ""
      return Self.wrapped(
        padding + last, first: start, other: String(repeating: " ", count: start.count))
    }
    return lines.joined(separator: "\n")
  }

  /// A text in lines that are no longer than a comment is wide, if its words let it.
  private static func wrapped(_ text: String, first: String = "", other: String = "") -> String {
    var lines = [first]
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines.count - 1
      if !isEmpty, lines[last].count + 1 + word.count > width, other.count < width / 2 {
        lines.append(other + word)
      } else {
        lines[last] += (isEmpty ? "" : " ") + word
      }
      isEmpty = false
    }
    return lines.joined(separator: "\n")
  }
}
