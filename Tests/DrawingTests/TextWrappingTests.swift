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

  @Test(arguments: [1, 7, 30, 90, 400])
  func `a line holds as many words as there is room for`(width: Int) {
    let words = (0..<60).map { String(repeating: $0 % 3 == 0 ? "i" : "W", count: $0 * 7 % 5 + 1) }
    let lines = metrics.lines(
      of: words.joined(separator: " "), in: style, width: Double(width * 6))
    var rest = lines[...]
    while let line = rest.popFirst(), let next = rest.first {
      #expect(line.count <= width)
      guard width > 4 else { continue }
      #expect(line.count + 1 + next.prefix { $0 != " " }.count > width)
    }
  }

  @Test func `wide letters and narrow ones make no difference to what is left`() {
    let text = (0..<80).map { $0 % 7 == 0 ? "漢字" : "word\($0)" }.joined(separator: " ")
    let lines = metrics.lines(of: text, in: style, width: 200)
    #expect(lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { $0.count <= 33 })
  }
}
