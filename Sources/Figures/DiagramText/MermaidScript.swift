import Analysis

/// A diagram in Mermaid's language.
///
/// Mermaid has no escape but numbers of characters, `#59;`. Everything that could be more than
/// itself is written so, and names of lifelines stand only where they are declared: no name can
/// break a diagram.
struct MermaidScript {
  private(set) var lines: [String] = []

  init(_ script: DiagramScript) {
    lines = script.origin.map { "%% \(TerminalCharset.unicode.text($0))" }
    lines.append("sequenceDiagram")
    lines.append("  title \(Self.text(script.headline))")
    for (index, party) in script.parties.enumerated() {
      lines.append("  participant \(Self.name(index)) as \(Self.text(party))")
    }
    if !script.parties.isEmpty {
      add(.note(over: 0...(script.parties.count - 1), [script.subtitle]), last: 0, indent: 1)
    }
    add(script.steps, last: max(script.parties.count - 1, 0), indent: 1)
  }

  private mutating func add(_ steps: [DiagramScript.Step], last: Int, indent: Int) {
    for step in steps { add(step, last: last, indent: indent) }
  }

  /// - Parameter last: The index of the last lifeline.
  private mutating func add(_ step: DiagramScript.Step, last: Int, indent: Int) {
    func line(_ text: String) { lines.append(String(repeating: "  ", count: indent) + text) }
    switch step {
    case .arrow(let arrow):
      line(
        "\(Self.name(arrow.from))\(Self.arrow(arrow))\(Self.name(arrow.to)): "
          + Self.text(arrow.text))
    case .note(let place, let texts): line("Note over \(Self.span(place)): \(Self.text(texts))")
    case .pause(let text): line("Note over \(Self.span(0...last)): ⋮ \(Self.text(text))")
    case .divider(let text): line("Note over \(Self.span(0...last)): — \(Self.text(text)) —")
    case .branches(let branches):
      for (index, branch) in branches.enumerated() {
        line("\(index == 0 ? "alt" : "else") \(Self.text(branch.name))")
        add(branch.steps, last: last, indent: indent + 1)
      }
      line("end")
    }
  }

  private static func name(_ lifeline: Int) -> String { "P\(lifeline + 1)" }

  private static func span(_ lifelines: ClosedRange<Int>) -> String {
    lifelines.count == 1
      ? name(lifelines.lowerBound) : "\(name(lifelines.lowerBound)),\(name(lifelines.upperBound))"
  }

  /// Line and head say what they say in the picture: a cross for a refusal, an open head for a
  /// cancel, none for what never arrives; answers are dotted, as is usual in such diagrams.
  private static func arrow(_ arrow: DiagramScript.Arrow) -> String {
    guard arrow.arrives else { return "-->" }
    return switch arrow.mark {
    case .bindNak: "-x"
    case .cancel: "--)"
    case .bindAck, .reply, .misfiled: "-->>"
    case .bind, .call, .failure, .filed, .delivery, .decision, .outside: "->>"
    }
  }
}

extension MermaidScript {
  /// Lines of text as Mermaid takes them.
  static func text(_ lines: [String]) -> String { lines.map(text).joined(separator: "<br/>") }

  /// A text that Mermaid shows as it is, on one line.
  static func text(_ text: String) -> String {
    let scalars = Array(TerminalCharset.unicode.text(text).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let isPlain =
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "[", "]", "/", "_", "-", "+",
          "=", "!", "?", "'":
          // These words begin a style, from which Mermaid takes the semicolon of a number away.
          !startsStyle(scalars[index...])
        // Behind certain words it is an option.
        case ":":
          scalars.dropFirst(index + 1).first == " "
            || isDigit(index - 1, of: scalars) && isDigit(index + 1, of: scalars)
        // What Mermaid writes in the place of `#` and `;` while it reads.
        case "\u{FB02}", "\u{B6}": false
        default: !scalar.isASCII
        }
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else {
        result += "#\(scalar.value);"
      }
    }
    return result
  }

  private static func isDigit(_ index: Int, of scalars: [Unicode.Scalar]) -> Bool {
    scalars.indices.contains(index) && ("0"..."9").contains(scalars[index])
  }

  private static func startsStyle(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.starts(with: "style".unicodeScalars) || scalars.starts(with: "classDef".unicodeScalars)
  }
}
