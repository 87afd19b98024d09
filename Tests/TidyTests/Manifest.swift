/// The targets that a manifest declares, read from its text.
struct Manifest {
  /// Each target's dependencies, by the names of targets and products.
  private(set) var targets: [String: Set<String>] = [:]
  private(set) var testTargets: [String: Set<String>] = [:]

  private let tokens: [Token]
  /// What `let grdb = Target.Dependency.product(name: "GRDB", …)` names.
  private var products: [String: String] = [:]

  init(_ text: String) {
    tokens = Lexer(text).tokens
    for place in tokens.indices where matches(["let", nil, "=", "Target", "."], at: place) {
      products[tokens[place + 1].text] = label("name", in: arguments(after: place))
    }
    for place in tokens.indices where matches([".", nil, "(", "name", ":"], at: place) {
      let range = arguments(after: place)
      guard let name = label("name", in: range) else { continue }
      switch tokens[place + 1].text {
      case "target", "executableTarget", "systemLibrary": targets[name] = dependencies(in: range)
      case "testTarget": testTargets[name] = dependencies(in: range)
      default: break
      }
    }
  }

  /// Whether the tokens from a place on read so; `nil` stands for any token.
  private func matches(_ pattern: [String?], at place: Int) -> Bool {
    place + pattern.count <= tokens.count
      && zip(tokens[place...], pattern).allSatisfy { $1 == nil || $0.text == $1 }
  }

  /// The tokens between the next parenthesis or bracket and the one that closes it.
  private func arguments(after place: Int, opening: String = "(") -> Range<Int> {
    let closing = opening == "(" ? ")" : "]"
    guard
      let open = tokens[place...].firstIndex(where: { $0.text == opening && $0.kind == .symbol })
    else { return place..<place }
    var depth = 0
    for index in open..<tokens.count where tokens[index].kind == .symbol {
      if tokens[index].text == opening { depth += 1 }
      if tokens[index].text == closing { depth -= 1 }
      if depth == 0 { return open + 1..<index }
    }
    return open + 1..<tokens.count
  }

  private func label(_ name: String, in range: Range<Int>) -> String? {
    range.first { matches([name, ":"], at: $0) && tokens[$0 + 2].kind == .string }
      .map { tokens[$0 + 2].text }
  }

  private func dependencies(in range: Range<Int>) -> Set<String> {
    guard let start = range.first(where: { matches(["dependencies", ":", "["], at: $0) })
    else { return [] }
    let listed = arguments(after: start, opening: "[")
    return Set(
      tokens[listed].compactMap { token in
        switch token.kind {
        case .string: token.text
        case .word: products[token.text] ?? token.text
        default: nil
        }
      })
  }
}
