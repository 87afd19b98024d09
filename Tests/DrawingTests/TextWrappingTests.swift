import Drawing
import Testing

struct TextWrappingTests {
  let metrics = FixedWidthMetrics()
  // One character is 6 points wide.
  let style = TextStyle(size: 10)

  @Test func `lines break at spaces and keep every word`() {
    let text = "Messages waiting at HUB1 for SLPS100"
    let lines = metrics.lines(of: text, in: style, width: 100)
    #expect(lines == ["Messages waiting", "at HUB1 for", "SLPS100"])
    #expect(lines.joined(separator: " ") == text)
  }

  @Test func `a word that is too wide is cut into pieces, not dropped`() {
    let lines = metrics.lines(of: "a 0123456789abcdef b", in: style, width: 36)
    #expect(lines == ["a", "012345", "6789ab", "cdef b"])
  }

  @Test(arguments: ["", "x"])
  func `there is always a line, even where nothing fits`(text: String) {
    #expect(metrics.lines(of: text, in: style, width: 1) == [text])
  }

  @Test func `a line break in the text stays one`() {
    #expect(metrics.lines(of: "a\n\nb", in: style, width: 100) == ["a", "", "b"])
  }
}
