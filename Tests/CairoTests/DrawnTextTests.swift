import Drawing
import Testing

@testable import Cairo

/// Names in any script.
struct DrawnTextTests {
  @Test(arguments: [
    ("HUB1 → SLPS100", "HUB1 → SLPS100"), ("مركز → شمال", "⁨مركز⁩ → ⁨شمال⁩"),
    ("HUB1 → شمال2 · x", "HUB1 → ⁨شمال2⁩ · x"), ("מרכז הדואר RPC", "⁨מרכז הדואר⁩ RPC"),
    ("東京 → Москва", "東京 → Москва"), ("", ""),
  ])
  func `a name from right to left stays where it stands`(text: String, expected: String) {
    #expect(DrawnText(text).text == expected)
  }

  @Test func `marks of direction take no room and are not missing`() throws {
    let renderer = try Renderer()
    let style = TextStyle(size: 10)
    let arabic = renderer.metrics.width(of: "مركز", in: style)
    let arrow = renderer.metrics.width(of: " → ", in: style)
    let both = renderer.metrics.width(of: "مركز → مركز", in: style)
    #expect(abs(both - 2 * arabic - arrow) < 0.1)
    #expect(renderer.missingCharacters == [])
  }

  @Test func `characters that no typeface has are named once and in order`() throws {
    let renderer = try Renderer()
    let style = TextStyle(size: 10)
    for text in ["b\u{F0001}", "\u{F0000}Ωж東م\u{F0001}", "plain"] {
      _ = renderer.metrics.width(of: text, in: style)
    }
    #expect(renderer.missingCharacters == ["\u{F0000}", "\u{F0001}"])
  }
}
