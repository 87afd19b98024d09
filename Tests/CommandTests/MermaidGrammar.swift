import Foundation
import Testing

/// What Mermaid's documentation allows of a sequence diagram, as far as is needed here.
///
/// https://mermaid.js.org/syntax/sequenceDiagram.html: participants with aliases, messages, notes,
/// alternatives, comments and entity codes; `title` and the tokens that end a text, `#`, `;` and a
/// line feed, are those of the grammar in packages/mermaid/src/diagrams/sequence/parser.
struct MermaidGrammar {
  /// What breaks the grammar, line by line.
  private(set) var complaints: [String] = []
  private(set) var title = ""
  /// Each participant's heading, in lines.
  private(set) var parties: [[String]] = []
  /// The texts of arrows and notes, line by line.
  private(set) var texts: [String] = []
  private(set) var arrows = 0

  private var names: Set<Substring> = []
  /// For each block that is open, whether it may have another branch.
  private var open = 0

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.drop { $0 == " " }
    }
    if lines.popLast() != "" { complaints.append("no line feed at the end") }
    while lines.first?.hasPrefix("%% ") == true { lines.removeFirst() }
    if lines.isEmpty || lines.removeFirst() != "sequenceDiagram" {
      complaints.append("no sequenceDiagram")
    }
    for line in lines where !take(line) { complaints.append(String(line)) }
    if open != 0 { complaints.append("\(open) blocks are open") }
  }

  private mutating func take(_ line: Substring) -> Bool {
    if let match = line.wholeMatch(of: /title (.+)/), title == "" {
      title = text(match.1).joined()
    } else if let match = line.wholeMatch(of: /participant (P\d+) as (.+)/) {
      guard names.insert(match.1).inserted else { return false }
      parties.append(text(match.2))
    } else if let match = line.wholeMatch(of: /Note over (P\d+)(?:,(P\d+))?: (.+)/) {
      guard names.contains(match.1), match.2.map(names.contains) ?? true else { return false }
      texts += text(match.3)
    } else if let match = line.wholeMatch(of: /(P\d+)(?:->>|-->>|-x|--\)|-->)(P\d+): (.+)/) {
      guard names.contains(match.1), names.contains(match.2) else { return false }
      arrows += 1
      texts += text(match.3)
    } else if let match = line.wholeMatch(of: /alt (.+)/) {
      open += 1
      _ = text(match.1)
    } else if let match = line.wholeMatch(of: /else (.+)/) {
      _ = text(match.1)
      return open > 0
    } else if line == "end" {
      open -= 1
      return open >= 0
    } else {
      return false
    }
    return true
  }

  /// The lines of a text as Mermaid shows them.
  private mutating func text(_ written: Substring) -> [String] {
    written.split(separator: "<br/>").map { part in
      let line = String(part)
      let plain = line.replacing(/#[0-9]+;/, with: "")
      if plain.contains(/[#;<>&%@{}`$\\"]/) || plain.contains("style") {
        complaints.append("not escaped: \(line)")
      }
      let shown = line.replacing(/#([0-9]+);/) { match -> String in
        guard let scalar = UInt32(match.1).flatMap({ Unicode.Scalar($0) }) else { return "?" }
        return String(Character(scalar))
      }
      // Marks of its own, which PlantUML has another way to draw.
      return shown.hasPrefix("⋮ ")
        ? String(shown.dropFirst(2))
        : shown.hasPrefix("— ") ? String(shown.dropFirst(2).dropLast(2)) : shown
    }
  }
}

/// Mermaid itself, where PyPI's mermaid-parser-py and a JavaScript engine are installed.
enum MermaidJudge {
  /// The bundle of Mermaid, whose file sets `parse_mermaid`; `nil` if it is not there.
  private static let bundle: String? = {
    let script =
      "command -v node > /dev/null && python3 -c 'import importlib.util as u; "
      + "print(u.find_spec(\"mermaid_parser\").submodule_search_locations[0])'"
    guard let run = try? CommandRun.shell(script, in: TemporaryFolder()), run.exitCode == 0 else {
      return nil
    }
    return run.output.trimmingCharacters(in: .newlines) + "/js/parser.bundle.js"
  }()

  /// Expects that Mermaid reads a file.
  static func expectSound(_ name: String, in folder: TemporaryFolder) throws {
    guard let bundle else { return }
    try folder.write(
      """
      import fs from 'fs';
      await import(process.argv[2]).catch(() => {});
      await globalThis.parse_mermaid(fs.readFileSync(process.argv[3], 'utf8'));
      """, to: "judge.mjs")
    defer { try? FileManager.default.removeItem(at: folder.path("judge.mjs")) }
    let run = try CommandRun.tool("node", ["judge.mjs", "file://\(bundle)", name], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
  }
}
