/// A piece of Swift source, as far as the rules look: comments and white space are left out.
struct Token: Equatable {
  enum Kind {
    /// A name, a keyword or a number.
    case word
    /// A name between backticks; the text holds neither them nor what is between them.
    case rawIdentifier
    /// One character that belongs to nothing else: `(`, `!`, `.`.
    case symbol
    /// What a string literal says, without its interpolations.
    case string
  }

  var kind: Kind
  var text: String
  /// The line it begins on, from 1.
  var line: Int
  /// The line it ends on.
  var lastLine: Int
}

/// Splits Swift source into tokens; good enough for rules about words, no more.
struct Lexer {
  private let octets: [UInt8]
  private var place = 0
  private var line = 1
  private(set) var tokens: [Token] = []

  init(_ source: String) {
    octets = Array(source.utf8)
    lex(untilParenthesis: false)
  }

  private func octet(_ offset: Int = 0) -> UInt8 {
    place + offset < octets.count ? octets[place + offset] : 0
  }

  private mutating func lex(untilParenthesis: Bool) {
    var depth = 0
    while place < octets.count {
      let current = octet()
      switch current {
      case UInt8(ascii: "\n"):
        line += 1
        place += 1
      case UInt8(ascii: "/") where octet(1) == UInt8(ascii: "/"): skipLineComment()
      case UInt8(ascii: "/") where octet(1) == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"): lexStringOrHash()
      case UInt8(ascii: "`"): lexRawIdentifier()
      case _ where Self.isWord(current): lexWord()
      case _ where current <= UInt8(ascii: " "): place += 1
      default:
        if current == UInt8(ascii: "(") { depth += 1 }
        if current == UInt8(ascii: ")") { depth -= 1 }
        if untilParenthesis && depth < 0 { return }
        append(.symbol, [current], from: line)
        place += 1
      }
    }
  }

  private static func isWord(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private mutating func append(_ kind: Token.Kind, _ text: [UInt8], from first: Int) {
    let text = String(decoding: text, as: UTF8.self)
    tokens.append(Token(kind: kind, text: text, line: first, lastLine: line))
  }

  private mutating func lexWord() {
    let start = place
    while Self.isWord(octet()) { place += 1 }
    append(.word, Array(octets[start..<place]), from: line)
  }

  private mutating func lexRawIdentifier() {
    place += 1
    while place < octets.count, octet() != UInt8(ascii: "`") { place += 1 }
    place += 1
    append(.rawIdentifier, [], from: line)
  }

  private mutating func skipLineComment() {
    while place < octets.count, octet() != UInt8(ascii: "\n") { place += 1 }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if octet() == UInt8(ascii: "/"), octet(1) == UInt8(ascii: "*") {
        depth += 1
        place += 2
      } else if octet() == UInt8(ascii: "*"), octet(1) == UInt8(ascii: "/") {
        depth -= 1
        place += 2
      } else {
        if octet() == UInt8(ascii: "\n") { line += 1 }
        place += 1
      }
    } while depth > 0 && place < octets.count
  }

  /// At `"` or `#`: a string literal, raw or not, or a lone `#`.
  private mutating func lexStringOrHash() {
    var hashes = 0
    while octet(hashes) == UInt8(ascii: "#") { hashes += 1 }
    guard octet(hashes) == UInt8(ascii: "\"") else {
      append(.symbol, [octet()], from: line)
      place += 1
      return
    }
    let isMultiline = (0..<3).allSatisfy { octet(hashes + $0) == UInt8(ascii: "\"") }
    place += hashes + (isMultiline ? 3 : 1)
    lexString(quotes: isMultiline ? 3 : 1, hashes: hashes)
  }

  /// Inside a string literal, up to and with its closing delimiter.
  private mutating func lexString(quotes: Int, hashes: Int) {
    let closing =
      Array(repeating: UInt8(ascii: "\""), count: quotes)
      + Array(repeating: UInt8(ascii: "#"), count: hashes)
    let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: hashes)
    let first = line
    var text: [UInt8] = []
    while place < octets.count, !starts(with: closing) {
      if starts(with: escape) {
        place += escape.count
        if octet() == UInt8(ascii: "(") {
          place += 1
          lex(untilParenthesis: true)
        } else {
          text.append(UInt8(ascii: " "))
        }
      } else {
        text.append(octet())
      }
      if octet() == UInt8(ascii: "\n") {
        guard quotes == 3 else { break }
        line += 1
      }
      place += 1
    }
    place += closing.count
    append(.string, text, from: first)
  }

  private func starts(with sequence: [UInt8]) -> Bool {
    place + sequence.count <= octets.count
      && sequence.indices.allSatisfy { octets[place + $0] == sequence[$0] }
  }
}
