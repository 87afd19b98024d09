/// What is wrong with a line, where in it, and what to do.
package struct LineFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line's number, from 1.
  package var line: Int
  /// The field concerned: `cause`, `hosts[1].name`; `nil` if it is none in particular.
  package var field: String?
  /// What is wrong, and what to do.
  package var what: String

  package init(line: Int, field: String? = nil, what: String) {
    self.line = line
    self.field = field
    self.what = what
  }

  /// `line 17, field "cause": event 40 does not come before event 17; …`.
  package var description: String {
    // Parameters have names that a foreign file chooses.
    let place =
      field.map { "line \(line), field \(Quotation.of($0, atMost: 120))" } ?? "line \(line)"
    return "\(place): \(what)"
  }
}

/// What is wrong within the line that is being read, before its number is known.
struct Complaint: Error {
  var field: String?
  var what: String
}

/// Words of foreign files, as messages repeat them.
enum Quotation {
  /// The word in quotation marks, cut if it is long, without what a terminal would obey.
  static func of(_ word: String, atMost longest: Int = 40) -> String {
    var text = ""
    for scalar in word.unicodeScalars.prefix(longest) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return word.unicodeScalars.count > longest ? "\"\(text)…\"" : "\"\(text)\""
  }
}
