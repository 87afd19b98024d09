import Foundation
import Testing

/// What a browser makes of a report that is a page.
struct PageJudgeTests {
  private static let range =
    "[Number(document.querySelector('#plot').dataset.from),"
    + "Number(document.querySelector('#plot').dataset.to)]"
  private static let current =
    "[...document.querySelectorAll('tr[aria-current]')].map(row => Number(row.dataset.t))"
  private static let cursor = "Number(document.querySelector('#plot').dataset.cursor)"

  private let folder: TemporaryFolder

  init() throws { folder = try SamplePage.folder() }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", [SampleTrace.name, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  @Test func `a page loads nothing, zooms with mouse, wheel and keys, and shows all again`() throws
  {
    let page = try PageRun(
      "a.html",
      [
        ["size", 1_280, 800], ["eval", Self.range], ["drag", "#plot", 0.3, 0.5],
        ["eval", Self.range], ["wheel", "#plot", 0.4, -120, true], ["eval", Self.range],
        ["key", "-"], ["eval", Self.range], ["key", "ArrowRight", true], ["eval", Self.range],
        ["key", "Escape"], ["eval", Self.range], ["click", "[data-do=in]"], ["eval", Self.range],
        ["doubleclick", "#plot", 0.4], ["eval", Self.range],
        ["eval", "document.documentElement.dataset.ready"],
      ], in: folder)
    page.expectSilence()
    #expect(page.text(16) == "true")
    func span(_ step: Int) -> Int { page.numbers(step)[1] - page.numbers(step)[0] }
    let all = 4 * 3_600 * 1_000_000
    #expect(page.numbers(1) == [0, all])
    // The plot is as wide as the page's column, and its labels stand to the right.
    #expect((all / 5...all / 3).contains(span(3)))
    #expect(span(5) < span(3))
    #expect(span(7) > span(5))
    #expect(abs(span(9) - span(7)) <= 1 && page.numbers(9)[0] > page.numbers(7)[0])
    #expect(page.numbers(11) == [0, all])
    #expect(abs(span(13) - all / 2) <= 1)
    #expect(page.numbers(15) == [0, all])
  }

  @Test func `cursor and rows lead to each other, and an incident zooms the chart`() throws {
    let stall = try query(
      "SELECT start_time / 1000, end_time / 1000 FROM stalls WHERE run = 1 ORDER BY 1 LIMIT 1"
    )
    .split(separator: "|").compactMap { Int($0) }
    try #require(stall.count == 2)
    let page = try PageRun(
      "a.html",
      [
        ["size", 1_280, 800], ["click", "tr[data-m=nak]"], ["eval", Self.cursor],
        ["eval", "Number(document.querySelector('tr[data-m=nak]').dataset.t)"],
        ["eval", Self.current], ["key", "ArrowDown"], ["eval", Self.cursor],
        ["eval", "document.querySelector('#plot').focus()"], ["key", "ArrowDown"],
        ["eval", Self.cursor], ["eval", Self.current],
        ["eval", "document.querySelector('#plot').getAttribute('aria-valuetext')"],
        ["click", "#incidents a[data-from]"], ["eval", Self.range], ["eval", Self.cursor],
        ["eval", "document.activeElement.id"],
      ], in: folder)
    page.expectSilence()
    #expect(page.number(2) == page.number(3))
    #expect(page.numbers(4).contains(try #require(page.number(3))))
    let after = try #require(page.number(9))
    #expect(after > (page.number(3) ?? .max))
    #expect(page.numbers(10).contains(after))
    #expect(page.text(11).contains("SP3 ") && page.text(11).contains(" waiting"))
    #expect(page.numbers(13)[0] < stall[0] && page.numbers(13)[1] > stall[1])
    #expect(page.numbers(13)[1] - page.numbers(13)[0] < 2 * (stall[1] - stall[0]))
    #expect(page.number(14) == stall[0])
    #expect(page.text(15) == "plot")
  }

  @Test func `nothing of the chart is cut at any width, and the page is as wide as its window`()
    throws
  {
    let cut =
      "[...document.querySelectorAll('#plot text')].filter(text => { const box = text.getBBox();"
      + " return box.x < -1 || box.x + box.width > text.ownerSVGElement.viewBox.baseVal.width + 1;"
      + " }).map(text => text.textContent).join('|')"
    let settled = "new Promise(r => setTimeout(() => r(\(cut)), 100))"
    let wide = "document.documentElement.scrollWidth - innerWidth"
    let page = try PageRun(
      "a.html",
      [320, 390, 768, 1_024, 1_280, 1_920].flatMap { width in
        [["size", width, 800], ["eval", settled], ["eval", wide]]
      }, in: folder)
    page.expectSilence()
    for step in stride(from: 0, to: 18, by: 3) {
      #expect(page.text(step + 1) == "", "\(step / 3)")
      #expect(page.number(step + 2) == 0, "\(step / 3)")
    }
  }

  @Test func `filters hide rows, and their counts are those of the trace`() throws {
    let nak = try query("SELECT id FROM kind WHERE name = 'bind_nak'")
    let rows = "[...document.querySelectorAll('#event-list tbody tr')]"
    let drawn =
      "[...document.querySelectorAll('tr[data-k]:not([data-in])')].filter(r => !r.hidden)"
    let count = "document.querySelector('[data-count=\"kinds \(nak)\"]').textContent"
    let page = try PageRun(
      "a.html",
      [
        ["size", 1_280, 800], ["eval", count], ["click", "#filters summary"],
        ["click", "#kinds .whole button:nth-child(2)"], ["eval", "\(rows).length"],
        ["eval", "\(drawn).length"], ["click", "#kinds input[value='\(nak)']"],
        ["eval", "[...new Set(\(rows).map(r => r.dataset.kind))].join()"],
        ["eval", "[...new Set(\(drawn).map(r => r.dataset.k))].join()"],
        ["eval", "document.querySelector('#matches').textContent"],
        ["click", "#hosts input[value='0']"],
        ["eval", count],
        ["eval", "document.querySelector('#matches').textContent"],
        ["click", "#filters button[type=reset]"],
        ["eval", "new Promise(r => setTimeout(() => r(\(rows).length), 50))"],
      ], in: folder)
    page.expectSilence()
    func counts(_ condition: String) throws -> [String] {
      try (1...2).map {
        try query(
          "SELECT count(*) FROM events WHERE run = \($0) AND kind = 'bind_nak' \(condition)")
      }
    }
    let all = try counts("")
    #expect(page.text(1) == all.joined(separator: " · "))
    #expect(page.number(4) == 0 && page.number(5) == 0)
    #expect(page.text(7) == "bind_nak" && page.text(8) == "bind_nak")
    #expect(
      page.text(9)
        == "SP3: \(all[0]) events match, \(all[0]) are listed; SP4: \(all[1]) events match, "
        + "\(all[1]) are listed.")
    let others = try counts("AND host <> (SELECT name FROM host WHERE run = 1 AND position = 0)")
    #expect(page.text(11) == others.joined(separator: " · "))
    #expect(page.text(12).hasPrefix("SP3: \(others[0]) events match"))
    #expect(page.number(14) == 100)
  }
}
