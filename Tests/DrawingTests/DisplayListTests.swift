import Drawing
import Testing

struct DisplayListTests {
  @Test func `a page reads as one line per operation with fixed decimals`() {
    var page = DisplayList(size: Size(width: 100, height: 50))
    page.append(.destination(name: "top", at: Point(x: 0, y: 0)))
    page.group(.figure) {
      $0.append(
        .rectangle(
          Rect(x: 1, y: 2, width: 3, height: 4), fill: Palette.faulty.opacity(0.5),
          stroke: Stroke(Palette.ink, width: 1)))
      $0.line(0, 0, 10, 1.0 / 3, stroke: Stroke(Palette.grid, width: 0.5, dash: [4, 3]))
      $0.text("bind_nak", at: Point(x: 5, y: -0.04), anchor: .end, style: TextStyle(size: 9))
    }
    page.append(
      .link(
        .destination("top"), area: Rect(x: 0, y: 0, width: 9, height: 9),
        [.circle(center: Point(x: 4, y: 4), radius: 2, fill: Palette.fixed)]))
    #expect(
      page.description == """
        page 100.0 × 50.0
          destination top 0.0,0.0
          Figure
            rectangle 1.0,2.0 3.0×4.0 fill #D55E00 50% stroke #212429 1.00
            line 0.0,0.0 to 10.0,0.3 stroke #E6E8EB 0.50 dash 4.0,3.0
            text 5.0,0.0 end 9.0/regular #212429 "bind_nak"
          link 0.0,0.0 9.0×9.0 to #top
            circle 4.0,4.0 radius 2.0 fill #0072B2

        """)
  }

  @Test(arguments: [
    (1.0, 0, "1"), (0.5, 0, "1"), (-0.5, 0, "-1"), (0.05, 1, "0.1"), (12.345, 2, "12.35"),
    (-0.004, 2, "0.00"), (1e6, 3, "1000000.000"), (9.999, 2, "10.00"),
  ])
  func `numbers have exactly the decimals asked for`(value: Double, decimals: Int, text: String) {
    #expect(value.fixed(decimals) == text)
  }

  @Test func `a number too large for decimals is still written`() {
    #expect(Double.infinity.fixed(2) == "inf")
    #expect(1e300.fixed(2) == "1e+300")
  }
}
