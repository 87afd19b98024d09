import Analysis
import Drawing

/// A diagram in PlantUML's language.
///
/// What could be markup, a quote or a call of the preprocessor is written as its number,
/// `<U+0022>`, which PlantUML shows as the character alone: no name can break a diagram.
struct PlantUMLScript {
  private(set) var lines: [String] = []

  init(_ script: DiagramScript) {
    lines = ["@startuml"]
    // An apostrophe begins a comment, and one behind a slash a comment of many lines.
    lines += script.origin.map { text in
      "' " + TerminalCharset.unicode.text(text).map { $0 == "'" ? "’" : String($0) }.joined()
    }
    lines.append("title \(Self.text([script.headline, script.subtitle]))")
    for (index, party) in script.parties.enumerated() {
      lines.append("participant \"\(Self.text(party))\" as \(Self.name(index))")
    }
    add(script.steps, accent: script.accent)
    lines.append("@enduml")
  }

  private mutating func add(_ steps: [DiagramScript.Step], accent: Accent) {
    for step in steps {
      switch step {
      case .arrow(let arrow):
        lines.append(
          "\(Self.name(arrow.from)) \(Self.arrow(arrow, in: accent)) \(Self.name(arrow.to)) : "
            + Self.text(arrow.text))
      case .note(let place, let texts):
        lines.append("note over \(Self.span(place)) : \(Self.text(texts))")
      case .pause(let text): lines.append("...\(Self.text(text))...")
      case .divider(let text): lines.append("== \(Self.text(text)) ==")
      case .branches(let branches):
        for (index, branch) in branches.enumerated() {
          lines.append("\(index == 0 ? "alt" : "else") \(Self.text(branch.name))")
          add(branch.steps, accent: branch.accent)
        }
        lines.append("end")
      }
    }
  }

  private static func name(_ lifeline: Int) -> String { "P\(lifeline + 1)" }

  private static func span(_ lifelines: ClosedRange<Int>) -> String {
    lifelines.count == 1
      ? name(lifelines.lowerBound) : "\(name(lifelines.lowerBound)), \(name(lifelines.upperBound))"
  }

  /// Colour and head are those of the picture; answers are dotted, as is usual in such diagrams,
  /// and what never arrives ends at a cross.
  private static func arrow(_ arrow: DiagramScript.Arrow, in accent: Accent) -> String {
    let color = arrow.mark.color(in: accent).text
    guard arrow.arrives else { return "-[\(color)]->x" }
    return switch arrow.mark {
    case .bindNak: "-[\(color)]>x"
    case .cancel: "-[\(color)]->>"
    case .bindAck, .reply, .misfiled: "-[\(color)]->"
    case .bind, .call, .failure, .filed, .delivery, .decision, .outside: "-[\(color)]>"
    }
  }
}

extension PlantUMLScript {
  /// Lines of text as PlantUML takes them.
  static func text(_ lines: [String]) -> String { lines.map(text).joined(separator: "\\n") }

  /// A text that PlantUML shows as it is, on one line.
  static func text(_ text: String) -> String {
    let scalars = Array(TerminalCharset.unicode.text(text).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let isPlain =
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ",", "(", ")", ":", "+", "?": true
        // Two of these are markup, and an ellipsis ends a pause.
        case ".", "_", "-", "/", "[", "]": !isDouble(index, of: scalars)
        // Quotes, dashes and an ellipsis, which PlantUML reads as ASCII, and its own characters.
        case "\u{AB}", "\u{BB}", "\u{2000}"..."\u{206F}", "\u{E000}"..."\u{F8FF}": false
        default: !scalar.isASCII
        }
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "<U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + ">"
      }
    }
    return result
  }

  private static func isDouble(_ index: Int, of scalars: [Unicode.Scalar]) -> Bool {
    [index - 1, index + 1].contains {
      scalars.indices.contains($0) && scalars[$0] == scalars[index]
    }
  }
}
