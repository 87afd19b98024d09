import Figures
import Testing

struct TextColumnsTests {
  /// What glibc's `wcswidth` says in the locale C.UTF-8.
  @Test(arguments: [
    ("bind_nak · reason 0", 19), ("東京", 4), ("ＡＢ", 4), ("한국", 4), ("e\u{301}", 1),
    ("→►✗⋮║", 5), ("🙂", 2), ("a\u{200D}b", 2), ("", 0), ("ｱｲｳ", 3), ("नि", 2),
  ])
  func `columns are counted as the system counts them`(text: String, columns: Int) {
    #expect(TextColumns.width(of: text) == columns)
  }

  @Test func `lines break at spaces, and a word only where it has to`() {
    #expect(TextColumns.wrap("one two three", to: 7) == ["one two", "three"])
    #expect(TextColumns.wrap("abcdefgh ij", to: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextColumns.wrap("東京大阪", to: 5) == ["東京", "大阪"])
    #expect(TextColumns.wrap("3\u{A0}× bind", to: 3) == ["3\u{A0}×", "bin", "d"])
    #expect(TextColumns.wrap("", to: 5) == [""])
  }

  @Test func `colours and weights begin and end with their text`() {
    var line = StyledLine("bind ")
    line.append("refused", TextTone(.faulty, isStrong: true))
    #expect(line.escaped == "bind \u{1B}[1;38;5;166mrefused\u{1B}[0m")
    #expect(line.text == "bind refused" && line.width == 12)
    #expect(line.text(isStyled: false) == line.text)
  }

  @Test func `what ASCII has no likeness of is written as its number`() {
    #expect(TerminalCharset.ascii.text("3 × a → b · é") == "3 x a -> b - \\u{E9}")
    #expect(TerminalCharset.unicode.text("3 × a → b · é") == "3 × a → b · é")
  }
}
