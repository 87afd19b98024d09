/// CommonMark with the tables of GitHub, as GitHub, GitLab and Redmine read it.
struct MarkdownWriter: MarkupWriter {
  func text(of block: BodyBlock) -> String {
    switch block {
    case .heading(let text): "## \(escaped(text))"
    case .paragraph(let phrases): line(phrases)
    case .list(let items): items.map { "- \(line($0))" }.joined(separator: "\n")
    case .figure(let name, let alternative): "![\(attribute(alternative))](./\(name))"
    case .table(let titles, let numbers, let rows): table(titles, numbers, rows)
    case .code(let text):
      "\(fence(around: text))sh\n\(text)\n\(fence(around: text))"
    }
  }

  private func table(_ titles: [String], _ numbers: Set<Int>, _ rows: [[String]]) -> String {
    let rule = titles.indices.map { numbers.contains($0) ? "---:" : "---" }
    let lines = [titles.map(escaped), rule] + rows.map { $0.map(escaped) }
    return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  /// Phrases on a line, whose start means nothing.
  private func line(_ phrases: [Phrase]) -> String {
    var text = phrases.map(phrase).joined()
    // A list, a heading below, or a command to GitLab: docs.gitlab.com, Quick actions.
    if let first = text.first, "+-=/".contains(first) { text = "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let next = text.dropFirst(digits.count).first, ".)".contains(next) {
      text = digits + "\\" + text.dropFirst(digits.count)
    }
    return text
  }

  private func phrase(_ phrase: Phrase) -> String {
    switch phrase {
    case .text(let text): return escaped(text)
    case .strong(let text): return "**\(escaped(text))**"
    case .code(let text):
      let text = text.onOneLine
      guard text.contains("`") else { return "`\(text)`" }
      return "`` \(text) ``"
    }
  }

  /// Text that means nothing but itself: CommonMark 0.31.2, 2.4.
  ///
  /// Trackers also make links of `@name`, `#12`, `!12`, `~name` and the like, escaped or not; an
  /// empty comment keeps the sign from what is behind it.
  private func escaped(_ text: String) -> String {
    var result = ""
    var sign = false
    for character in text.onOneLine {
      if sign, character.isLetter || character.isNumber || character == "_" { result += "<!-- -->" }
      sign = "@#!~$&%".contains(character)
      if sign || "\\`*_[]<>|{}".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  /// What may stand for a picture, where a comment would be read out.
  private func attribute(_ text: String) -> String {
    text.onOneLine.replacing { "\\`*_[]<>|{}@#!~$&".contains($0) ? "\\\($0)" : nil }
  }

  /// More backticks than the text has in a row: CommonMark 0.31.2, 4.5.
  private func fence(around text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return String(repeating: "`", count: max(3, longest + 1))
  }
}
