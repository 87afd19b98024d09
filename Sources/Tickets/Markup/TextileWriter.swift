/// Textile, as Redmine reads it where its administrator chose that.
///
/// https://www.redmine.org/projects/redmine/wiki/RedmineTextFormattingTextile
struct TextileWriter: MarkupWriter {
  func text(of block: BodyBlock) -> String {
    switch block {
    case .heading(let text): "h2. \(escaped(text))"
    case .paragraph(let phrases): line(phrases)
    case .list(let items): items.map { "* \(line($0))" }.joined(separator: "\n")
    case .figure(let name, let alternative): "!\(name)(\(attribute(alternative)))!"
    case .table(let titles, let numbers, let rows):
      (["|_. \(titles.map(cell).joined(separator: " |_. ")) |"]
        + rows.map { row in
          row.enumerated().map { "|\(numbers.contains($0) ? ">. " : " ")\(cell($1)) " }.joined()
            + "|"
        }).joined(separator: "\n")
    case .code(let text): "<pre>\n\(HTMLWriter.escaped(text))\n</pre>"
    }
  }

  private func line(_ phrases: [Phrase]) -> String {
    phrases.map { phrase in
      switch phrase {
      case .text(let text): escaped(text)
      case .strong(let text): "*\(escaped(text))*"
      case .code(let text): "<code>\(HTMLWriter.escaped(text.onOneLine))</code>"
      }
    }
    .joined()
  }

  private func cell(_ text: String) -> String { text.isEmpty ? " " : escaped(text) }

  /// Text that means nothing but itself: signs of the markup become entities of HTML.
  private func escaped(_ text: String) -> String {
    text.onOneLine.replacing { character in
      guard "*_-+^~@!|#[]{}()<>&%?='\"\\".contains(character), let code = character.asciiValue
      else { return nil }
      return "&#\(code);"
    }
  }

  private func attribute(_ text: String) -> String {
    text.onOneLine.replacing { "()!\"|".contains($0) ? " " : nil }
  }
}
