/// Jira's wiki markup.
///
/// https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
struct JiraWriter: MarkupWriter {
  func text(of block: BodyBlock) -> String {
    switch block {
    case .heading(let text): "h2. \(escaped(text))"
    case .paragraph(let phrases): line(phrases)
    case .list(let items): items.map { "* \(line($0))" }.joined(separator: "\n")
    // The name is that of the attachment; its width leaves room for Jira's columns.
    case .figure(let name, let alternative):
      "!\(name)|width=800,alt=\"\(attribute(alternative))\"!"
    case .table(let titles, _, let rows):
      (["|| \(titles.map(cell).joined(separator: " || ")) ||"]
        + rows.map { "| \($0.map(cell).joined(separator: " | ")) |" }).joined(separator: "\n")
    case .code(let text): code(text)
    }
  }

  /// Lines as they are typed, between marks that they do not have.
  private func code(_ text: String) -> String {
    let mark = text.contains("{noformat}") ? "{code}" : "{noformat}"
    // Text with both loses the one that would end it.
    return "\(mark)\n\(text.replacing(mark, with: " "))\n\(mark)"
  }

  private func line(_ phrases: [Phrase]) -> String {
    phrases.map { phrase in
      switch phrase {
      case .text(let text): escaped(text)
      case .strong(let text): "*\(escaped(text))*"
      case .code(let text): "{{\(escaped(text))}}"
      }
    }
    .joined()
  }

  /// An empty cell would be a heading's mark.
  private func cell(_ text: String) -> String { text.isEmpty ? "&nbsp;" : escaped(text) }

  /// Text that means nothing but itself.
  ///
  /// A backslash makes a sign of the markup one of the text, but two of them a new line, and not
  /// all readers of the markup take it before all signs; character references, which Jira keeps,
  /// stand for the others.
  private func escaped(_ text: String) -> String {
    text.onOneLine.replacing { character in
      if "\\|+^~)&".contains(character), let code = character.asciiValue { return "&#\(code);" }
      return "{}[](*_-?!#@".contains(character) ? "\\\(character)" : nil
    }
    // An address would become a link, with the backslashes in it.
    .replacing("://", with: "&#58;//")
  }

  /// What may stand in an attribute of a picture.
  private func attribute(_ text: String) -> String {
    text.onOneLine.replacing { ",|!\"{}[]".contains($0) ? " " : nil }
  }
}
