import Foundation
import Testing

/// What judges find in reports that are pages: their form, their paper, and what they hold of
/// whatever trace.
struct PageFormTests {
  private let folder: TemporaryFolder

  init() throws { folder = try SamplePage.folder() }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", [SampleTrace.name, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  @Test(arguments: [[], ["--title", "A < B & \"C\"", "--between", "1:00:00..1:20:00"]])
  func `a page is valid HTML, and its bytes are the same every time`(options: [String]) throws {
    let arguments = ["report", SampleTrace.name] + options
    for name in ["b.html", "c.html"] {
      #expect(try CommandRun.mtatrace(arguments + ["-o", name], in: folder).exitCode == 0)
    }
    #expect(try folder.octets("b.html") == folder.octets("c.html"))
    #expect(try folder.octets("b.html").count < 2 << 20)
    let tidy = try CommandRun.tool("tidy", ["-quiet", "-errors", "b.html"], in: folder)
    #expect(tidy.exitCode == 0, "\(tidy.errors)")
    let printed = try CommandRun.mtatrace(
      arguments + ["--format", "html", "-o", "-"], in: folder)
    #expect(printed.octets == (try folder.octets("b.html")))
  }

  @Test func `a page is refused where it has no list, no place or no form`() throws {
    for options in [
      ["-o", "b.html", "--manifest", "b.json"], ["-o", "b.htm"], ["-o", SampleTrace.name],
      ["-o", SampleTrace.name, "--format", "html"],
    ] {
      let run = try CommandRun.mtatrace(["report", SampleTrace.name] + options, in: folder)
      #expect(run.exitCode == 64, "\(options): \(run.errors)")
    }
    #expect(folder.names == ["a.html", SampleTrace.name])
  }

  @Test func `a screen reader finds every part of a page by its name`() throws {
    let page = try PageRun("a.html", [["click", "#filters summary"], ["roles"]], in: folder)
    page.expectSilence()
    let nodes = try #require(page.results[1] as? [[String]])
    let named: Set = ["button", "checkbox", "link", "region", "slider", "table", "image", "form"]
    for node in nodes where named.contains(node[0]) { #expect(!node[1].isEmpty, "\(node)") }
    for role in ["banner", "navigation", "main", "contentinfo", "slider", "form", "region"] {
      #expect(nodes.contains { $0[0] == role }, "\(role)")
    }
    #expect(nodes.contains { $0[0] == "heading" && $0[1].hasPrefix("SP3 stalls three times") })
    #expect(nodes.contains { $0[0] == "table" && $0[1] == "Incidents of NT 4.0 SP3, run 1" })
    #expect(nodes.contains { $0[0] == "checkbox" && $0[1].hasPrefix("bind_nak") })
  }

  @Test func `the policy of a page lets nothing else run, load or show`() throws {
    let page = try PageRun(
      "a.html",
      [
        [
          "eval",
          "document.body.append(Object.assign(document.createElement('script'),"
            + " {textContent: 'window.hit = 1'})); String(window.hit)",
        ],
        [
          "eval",
          "document.body.insertAdjacentHTML('beforeend', '<b id=b style=\"color:red\""
            + " onclick=\"window.hit = 1\">b</b>'); b.click();"
            + " String(window.hit) + getComputedStyle(b).color",
        ],
        ["eval", "fetch('http://127.0.0.1:9/').then(() => 'loaded', () => 'refused')"],
        [
          "eval",
          "new Promise(r => Object.assign(new Image(), {onload: () => r('loaded'),"
            + " onerror: () => r('refused'), src: 'http://127.0.0.1:9/a.png'}))",
        ],
      ], in: folder)
    #expect(page.text(0) == "undefined")
    #expect(page.text(1).hasPrefix("undefinedrgb(") && !page.text(1).contains("255, 0, 0"))
    #expect(page.text(2) == "refused" && page.text(3) == "refused")
    #expect(page.messages.count { $0.contains("Content Security Policy") } >= 5)
  }

  @Test func `paper and readers without scripts get the finding and every incident`() throws {
    let picture = "document.querySelector('img.picture')"
    let page = try PageRun(
      "a.html",
      [
        ["pdf", "\(folder.path("a.pdf").path)"], ["scripts", false],
        ["eval", "[\(picture).naturalWidth, \(picture).alt.length]"],
        ["eval", "document.querySelectorAll('#wire tbody tr').length"],
        ["eval", "document.querySelector('#filters').checkVisibility()"],
      ], in: folder)
    #expect(page.messages.isEmpty)
    #expect(page.numbers(2).allSatisfy { $0 > 50 } && page.numbers(2).count == 2)
    #expect((page.number(3) ?? 0) > 50)
    #expect(page.results[4] as? Bool == false)
    let text = try CommandRun.tool("pdftotext", ["-layout", "a.pdf", "-"], in: folder).output
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // The chart stands below its heading, with its labels beside it, however wide the window is.
    let chart = text.split(separator: "\u{0C}").first { $0.contains("Messages waiting over time") }
    for label in ["threshold 50", "stalled 26 min", "new association SP3 9"] {
      #expect(chart?.contains(label) == true, "\(label)")
    }
    let html = String(decoding: try folder.octets("a.html"), as: UTF8.self)
    let title = try #require(html.firstMatch(of: /<h1>(.*)<\/h1>/)).1
    #expect(words.contains(title))
    let rows = try query("SELECT count(*) FROM incidents WHERE from_host = 'HUB1'")
    let links = html.matches(of: /data-from="\d+" data-to="\d+">(.*)<\/a>/)
    #expect("\(links.count)" == rows)
    for link in links { #expect(words.contains(link.1), "\(link.1)") }
  }

  @Test func `a page of more changes than it holds says so and loses no peak`() throws {
    let record =
      "record q181721 --build nt4-sp3 --set duration=60h -o long.sqlite".split(separator: " ")
    #expect(try CommandRun.mtatrace(record.map { String($0) }, in: folder).exitCode == 0)
    let run = try CommandRun.mtatrace(["report", "long.sqlite", "-o", "long.html"], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let html = String(decoding: try folder.octets("long.html"), as: UTF8.self)
    #expect(html.contains("the least and the most of each 18 s") && html.utf8.count < 2 << 20)
    // Heights of the line, which reaches zero, as messages: the threshold's line says how many.
    let peak =
      "(() => { const heights = document.querySelector('#plot .line').getAttribute('d')"
      + ".match(/V[0-9.]+/g).map(part => Number(part.slice(1)));"
      + " const base = Math.max(...heights), top = Math.min(...heights);"
      + " const line = Number(document.querySelector('#plot .threshold').getAttribute('y1'));"
      + " return Math.round(50 * (base - top) / (base - line)); })()"
    let page = try PageRun(
      "long.html",
      [["size", 390, 800], ["eval", peak], ["size", 1_280, 800], ["eval", peak]], in: folder)
    page.expectSilence()
    let most = try CommandRun.tool(
      "sqlite3", ["long.sqlite", "SELECT max(queue) FROM events WHERE kind = 'message_enqueued'"],
      in: folder
    ).output
    #expect("\(page.number(1) ?? 0)\n" == most && page.number(3) == page.number(1))
  }

  @Test func `a capture gets a page with its verdict, its connections and their evidence`() throws {
    for line in [
      "export \(SampleTrace.name) --run 1 --between 1:00:00..1:20:00 -o cap.pcapng",
      "import cap.pcapng -o cap.sqlite", "report cap.sqlite -o cap.html",
    ] {
      let run = try CommandRun.mtatrace(line.split(separator: " ").map { String($0) }, in: folder)
      try #require(run.exitCode == 0, "\(line): \(run.errors)")
    }
    let page = try PageRun(
      "cap.html",
      [
        ["size", 1_280, 800], ["eval", "document.querySelector('h1').textContent"],
        ["eval", "document.querySelectorAll('#plot .state').length"],
        ["eval", "document.querySelectorAll('#connections tbody tr').length"],
        ["click", "#finding a[data-at]"],
        ["eval", "Number(document.querySelector('#plot').dataset.cursor)"],
        ["eval", "Number(document.querySelector('#finding a[data-at]').dataset.at)"],
        ["eval", "document.querySelectorAll('tr[aria-current]').length"],
      ], in: folder)
    page.expectSilence()
    #expect(page.text(1).contains("KB Q181721"))
    #expect((page.number(2) ?? 0) > 3)
    let count = try CommandRun.tool(
      "sqlite3", ["cap.sqlite", "SELECT count(*) FROM connection"], in: folder
    ).output
    #expect("\(page.number(3) ?? 0)\n" == count)
    #expect(page.number(5) == page.number(6) && page.number(5) != nil)
    #expect(page.number(7) == 1)
    let tidy = try CommandRun.tool("tidy", ["-quiet", "-errors", "cap.html"], in: folder)
    #expect(tidy.exitCode == 0, "\(tidy.errors)")
  }

  /// The names that a host, a scenario and a title may have, and what a trace may be called.
  @Test func `names that are markup stay text`() throws {
    let name = "</script><script>alert(1)</script>\"'<img src=x onerror=alert(2)>\u{202E}😀"
    let literal = name.replacing("'", with: "''")
    let change = try CommandRun.tool(
      "sqlite3",
      [
        SampleTrace.name,
        """
        UPDATE host SET name = '\(literal)' WHERE position = 0; UPDATE run SET scenario = '\(literal)';
        UPDATE log_entry SET text = '\(literal)';
        """,
      ], in: folder)
    try #require(change.exitCode == 0, "\(change.errors)")
    let run = try CommandRun.mtatrace(
      ["report", SampleTrace.name, "--title", name, "--note", name, "-o", "a.html"], in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    let page = try PageRun(
      "a.html",
      [
        ["eval", "document.querySelector('h1').textContent"],
        ["eval", "document.querySelector('.note').textContent"],
        ["eval", "document.scripts.length"], ["eval", "document.images.length"],
        ["eval", "document.querySelector('#hosts label span').textContent"],
        ["eval", "document.querySelector('#event-list tbody td:nth-child(5)').textContent"],
        ["eval", "document.documentElement.dataset.ready"],
      ], in: folder)
    page.expectSilence()
    #expect(page.text(0) == name && page.text(1) == name)
    #expect(page.number(2) == 2 && page.number(3) == 0)
    #expect(page.text(4) == name)
    #expect(page.text(6) == "true")
  }
}
