import Drawing
import Foundation
import Testing

@testable import Cairo

/// What a program that reads a page aloud finds in a PDF file.
struct PDFStructureTests {
  let octets: [UInt8]
  /// The values of all objects, by `12 0 R`.
  let objects: [String: [String: Any]]

  init() throws {
    octets = try Renderer().pdf(Samples.document)
    let json = try Judge.ask(
      "qpdf", ["--json=2", "--json-key=qpdf", "@"], about: octets, named: "page.pdf")
    let root = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let parts = try #require(root?["qpdf"] as? [[String: Any]])
    objects = try #require(parts.last).reduce(into: [:]) { objects, entry in
      let object = entry.value as? [String: Any]
      let stream = object?["stream"] as? [String: Any]
      let value = (object?["value"] ?? stream?["dict"]) as? [String: Any]
      objects[entry.key.replacing("obj:", with: "")] = value
    }
  }

  private var catalog: [String: Any] {
    objects.values.first { $0["/Type"] as? String == "/Catalog" } ?? [:]
  }

  private func elements(_ tag: String) -> [[String: Any]] {
    objects.values.filter { $0["/S"] as? String == tag }
  }

  @Test func `the catalog says the language, and that the title is to be shown`() throws {
    #expect(catalog["/Lang"] as? String == "u:en")
    #expect((catalog["/MarkInfo"] as? [String: Any])?["/Marked"] as? Bool == true)
    let preferences = try #require(catalog["/ViewerPreferences"] as? [String: Any])
    #expect(preferences["/DisplayDocTitle"] as? Bool == true)
    #expect(catalog["/Version"] as? String == "/1.7")
  }

  @Test func `every figure says in words what it shows`() {
    let texts = elements("/Figure").map { $0["/Alt"] as? String }
    #expect(texts.count == 2)
    #expect(texts.contains("u:\(Samples.alternative)"))
    #expect(texts.contains("u:\(Samples.document.metadata.alternative)"))
  }

  @Test func `the headings of a table are those of its columns`() throws {
    let headings = elements("/TH")
    #expect(headings.count == 2)
    for heading in headings {
      #expect((heading["/A"] as? [String: Any])?["/Scope"] as? String == "/Column")
      let row = try #require(objects[heading["/P"] as? String ?? ""])
      let table = try #require(objects[row["/P"] as? String ?? ""])
      #expect(table["/S"] as? String == "/Table")
    }
    #expect(elements("/TD").count == 2)
  }

  @Test func `one root holds the whole document`() throws {
    let root = try #require(objects[catalog["/StructTreeRoot"] as? String ?? ""])
    let kids = try #require(root["/K"] as? [String])
    #expect(kids.map { objects[$0]?["/S"] as? String } == ["/Document"])
  }

  @Test func `an XML parser reads the metadata`() throws {
    let reader = """
      import subprocess, sys, xml.etree.ElementTree as tree
      text = subprocess.run(['pdfinfo', '-meta', sys.argv[1]], capture_output=True).stdout
      root = tree.fromstring(text)
      dc = '{http://purl.org/dc/elements/1.1/}'
      for name in ('title', 'description'): print(''.join(next(root.iter(dc + name)).itertext()))
      print(next(root.iter('{urn:mtatrace:provenance:}value')).text)
      """
    let verdict = try Judge.ask("python3", ["-c", reader, "@"], about: octets, named: "page.pdf")
    let metadata = Samples.document.metadata
    #expect(verdict.output == "\(metadata.title)\n\(metadata.subject)\nq181721\n")
  }

  @Test(arguments: [
    ("plain", "(plain)"), ("a (b) \\ c", "(a \\(b\\) \\\\ c)"), ("→", "<FEFF2192>"),
    ("\n", "<FEFF000A>"), ("𐐷", "<FEFFD801DC37>"),
  ])
  func `a text string is ASCII or UTF-16`(text: String, expected: String) {
    #expect(PDFString(text).description == expected)
  }

  @Test func `a file that is not cairo's is refused, wherever it is cut or changed`() throws {
    let document = Samples.document
    // Behind that point cairo's own file is whole.
    let end = try #require(Data(octets).range(of: Data("%%EOF".utf8))).lowerBound
    for count in stride(from: 0, to: octets.count, by: 997) {
      let cut = Result { try PDFUpdate.complete(Array(octets.prefix(count)), of: document) }
      if count < end { #expect(throws: CairoError.self) { try cut.get() } }
      var changed = octets
      changed[count] ^= 0x15
      _ = try? PDFUpdate.complete(changed, of: document)
    }
  }
}
