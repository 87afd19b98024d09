import Testing

/// What makes a file easy to read.
struct FormTests {
  @Test func `no file has more than 400 lines`() {
    let rule = Rule { file in
      let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
      return count > 400
        ? [.init(line: 401, complaint: "\(count) lines; one idea a file, 60 to 250 lines")] : []
    }
    rule.expect([], in: String(repeating: "\n", count: 400))
    rule.expect([401], in: String(repeating: "\n", count: 401))
    rule.enforce()
  }

  @Test func `no line has more than 100 columns`() {
    let rule = Rule { file in
      var isText = false
      return file.lines.enumerated().filter { _, line in
        let isQuoted = isText
        if line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count.isMultiple(of: 2)
        {
          isText.toggle()
        }
        // A text of several lines keeps the breaks that it has where it comes from.
        return line.count > 100 && !isQuoted && !isOnlyLink(line)
      }
      .map { .init(line: $0.offset + 1, complaint: "\($0.element.count) columns") }
    }
    let long = String(repeating: "x", count: 101)
    rule.expect([2], in: "\(String(repeating: "→", count: 100))\n\(long)\n// https://\(long)")
    rule.expect([4], in: "let a = \"\"\"\n\(long)\n\"\"\"\n\(long)")
    rule.enforce()
  }

  /// Whether a line is a comment of one link, which cannot be broken.
  private func isOnlyLink(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    return words.count == 2 && words[0].allSatisfy { $0 == "/" } && words[1].hasPrefix("https://")
  }

  @Test func `no function has more than 60 lines`() {
    let rule = Rule { file in
      functions(in: file.tokens).filter { $0.count > 60 }
        .map { .init(line: $0.lowerBound, complaint: "\($0.count) lines") }
    }
    func planted(_ lines: Int) -> String {
      "protocol P { func f() }\nfunc g(_ h: (Int) -> Void = { _ in }) where T: P {\n"
        + String(repeating: "{ }\n", count: lines - 2) + "}\n"
    }
    rule.expect([], in: planted(60))
    rule.expect([2], in: planted(61))
    rule.enforce()
  }

  @Test func `no file is named for what could be anything`() {
    let vague = ["Util", "Helper", "Manager", "Common", "Extensions", "Misc"]
    let rule = Rule { file in
      let name = file.path.split(separator: "/").dropFirst(2).joined(separator: "/")
      return vague.filter { name.contains($0) }
        .map { .init(line: 1, complaint: "\($0) says nothing: name it for its main type") }
    }
    rule.expect([1], in: "", at: "Sources/Drawing/GeometryUtils.swift")
    rule.expect([1], in: "", at: "Sources/Drawing/Helpers/Geometry.swift")
    rule.expect([], in: "", at: "Sources/Drawing/Geometry.swift")
    rule.enforce()
  }

  @Test func `nothing is left for later`() {
    // Taken apart, so that this file keeps the rule.
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let rule = Rule { file in
      file.lines.enumerated().flatMap { index, line in
        marks.filter { line.contains($0) }.map { .init(line: index + 1, complaint: $0) }
      }
    }
    rule.expect([2], in: "// todo\n// \(marks[0]): later")
    rule.enforce()
    rule.enforce(on: SourceTree.otherFiles)
  }

  @Test func `test functions are named with sentences`() {
    let rule = Rule { file in
      file.places(of: ["@", "Test"]).compactMap { place in
        let after = file.tokens[place...]
        guard let function = after.firstIndex(where: { $0.kind == .word && $0.text == "func" }),
          function + 1 < file.tokens.count, file.tokens[function + 1].kind != .rawIdentifier
        else { return nil }
        return .init(line: file.tokens[function].line, complaint: "name it with a raw identifier")
      }
    }
    rule.expect([3], in: "@Test(arguments: [1])\nfunc `it holds`() {}\n@Test func holds() {}")
    rule.enforce()
  }

  /// The functions and initialisers with bodies, and their lines from `func` to the last brace.
  private func functions(in tokens: [Token]) -> [ClosedRange<Int>] {
    tokens.indices.compactMap { start in
      guard tokens[start].kind == .word, ["func", "init", "deinit"].contains(tokens[start].text),
        start == 0 || ![".", "case"].contains(tokens[start - 1].text),
        let end = lastBrace(ofFunctionAt: start, in: tokens)
      else { return nil }
      return tokens[start].line...tokens[end].line
    }
  }

  /// Where the body of the function that begins here ends; `nil` for a requirement of a protocol.
  private func lastBrace(ofFunctionAt start: Int, in tokens: [Token]) -> Int? {
    var parentheses = 0
    var braces = 0
    for place in start + 1..<tokens.count where tokens[place].kind != .string {
      switch tokens[place].text {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{" where parentheses == 0: braces += 1
      case "}" where parentheses == 0:
        braces -= 1
        if braces < 0 { return nil }
        if braces == 0 { return place }
      case "func", "var", "let", "init", "static":
        if braces == 0, parentheses == 0 { return nil }
      default: break
      }
    }
    return nil
  }
}
