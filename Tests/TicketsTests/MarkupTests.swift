import Foundation
import Testing
import Tickets

/// Bodies in each markup, read back by programs that know the markups and not this one.
struct MarkupTests {
  /// Texts that mean something in one markup or another.
  static let hostile = [
    "a*b_c*d_e", "*strong* _weak_ -gone- +new+ ^up^ ~down~", "[name](http://x) ![p](q) [[wiki]]",
    "<b>&amp; & <script>", "a | b || c", "`tick` ``two``", "# 1 @root !12 %3 $x$", "- dash",
    "+ plus", "1. one", "1) one", "/close", "{code} {{tt}} {noformat}", "h1. heading", "bq. said",
    "back\\slash\\\\two", "~~struck~~ ==marked==", "!picture.png!", "\"link\":http://x",
    "https://example.org/a_b_c", "(x) (!) :)", "a--b---c", "O'Brien", "Grüße, 你好", "two\nlines",
    "* star", "> quoted", "=====", "|_. head |", "|", "", "&#42;", "@code@", "??cited??",
    "%{color:red}x%",
  ]

  /// The texts that a program reads from a body, in their order, without markup.
  private func words(_ markup: Markup, _ text: String) throws -> String {
    let reader = [
      Markup.markdown: "gfm", .textile: "textile", .jira: "jira", .html: "html",
    ][markup]
    let reading = try #require(reader)
    return decoded(
      try Judge.answer(
        "pandoc", ["--from", reading, "--to", "plain", "--wrap", "none"], text), markup)
  }

  /// Pandoc leaves the character references of Jira's markup as they are; Jira shows characters.
  private func decoded(_ text: String, _ markup: Markup) -> String {
    guard markup == .jira else { return text }
    return text.replacing(/&#(\d+);/) { match in
      UInt32(match.1).flatMap(UnicodeScalar.init).map(String.init) ?? ""
    }
  }

  private func body(_ blocks: BodyBlock...) -> TicketBody {
    TicketBody(title: "Title", blocks: blocks)
  }

  private func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: [Markup.markdown, .textile, .jira, .html], hostile)
  func `whatever stands in a trace is text in a body`(markup: Markup, text: String) throws {
    let written = markup.text(of: body(.paragraph([.text("a"), .text(text), .text("z")])))
    #expect(try plain(words(markup, written)) == plain("a\(text)z"), "\(written)")
  }

  @Test(arguments: hostile)
  func `a text that begins a line is text`(text: String) throws {
    for markup in [Markup.markdown, .html] {
      let written = markup.text(of: body(.paragraph([.text(text), .text(" end")])))
      #expect(try plain(words(markup, written)) == plain("\(text) end"), "\(markup): \(written)")
    }
  }

  @Test(arguments: hostile)
  func `cells are text, and stay in their column`(text: String) throws {
    for markup in [Markup.markdown, .textile, .jira, .html] {
      let written = markup.text(
        of: body(
          .table(titles: ["name", "number"], numbers: [1], rows: [[text, "41"], ["b", "42"]])))
      let document = try Judge.answer(
        "pandoc", ["--from", markup == .markdown ? "gfm" : markup.rawValue, "--to", "html"], written
      )
      let cells = document.matches(of: /<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/).map { String($0.1) }
      try #require(cells.count == 6, "\(markup): \(written)\(document)")
      #expect(cells[3].contains("41") && cells[5].contains("42"), "\(document)")
      let cell = try Judge.answer("pandoc", ["--from", "html", "--to", "plain"], cells[2])
      #expect(plain(decoded(cell, markup)) == plain(text), "\(markup): \(written)")
    }
  }

  @Test(arguments: [Markup.markdown, .textile, .jira])
  func `a picture has its name and its words`(markup: Markup) throws {
    let written = markup.text(
      of: body(.figure(name: "backlog-1.png", alternative: "SP3 (nt4) stalls, SP4 does not!")))
    let reader = markup == .markdown ? "gfm" : markup.rawValue
    let html = try Judge.answer("pandoc", ["--from", reader, "--to", "html"], written)
    #expect(html.contains("src=\"backlog-1.png\"") || html.contains("src=\"./backlog-1.png\""))
    #expect(html.contains("stalls") && html.contains("SP4 does not"), "\(html)")
  }

  @Test func `what ends a block of code stands in none`() {
    for text in ["a {noformat} b", "a {code} b", "a {noformat} {code} b"] {
      let lines = Markup.jira.text(of: body(.code(text))).split(separator: "\n")
      let mark = String(lines[0])
      #expect(lines.count == 3 && lines[2] == mark && !lines[1].contains(mark), "\(lines)")
    }
  }

  @Test func `the words for a picture are read as they are`() throws {
    let words = "SP3 #12 @bob ~~s~~ *x* <b> [y]"
    let written = Markup.markdown.text(of: body(.figure(name: "a.png", alternative: words)))
    let html = try Judge.answer("cmark-gfm", [], written)
    #expect(html.contains("alt=\"SP3 #12 @bob ~~s~~ *x* &lt;b&gt; [y]\""), "\(html)")
  }

  @Test func `GitHub's own reader sees the tables, lists and fences that were meant`() throws {
    let written = Markup.markdown.text(
      of: body(
        .heading("Found # here"), .list([[.strong("One.")], [.code("a`b"), .text(" two")]]),
        .table(titles: ["a", "b"], numbers: [1], rows: [["|", "2"]]), .code("x ``` y\n# z")))
    let html = try Judge.answer("cmark-gfm", ["--extension", "table"], written)
    #expect(html.contains("<h2>Found # here</h2>"))
    #expect(html.contains("<li><strong>One.</strong></li>\n<li><code>a`b</code> two</li>"))
    #expect(html.contains("<td>|</td>\n<td align=\"right\">2</td>"), "\(html)")
    #expect(html.contains("<pre><code class=\"language-sh\">x ``` y\n# z\n</code></pre>"))
  }

  @Test func `plain text has aligned columns and no line of more than 80 characters`() {
    let text = Markup.text.text(
      of: body(
        .heading("In numbers"),
        .table(
          titles: ["", "SP3", "text"], numbers: [1],
          rows: [
            ["delivered", "7", String(repeating: "word ", count: 40)], ["waiting", "1234", "none"],
          ]),
        .list([[.strong("Install."), .text(String(repeating: " again", count: 30))]])))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(text.contains("delivered     7  word word"))
    #expect(text.contains("waiting    1234  none"))
    #expect(lines.contains { $0.hasPrefix("  again") })
  }
}
