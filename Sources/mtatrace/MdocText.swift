/// The source of a manual page in the macros of mdoc(7), which `man` and `mandoc` lay out.
struct MdocText {
  private(set) var text = ""

  /// A section's heading.
  mutating func section(_ title: String) { macro("Sh \(title)") }

  /// A line of macros; what is not a macro in it has gone through ``argument(_:)``.
  mutating func macro(_ line: String) { text += ".\(line)\n" }

  /// Running text, which the reader's terminal fills.
  mutating func prose(_ prose: String) {
    var line = ""
    for word in prose.split(separator: " ").map({ Self.escape($0) }) {
      if !line.isEmpty, line.count + 1 + word.count > 78 { flush(&line) }
      line += line.isEmpty ? word : " \(word)"
      // Formatters space sentences by where lines end.
      if let last = word.last, ".?!".contains(last) { flush(&line) }
    }
    if !line.isEmpty { flush(&line) }
  }

  /// Lines that stay as they are, set in a little.
  mutating func literal(_ lines: [String]) {
    macro("Bd -literal -offset indent")
    for var line in lines.map({ Self.escape($0, isLiteral: true) }) { flush(&line) }
    macro("Ed")
  }

  /// Appends a line, which must not be taken for a macro.
  private mutating func flush(_ line: inout String) {
    text += line.hasPrefix(".") ? "\\&\(line)\n" : "\(line)\n"
    line = ""
  }

  /// A text as one argument of a macro.
  static func argument(_ text: String) -> String {
    let escaped = escape(text, isLiteral: true)
    if escaped.contains(" ") { return "\"\(escaped)\"" }
    // The zero-width mark keeps what looks like a macro or a delimiter from being one.
    return escaped.count <= 3 ? "\\&\(escaped)" : escaped
  }

  /// A text as every formatter prints it: groff makes hyphens and curved quotes of some characters
  /// of ASCII, and knows others only by name (groff_char(7)).
  static func escape(_ text: some StringProtocol, isLiteral: Bool = false) -> String {
    var result = ""
    var isInWord = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "-" where isLiteral || !isInWord: result += "\\-"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(4 - digits.count, 0)))\(digits)]"
      }
      isInWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    return result
  }
}
