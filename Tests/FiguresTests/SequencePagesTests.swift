import Analysis
import Drawing
import Figures
import Testing
import TraceModel

struct SequencePagesTests {
  let metrics = FixedWidthMetrics()

  static let rows = (0..<60).map {
    Samples.arrow(0, 3, Double($0), Double($0) + 0.05, "call \($0)")
  }

  func pages(_ columns: [[SequenceRow]], shared: Int = 0) throws -> [DisplayList] {
    try SequenceDiagram(Samples.diagram(columns, shared: shared)).pages(
      size: .a4Landscape, metrics: metrics
    ) { "page \($0 + 1) of \($1)" }.pages
  }

  @Test func `every row is on exactly one page, above the footer`() throws {
    let pages = try pages([Self.rows, Array(Self.rows.prefix(20))])
    #expect(pages.count > 2)
    let labels = pages.flatMap(\.texts).filter { $0.hasPrefix("call ") }
    let all = Array(0..<60) + Array(0..<20)
    #expect(labels.sorted() == all.map { "call \($0)" }.sorted())
    for page in pages {
      #expect(page.size == .a4Landscape)
      #expect(page.textsOutside(metrics: metrics) == [])
    }
  }

  @Test func `headings and the footer are on every page`() throws {
    let pages = try pages([Self.rows])
    for (index, page) in pages.enumerated() {
      #expect(page.run("RPC runtime") != nil)
      #expect(page.run("page \(index + 1) of \(pages.count)") != nil)
    }
    #expect(pages[1].texts.contains { $0.contains("continued") })
  }

  @Test func `what is shared stays side by side over a break`() throws {
    let pages = try pages([Self.rows, Self.rows], shared: 60)
    for page in pages {
      let labels = page.runs.filter { $0.text.hasPrefix("call ") }
      #expect(
        Dictionary(grouping: labels, by: \.text).values.allSatisfy {
          $0.count == 2 && $0.first?.origin.y == $0.last?.origin.y
        })
    }
  }

  @Test func `an arrow that arrives on another page is continued there`() throws {
    var rows = Self.rows
    rows.insert(Samples.arrow(0, 3, -1, 59.5, "MtaBind"), at: 0)
    let pages = try pages([rows])
    #expect(pages.dropLast().allSatisfy { $0.run("continued 1") != nil })
    #expect(pages.dropFirst().allSatisfy { $0.run("1 continued") != nil })
    #expect(pages.first?.run("1 continued") == nil && pages.last?.run("continued 1") == nil)
  }

  @Test func `a diagram that is too tall for one picture goes on in another`() throws {
    let diagram = SequenceDiagram(Samples.diagram([Self.rows]))
    let one = try diagram.pictures(
      maximumHeight: 16_000, stripHeight: 8_000, metrics: metrics)
    #expect(one.count == 1)
    #expect(one.first.map { $0.size.height < 16_000 } == true)
    let strips = try diagram.pictures(maximumHeight: 800, stripHeight: 800, metrics: metrics)
    #expect(strips.count > 1)
    #expect(strips.allSatisfy { $0.size.height <= 800 })
    #expect(strips.first?.texts.contains { $0.contains("picture 1 of \(strips.count)") } == true)
  }

  @Test func `a row that is higher than a page is still placed`() throws {
    let fold = SequenceRow.fold(
      SequenceFold(
        count: 2, title: String(repeating: "word ", count: 2000), detail: "", first: .start,
        last: .start, mark: .call, rows: []))
    let pages = try pages([[fold, fold]])
    // In the box, and in the list of what was folded.
    let words = pages.flatMap(\.texts).flatMap { $0.split(separator: " ") }.count { $0 == "word" }
    #expect(words == 2 * 2 * 2000)
  }
}
