/// Data that the page's script reads: JSON that can stand in a `script` element.
///
/// JSON allows any character to be written by its number. What HTML would take for the end of the
/// element or for a comment is, and so are U+2028 and U+2029, which end lines in older scripts.
enum ScriptData {
  case object([(name: String, value: ScriptData)])
  case array([ScriptData])
  case string(String)
  case integer(Int64)
  case boolean(Bool)
  case null

  static func numbers(_ numbers: [some BinaryInteger]) -> ScriptData {
    .array(numbers.map { .integer(Int64(clamping: $0)) })
  }

  static func strings(_ strings: [String]) -> ScriptData { .array(strings.map { .string($0) }) }

  static func optional<Number: BinaryInteger>(_ number: Number?) -> ScriptData {
    number.map { .integer(Int64(clamping: $0)) } ?? .null
  }

  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.write(member.name, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(to: &text)
      }
      text += "]"
    case .string(let string): Self.write(string, to: &text)
    case .integer(let number): text += "\(number)"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..<" ", "<", ">", "&", "'", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
