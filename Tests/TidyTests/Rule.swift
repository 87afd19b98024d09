import Foundation
import Testing

/// A rule of the house that every file keeps.
struct Rule {
  /// A line that breaks the rule, and what is wrong with it.
  struct Violation: Equatable {
    var line: Int
    var complaint: String
  }

  let check: (SourceFile) -> [Violation]

  /// Fails once for each line of these files that breaks the rule.
  func enforce(on files: [SourceFile] = SourceTree.swiftFiles) {
    #expect(!files.isEmpty)
    for file in files {
      for violation in check(file) {
        let path = SourceTree.top.appending(path: file.path).path
        Issue.record(
          "\(file.path):\(violation.line): \(violation.complaint)",
          sourceLocation: SourceLocation(
            fileID: "mtatrace/\(file.path)", filePath: path, line: max(violation.line, 1),
            column: 1))
      }
    }
  }

  /// Fails unless the rule finds fault with exactly these lines of a planted file.
  func expect(
    _ lines: [Int], in text: String, at path: String = "Sources/Simulator/Planted.swift",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = check(SourceFile(path: path, text: text)).map(\.line)
    #expect(found == lines, sourceLocation: sourceLocation)
  }

  /// The rule that these words and symbols never follow one another in code.
  static func bans(
    _ phrases: [String], in applies: @escaping (SourceFile) -> Bool = { _ in true },
    because reason: String
  ) -> Rule {
    let sequences = phrases.map { Lexer($0).tokens.map(\.text) }
    return Rule { file in
      guard applies(file) else { return [] }
      return zip(phrases, sequences)
        .flatMap { phrase, sequence in
          file.places(of: sequence).map {
            Violation(line: file.tokens[$0].line, complaint: "\(phrase): \(reason)")
          }
        }
        .sorted { $0.line < $1.line }
    }
  }
}
