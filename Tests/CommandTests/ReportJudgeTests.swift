import Foundation
import Testing

/// What other programs find in the reports on all samples.
struct ReportJudgeTests {
  @Test(arguments: ["q181721", "q166594", "q189494", "healthy", "hub50", "bindback"])
  func `a report is tagged, embeds its fonts, leads everywhere and says every label`(
    sample: String
  ) throws {
    let folder = TemporaryFolder()
    let traces = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "traces")
    let run = try CommandRun.mtatrace(
      ["report", traces.appending(path: "\(sample).sqlite").path, "-o", "a.pdf"], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    func tool(_ name: String, _ arguments: String...) throws -> CommandRun {
      try CommandRun.tool(name, arguments, in: folder)
    }
    #expect(try tool("qpdf", "--check", "a.pdf").exitCode == 0)
    let facts = try tool("pdfinfo", "a.pdf").output
    for fact in ["Tagged:          yes", "Title:           ", "Subject:         "] {
      #expect(facts.contains(fact), "\(fact)")
    }
    // A name in columns, then whether it is embedded, a subset, and mapped to Unicode.
    let fonts = try tool("pdffonts", "a.pdf").output.split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts { #expect(font.contains("yes yes yes"), "\(font)") }

    let json = try tool("qpdf", "--json=2", "--json-key=qpdf", "a.pdf").output
    let (links, names) = try Self.destinations(json)
    #expect(links.count > 20)
    #expect(links.subtracting(names).isEmpty, "\(links.subtracting(names))")

    let words = try tool("pdftotext", "-raw", "a.pdf", "-").output.filter { !$0.isWhitespace }
    let labels = try Self.labels(folder.octets("a-data/diagram.csv"))
    #expect(!labels.isEmpty)
    for label in labels {
      #expect(words.contains(label.filter { !$0.isWhitespace }), "\(label)")
    }
  }

  /// The names that links and the outline lead to, and those that there are.
  private static func destinations(_ json: String) throws -> (Set<String>, Set<String>) {
    let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let parts = try #require(root?["qpdf"] as? [[String: Any]])
    var links: Set<String> = []
    var names: Set<String> = []
    for object in try #require(parts.last).values {
      guard let value = (object as? [String: Any])?["value"] as? [String: Any] else { continue }
      if let name = value["/Dest"] as? String { links.insert(name) }
      // A name tree: names and places by turns.
      if let pairs = value["/Names"] as? [Any] {
        for case let name as String in pairs where name.hasPrefix("u:") || name.hasPrefix("b:") {
          names.insert(name)
        }
      }
    }
    return (links, names)
  }

  /// What the rows of a diagram say that are drawn: those that no fold stands for.
  private static func labels(_ csv: Data) -> [String] {
    String(decoding: csv, as: UTF8.self).split(separator: "\r\n").dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      // Texts with commas are in quotes, and are left out here.
      guard fields.count == 9, fields[8].isEmpty else { return nil }
      return String(fields[7])
    }
  }
}
