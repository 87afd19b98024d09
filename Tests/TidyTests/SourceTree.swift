import Foundation
import Testing

/// A file of this package, and what it says.
struct SourceFile {
  /// Its path from the top of the package: `Sources/Drawing/Geometry.swift`.
  let path: String
  let text: String
  let lines: [Substring]
  let tokens: [Token]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    tokens = path.hasSuffix(".swift") ? Lexer(text).tokens : []
  }

  /// The target it belongs to: `Drawing`.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  var isSource: Bool { path.hasPrefix("Sources/") }

  /// The places in ``tokens`` at which these words and symbols follow one another.
  func places(of sequence: [String]) -> [Int] {
    tokens.indices.filter { start in
      start + sequence.count <= tokens.count
        && sequence.indices.allSatisfy { offset in
          let token = tokens[start + offset]
          return token.kind != .string && token.text == sequence[offset]
        }
    }
  }
}

/// The package's files, as they are when the tests run.
enum SourceTree {
  /// The folder with the manifest, whatever links lead to this file.
  static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All Swift files of `Sources`, `Tests` and `Benchmarks`, and the manifest.
  static let swiftFiles: [SourceFile] =
    ["Sources", "Tests", "Benchmarks"].flatMap(files).filter { $0.path.hasSuffix(".swift") }
    + [SourceFile(path: "Package.swift", text: text(of: "Package.swift"))]

  /// What people read and run besides.
  static let otherFiles = [
    "README.md", "Makefile", ".ci/run", ".ci/debian/build", ".ci/debian/control",
  ].map { SourceFile(path: $0, text: text(of: $0)) }

  /// The folders inside a folder of the top: the targets, if that is `Sources` or `Tests`.
  static func folders(in folder: String) -> Set<String> {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: top.appending(path: folder).path)
    return Set((names ?? []).filter { !$0.hasPrefix(".") })
  }

  private static func text(of path: String) -> String {
    (try? String(contentsOf: top.appending(path: path), encoding: .utf8)) ?? ""
  }

  private static func files(in folder: String) -> [SourceFile] {
    let walk = FileManager.default.enumerator(atPath: top.appending(path: folder).path)
    let paths = (walk?.allObjects ?? []).compactMap { $0 as? String }.sorted()
    return paths.filter { $0.contains(".") && !$0.contains("/.") }
      .map { SourceFile(path: "\(folder)/\($0)", text: text(of: "\(folder)/\($0)")) }
  }
}
