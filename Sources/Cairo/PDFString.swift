/// A text string of a PDF file: ISO 32000-1, 7.9.2.2.
struct PDFString: CustomStringConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  /// ASCII in parentheses, and anything else as UTF-16 with a byte order mark in hexadecimal.
  var description: String {
    guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      return "<FEFF\(text.utf16.map(Self.digits).joined())>"
    }
    var result = "("
    for character in text {
      if "()\\".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result + ")"
  }

  private static func digits(of unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
