/// Which characters a terminal can show.
package enum TerminalCharset: Sendable {
  case unicode
  case ascii

  /// The text in these characters, and without any that could steer a terminal.
  ///
  /// Nothing is lost: what ASCII has no likeness of is written as its number.
  package func text(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if Self.steers(scalar) {
        if scalar == "\n" || scalar == "\t" || scalar == "\r" {
          result += " "
        } else {
          result += number(of: scalar)
        }
      } else if self == .ascii, !scalar.isASCII, scalar != "\u{A0}" {
        result += Self.likeness[scalar] ?? number(of: scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func number(of scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// Whether a terminal could do something else than show the character.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // What turns the direction of writing would put columns in disorder.
    case .format:
      (0x200E...0x200F).contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    default: false
    }
  }

  private static let likeness: [Unicode.Scalar: String] = [
    "→": "->", "←": "<-", "·": "-", "×": "x", "–": "-", "—": "-", "…": "...", "µ": "u", "⋮": ":",
    "’": "'", "‘": "'", "“": "\"", "”": "\"", "−": "-", "≥": ">=", "≤": "<=",
  ]
}
