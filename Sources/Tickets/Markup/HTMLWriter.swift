/// The few elements of HTML that Request Tracker lets through: its `RT::Interface::Web::Scrubber`.
///
/// It shows pictures below a comment and not within it, so that the body names them.
struct HTMLWriter: MarkupWriter {
  func text(of block: BodyBlock) -> String {
    switch block {
    case .heading(let text): "<h3>\(Self.escaped(text))</h3>"
    case .paragraph(let phrases): "<p>\(line(phrases))</p>"
    case .list(let items):
      "<ul>\n" + items.map { "<li>\(line($0))</li>\n" }.joined() + "</ul>"
    case .figure(let name, let alternative):
      "<p><strong>\(Self.escaped(name)):</strong> \(Self.escaped(alternative))</p>"
    case .table(let titles, let numbers, let rows): table(titles, numbers, rows)
    case .code(let text): "<pre>\(Self.escaped(text))</pre>"
    }
  }

  private func table(_ titles: [String], _ numbers: Set<Int>, _ rows: [[String]]) -> String {
    func row(_ cells: [String], _ element: String) -> String {
      let cells = cells.enumerated().map { index, cell in
        let side = numbers.contains(index) ? "right" : "left"
        return "<\(element) align=\"\(side)\">\(Self.escaped(cell))</\(element)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return "<table cellpadding=\"4\">\n" + row(titles, "th") + rows.map { row($0, "td") }.joined()
      + "</table>"
  }

  private func line(_ phrases: [Phrase]) -> String {
    phrases.map { phrase in
      switch phrase {
      case .text(let text): Self.escaped(text)
      case .strong(let text): "<strong>\(Self.escaped(text))</strong>"
      case .code(let text):
        "<span style=\"font-family: monospace\">\(Self.escaped(text))</span>"
      }
    }
    .joined()
  }

  static func escaped(_ text: String) -> String {
    text.replacing { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: nil
      }
    }
  }
}
