import Foundation
import Testing

/// A page that was opened in a browser, and what the browser saw.
struct PageRun {
  /// What each step returned, in their order.
  let results: [Any]
  /// What stands on the console: errors, warnings, and refusals of the page's own policy.
  let messages: [String]
  /// What was asked for, from disk or over the network.
  let requests: [String]

  /// Opens a page of the folder in headless Chromium.
  ///
  /// - Parameter steps: What is done there, as `Browser/browse.py` says.
  init(_ page: String, _ steps: [[Any]], in folder: TemporaryFolder) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Browser/browse.py").path
    let input = String(
      decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self)
    try folder.write(input, to: "steps.json")
    let run = try CommandRun.shell(
      "python3 '\(script)' \(page) < steps.json", in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    let root = try JSONSerialization.jsonObject(with: run.octets) as? [String: Any]
    results = try #require(root?["results"] as? [Any])
    messages = try #require(root?["messages"] as? [String])
    requests = try #require(root?["requests"] as? [String])
  }

  func text(_ step: Int) -> String { results[step] as? String ?? "" }
  func number(_ step: Int) -> Int? { results[step] as? Int }
  func numbers(_ step: Int) -> [Int] { results[step] as? [Int] ?? [] }

  /// Expects that nothing stands on the console, and that the page asked for nothing but itself and
  /// what it brings along.
  func expectSilence() {
    #expect(messages.isEmpty)
    #expect(requests.allSatisfy { $0.hasPrefix("file:///") || $0.hasPrefix("data:image/") })
    #expect(requests.count { $0.hasPrefix("file:///") } == 1, "\(requests)")
  }
}

/// The page on the sample trace, made once for all tests that open it.
enum SamplePage {
  private static let original = Result {
    let folder = try SampleTrace.folder()
    let run = try CommandRun.mtatrace(["report", SampleTrace.name, "-o", "a.html"], in: folder)
    try #require(run.exitCode == 0 && run.output == "a.html\n", "\(run.errors)")
    return folder
  }

  /// A new folder with copies of the trace and of its page, `a.html`.
  static func folder() throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    for name in [SampleTrace.name, "a.html"] {
      try original.get().octets(name).write(to: folder.path(name))
    }
    return folder
  }
}
