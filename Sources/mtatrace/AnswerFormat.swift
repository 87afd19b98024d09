import ArgumentParser
import Figures
import TraceStore

/// How the answer to a question in SQL is printed.
enum AnswerFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case csv
  case json
  case markdown

  /// A value as a cell.
  func cell(_ value: QueryValue) -> String {
    switch (self, value) {
    case (.csv, .null): ""
    // Where NULL is nothing, nothing needs quotes.
    case (.csv, .text("")), (.csv, .octets([])): "\"\""
    case (.csv, .text(let text)): DataTable.field(text)
    case (.markdown, .text(let text)): Self.markdown(text)
    case (_, .null): "NULL"
    case (_, .integer(let number)): "\(number)"
    case (_, .real(let number)): "\(number)"
    case (_, .text(let text)): Self.visible(text)
    case (_, .octets(let octets)): Self.hexadecimal(octets)
    }
  }

  /// Columns' names as cells.
  func heading(_ name: String) -> String { cell(.text(name)) }

  /// A row as an object of JSON: numbers that read back equal, whatever JSON has no word for as
  /// text.
  static func json(_ names: [String], _ row: [QueryValue]) -> JSON {
    .object(
      zip(names, row).map { name, value in
        switch value {
        case .null: (name, .null)
        case .integer(let number): (name, .integer(number))
        // Too large for a number of 64 bits, this is read as infinity.
        case .real(let number) where number.isInfinite:
          (name, .number(number < 0 ? "-9e999" : "9e999"))
        case .real(let number): (name, .number("\(number)"))
        case .text(let text): (name, .string(text))
        case .octets(let octets): (name, .string(hexadecimal(octets)))
        }
      })
  }

  private static func hexadecimal(_ octets: [UInt8]) -> String {
    var text = ""
    for octet in octets {
      if octet < 16 { text += "0" }
      text += String(octet, radix: 16)
    }
    return text
  }

  /// The text with an escape for each character that would move the cursor, or worse.
  private static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnseen) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where isUnseen(scalar): text += "\\u{\(String(scalar.value, radix: 16))}"
    default: text.unicodeScalars.append(scalar)
    }
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return false }
    return switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // What turns the direction of writing hides what stands there.
    case .format:
      (0x200E...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value) || scalar.value == 0x061C
    default: false
    }
  }

  /// The text as Markdown shows it as it is, on one line.
  private static func markdown(_ text: String) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    func isWord(_ place: Int) -> Bool {
      scalars.indices.contains(place) && scalars[place].properties.isAlphabetic
    }
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "\r" where place + 1 < scalars.count && scalars[place + 1] == "\n": break
      case "\n", "\r": result += "<br>"
      // An underscore within a word is one.
      case "_" where isWord(place - 1) && isWord(place + 1): result += "_"
      case "\\", "|", "`", "*", "_", "<", ">", "[", "]", "~", "&", "$": result += "\\\(scalar)"
      case _ where isUnseen(scalar): result += "\\\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
