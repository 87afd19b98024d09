import Foundation
import Testing

/// Compares lines with a file in the folder `Goldens`; with `RECORD=1` in the environment, writes
/// the file instead.
///
/// A golden changes only on purpose: the commit says why the new one is right.
func expect(
  _ lines: [String], matchesGolden name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens").appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
  }
  let text = try String(contentsOf: file, encoding: .utf8)
  let golden = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  for (number, (line, expected)) in zip(lines, golden).enumerated() where line != expected {
    Issue.record(
      "\(name):\(number + 1) is “\(expected)”, and the run gives “\(line)”",
      sourceLocation: sourceLocation)
    return
  }
  #expect(lines.count == golden.count - 1, sourceLocation: sourceLocation)
}
