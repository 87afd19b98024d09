/// A language that trackers format comments in.
package enum Markup: String, CaseIterable, Sendable {
  /// CommonMark with the tables of GitHub: https://github.github.com/gfm/
  case markdown
  /// Redmine's older one.
  case textile
  /// Jira's wiki markup.
  case jira
  case html
  /// No markup: columns are aligned with spaces.
  case text

  /// The ending of a file in it.
  package var ending: String {
    switch self {
    case .markdown: "md"
    case .textile: "textile"
    case .jira: "jira"
    case .html: "html"
    case .text: "txt"
    }
  }

  /// A body in it, without its title.
  package func text(of body: TicketBody) -> String {
    let writer: any MarkupWriter =
      switch self {
      case .markdown: MarkdownWriter()
      case .textile: TextileWriter()
      case .jira: JiraWriter()
      case .html: HTMLWriter()
      case .text: PlainTextWriter()
      }
    return body.blocks.map(writer.text(of:)).joined(separator: "\n\n") + "\n"
  }
}

/// Writes blocks in a markup, and whatever stands in a trace as nothing but text.
protocol MarkupWriter {
  /// A block, without a line feed at its end.
  func text(of block: BodyBlock) -> String
}

extension String {
  /// The text with some characters replaced.
  func replacing(_ replacement: (Character) -> String?) -> String {
    var result = ""
    for character in self {
      if let other = replacement(character) { result += other } else { result.append(character) }
    }
    return result
  }

  /// The text on one line.
  var onOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
