import Testing

@testable import Pages

/// What stands in a trace stays text, wherever a page has it.
struct HTMLTests {
  @Test func `what is interpolated is text and what is literal is markup`() {
    let name = "</td><script>alert('1')</script>&\u{1}"
    let cell: HTML = "<td title=\"\(name)\">\(name)</td>"
    let text =
      "&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\u{FFFD}"
    #expect(cell.source == "<td title=\"\(text)\">\(text)</td>")
  }

  @Test func `markup within markup stays what it is`() {
    let inner: HTML = "<b>\("a<b")</b>"
    let none: HTML? = nil
    #expect(
      ("<p>\(inner)\(none)\([inner, inner])</p>" as HTML).source
        == "<p><b>a&lt;b</b><b>a&lt;b</b>\n<b>a&lt;b</b></p>")
  }

  @Test func `no text ends a script element that holds data`() {
    let text = "</script><!--<script>&'\"\\\u{2028}\u{2029}\u{202E}\n😀"
    let data = ScriptData.object([(text, .array([.string(text), .integer(-1), .null]))]).text
    for part in ["<", ">", "&", "'", "\u{2028}", "\u{2029}", "\n"] {
      #expect(!data.contains(part), "\(part)")
    }
    let written =
      "\"\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003e\\u0026\\u0027\\\"\\\\\\u2028\\u2029"
      + "\u{202E}\\u000a😀\""
    #expect(data == "{\(written):[\(written),-1,null]}")
  }

  /// RFC 4648, 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `octets become the text that the standard gives`(octets: String, text: String) {
    #expect(Base64.text(of: Array(octets.utf8)) == text)
  }

  @Test func `hexadecimal digits are the octets that they stand for`() {
    #expect(Base64.octets(hexadecimal: "00ff7F1") == [0, 255, 127])
  }
}
