/// A JSON value whose members keep their order.
enum JSON {
  case object([(name: String, value: JSON)])
  case array([JSON])
  case string(String)
  case integer(Int64)
  /// A number in JSON's own notation.
  case number(String)
  case boolean(Bool)
  case null

  /// An absent value is `null`: programs find every member in every object.
  static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  static func optional<Number: BinaryInteger>(_ number: Number?) -> JSON {
    number.map { .integer(Int64(clamping: $0)) } ?? .null
  }

  /// The value on one line.
  var line: String {
    var text = ""
    write(to: &text, indentation: nil)
    return text
  }

  /// The value on as many lines as it has members, indented by two spaces.
  var lines: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text
  }

  private func write(to text: inout String, indentation: Int?) {
    switch self {
    case .object(let members):
      Self.write("{", members, "}", to: &text, indentation: indentation) { text, member, inner in
        Self.write(member.name, to: &text)
        text += inner == nil ? ":" : ": "
        member.value.write(to: &text, indentation: inner)
      }
    case .array(let items):
      Self.write("[", items, "]", to: &text, indentation: indentation) { text, item, inner in
        item.write(to: &text, indentation: inner)
      }
    case .string(let string): Self.write(string, to: &text)
    case .integer(let number): text += "\(number)"
    case .number(let notation): text += notation
    case .boolean(let flag): text += flag ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write<Part>(
    _ opening: String, _ parts: [Part], _ closing: String, to text: inout String,
    indentation: Int?, _ body: (inout String, Part, Int?) -> Void
  ) {
    text += opening
    let inner = indentation.map { $0 + 1 }
    for (index, part) in parts.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: "  ", count: inner) }
      body(&text, part, inner)
    }
    if let indentation, !parts.isEmpty {
      text += "\n" + String(repeating: "  ", count: indentation)
    }
    text += closing
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      // Terminals obey more control characters than those that JSON wants escaped.
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
