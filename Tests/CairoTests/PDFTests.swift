import Cairo
import Drawing
import Foundation
import Testing

struct PDFTests {
  let octets: [UInt8]

  init() throws { octets = try Renderer().pdf(Samples.document) }

  @Test func `the same document gives the same octets`() throws {
    #expect(try Renderer().pdf(Samples.document) == octets)
  }

  @Test func `qpdf finds no fault`() throws {
    let verdict = try Judge.ask("qpdf", ["--check", "@"], about: octets, named: "page.pdf")
    #expect(verdict.status == 0, "\(verdict.output)")
    #expect(verdict.output.contains("No syntax or stream encoding errors found"))
  }

  @Test func `pdfinfo reads title, provenance, tags and two pages`() throws {
    let info = try Judge.ask("pdfinfo", ["@"], about: octets, named: "page.pdf").output
    let fields = Dictionary(
      info.split(separator: "\n").compactMap { line -> (String, String)? in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
      }, uniquingKeysWith: { first, _ in first })
    #expect(fields["Title"] == "SP3 stalls & SP4 <never> does")
    #expect(fields["Subject"] == "Messages waiting at HUB1 → SLPS100")
    #expect(fields["Keywords"] == "Scenario: q181721; Seed: 42; Run 1: 9f3a…c1")
    #expect(fields["Creator"] == "mtatrace 1.0")
    #expect(fields["Tagged"] == "yes")
    #expect(fields["Pages"] == "2")
    #expect(fields["CreationDate"]?.contains("2000") == true)
  }

  @Test func `every font is embedded as a subset with its characters`() throws {
    let fonts = try Judge.ask("pdffonts", ["@"], about: octets, named: "page.pdf").output
    let rows = fonts.split(separator: "\n").dropFirst(2)
    #expect(rows.count >= 2)
    for row in rows {
      #expect(row.contains("+Inter"), "\(row)")
      #expect(row.contains("yes yes yes"), "\(row)")
    }
  }

  @Test func `pdftotext reads the letters that were drawn`() throws {
    let text = try Judge.ask("pdftotext", ["@", "-"], about: octets, named: "page.pdf").output
    #expect(text.contains("SP3 stalls"))
    #expect(text.contains("0x3150EAC1 · 0:54:31"))
    #expect(text.contains("Grüße → 7 ≥ 5 × 1"))
  }

  @Test func `bookmarks, links and page labels lead to their places`() throws {
    let json = try Judge.ask("qpdf", ["--json", "@"], about: octets, named: "page.pdf").output
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let outlines = try #require(root["outlines"] as? [[String: Any]])
    #expect(outlines.map { $0["title"] as? String } == ["Backlog", "End"])
    #expect(outlines.map { $0["destpageposfrom1"] as? Int } == [1, 2])
    let inner = try #require(outlines.first?["kids"] as? [[String: Any]])
    #expect(inner.map { $0["title"] as? String } == ["Detail"])
    let pages = try #require(root["pages"] as? [[String: Any]])
    let labels = try #require(root["pagelabels"] as? [[String: Any]])
    #expect(pages.count == 2)
    #expect("\(labels)".contains("A-"))
    #expect(json.contains("/Link"))
  }

  @Test func `a link that leads nowhere is refused`() throws {
    var page = DisplayList(size: Size(width: 10, height: 10))
    let area = Rect(x: 0, y: 0, width: 5, height: 5)
    page.append(.link(.destination("nowhere"), area: area, []))
    let document = Document(
      pages: [.init(page)], metadata: .init(title: "", subject: "", creator: "", provenance: []))
    #expect(throws: CairoError.missingDestination("nowhere")) { try Renderer().pdf(document) }
  }
}
