import Testing

/// What only some modules may do.
struct BoundaryTests {
  @Test func `only the modules at the edges use Foundation`() {
    let edges: Set = ["TraceStore", "ScenarioFiles", "TrackerClients", "mtatrace"]
    let rule = Rule.bans(
      ["import Foundation", "import FoundationEssentials"],
      in: { $0.isSource && !edges.contains($0.target) },
      because: "only \(edges.sorted().joined(separator: ", ")) use Foundation")
    rule.expect([1, 2], in: "package import Foundation\nimport FoundationEssentials")
    rule.expect([], in: "import Foundation", at: "Sources/TraceStore/A.swift")
    rule.enforce()
  }

  @Test func `only TraceStore holds SQL`() {
    let rule = Rule { file in
      guard file.isSource, file.target != "TraceStore" else { return [] }
      return file.tokens.filter { $0.kind == .string && isSQL($0.text) }
        .map { .init(line: $0.line, complaint: "SQL belongs in TraceStore") }
    }
    rule.expect(
      [1, 4],
      in: #"""
        let a = "SELECT time FROM events"
        let b = "select the runs from the list"
        let c = "UPDATE nothing"
        let d = """
          PRAGMA user_version
          """
        """#)
    rule.expect([], in: #"let a = "DELETE FROM run""#, at: "Sources/TraceStore/A.swift")
    rule.enforce()
  }

  /// Whether a text holds a statement of SQL, spelled in capitals as all of ours are.
  private func isSQL(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    return zip(words, words.dropFirst()).contains { first, second in
      switch (first, second) {
      case ("SELECT", _): words.contains("FROM")
      case ("UPDATE", _): words.contains("SET")
      case ("INSERT", "INTO"), ("INSERT", "OR"), ("DELETE", "FROM"), ("PRAGMA", _), ("ATTACH", _),
        ("CREATE", "TABLE"), ("CREATE", "VIEW"), ("CREATE", "INDEX"), ("CREATE", "TEMP"),
        ("DROP", "TABLE"), ("DROP", "VIEW"), ("DROP", "INDEX"):
        true
      default: false
      }
    }
  }

  @Test func `only Cairo calls C drawing code`() {
    let rule = Rule { file in
      guard file.isSource, file.target != "Cairo" else { return [] }
      return file.tokens.filter { token in
        token.kind == .word
          && ["cairo_", "pango_", "g_object_"].contains { token.text.hasPrefix($0) }
      }
      .map { .init(line: $0.line, complaint: "\($0.text): only Cairo calls C drawing code") }
    }
    rule.expect([2], in: "// cairo_move_to\ncairo_move_to(context, 0, 0)")
    rule.expect([], in: "pango_layout_new(a)", at: "Sources/Cairo/A.swift")
    rule.enforce()
  }

  @Test func `only the command prints`() {
    let rule = Rule.bans(
      ["print(", "debugPrint(", "dump("], in: { $0.isSource && $0.target != "mtatrace" },
      because: "only mtatrace prints")
    rule.expect([2], in: "// print()\nprint(1)")
    rule.enforce()
  }

  @Test func `bad input never traps`() {
    let rule = Rule.bans(
      ["try!", "as!", "fatalError(", "preconditionFailure(", "unowned(unsafe)"],
      because: "throw for what the world can do, precondition for what only a bug can do")
    rule.expect([1, 3], in: "try! f()\n// as! Int\na as! Int\ntry f()!")
    rule.enforce()
  }

  @Test func `nothing is public`() {
    let rule = Rule.bans(
      ["public", "open class", "open func", "open var"], in: \.isSource,
      because: "package across modules, internal otherwise")
    rule.expect([1, 2], in: "public struct A {}\npublic import B\nprint(\"public\")")
    rule.enforce()
  }
}
