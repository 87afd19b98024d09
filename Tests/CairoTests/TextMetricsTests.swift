import Drawing
import Testing

@testable import Cairo

struct TextMetricsTests {
  let metrics: PangoTextMetrics

  init() throws { metrics = try PangoTextMetrics() }

  @Test func `figures are equally wide and letters are not`() {
    let style = TextStyle(size: 10)
    #expect(metrics.width(of: "1111", in: style) == metrics.width(of: "8888", in: style))
    #expect(metrics.width(of: "iiii", in: style) < metrics.width(of: "mmmm", in: style))
  }

  @Test func `widths grow with the size, without rounding to pixels`() {
    let small = metrics.width(of: "association", in: TextStyle(size: 9))
    let large = metrics.width(of: "association", in: TextStyle(size: 90))
    #expect(abs(large / small - 10) < 0.02)
  }

  @Test func `a missing typeface is named with the package that brings it`() {
    let error = CairoError.missingFont(family: "No Such Face", package: "fonts-inter")
    #expect(throws: error) { try TextShaper(family: "No Such Face") }
    #expect(error.description.contains("fonts-inter"))
  }
}
