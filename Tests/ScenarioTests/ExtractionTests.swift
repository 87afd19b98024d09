import Analysis
import Cairo
import Drawing
import Figures
import Foundation
import Testing
import TraceModel
import TraceStore

/// Whoever copies from a PDF, or searches it, gets the words that stand on it.
struct ExtractionTests {
  @Test(arguments: ["q181721", "q166594", "q189494", "hub50"])
  func `each page of a diagram gives back every label that was laid out on it`(
    name: String
  ) throws {
    let recorded = try RecordedScenario(name, seed: 8, settings: [("duration", "80 min")])
    let reader = recorded.reader
    let contrast = try TraceAnalysis(reader: reader).contrast(of: try reader.runs())
    let sequence = try SequenceContrast(
      reading: reader, runs: contrast.runs.map(\.run), link: contrast.link, window: nil)
    let content = SequenceDiagram.Content(
      sequence, of: contrast.variants,
      provenance: Provenance(
        program: "mtatrace", file: "trace.sqlite", runs: contrast.runs.map(\.run),
        command: "mtatrace record"))
    let renderer = try Renderer()
    let pages = try SequenceDiagram(content).pages(size: .a4Landscape, metrics: renderer.metrics) {
      "page \($0 + 1) of \($1)"
    }.pages
    let document = Document(
      pages: pages.map { Document.Page($0) },
      metadata: content.provenance.metadata(title: content.headline, subject: content.subtitle))
    let texts = try Self.texts(of: renderer.pdf(document))
    try #require(texts.count == pages.count)
    for (page, text) in zip(pages, texts) {
      #expect(page.runs.count > 20)
      for run in page.runs where renderer.metrics.width(of: run.text, in: run.style) > 0 {
        let words = Self.letters(of: run.text)
        if let width = run.maximumWidth,
          renderer.metrics.width(of: run.text, in: run.style) > width
        {
          // Shortened on the page, with an ellipsis.
          #expect(text.contains(words.prefix(3)), "“\(run.text)”")
        } else {
          #expect(text.contains(words), "“\(run.text)”")
        }
      }
    }
  }

  /// The letters of each page, in the order of drawing.
  private static func texts(of octets: [UInt8]) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pdf")
    try Data(octets).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["pdftotext", "-raw", "-enc", "UTF-8", file.path, "-"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
      .split(separator: "\u{C}").map { letters(of: String($0)) }
  }

  /// The text without white space, where programs have ideas of their own.
  private static func letters(of text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
  }
}
