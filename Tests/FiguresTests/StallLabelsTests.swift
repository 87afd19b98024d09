import Drawing
import Testing

@testable import Figures

struct StallLabelsTests {
  let metrics = FixedWidthMetrics()

  func item(_ left: Double, _ width: Double) -> StallLabels.Item {
    StallLabels.Item(
      left: left, right: left + width, texts: ["stalled 6 min", "6 min"], accent: .faulty)
  }

  @Test func `a label stands in the middle of its stall`() {
    let labels = StallLabels(area: 0...800, metrics: metrics).place([item(300, 100)])
    #expect(labels.map(\.text) == ["stalled 6 min"])
    #expect(labels.first?.center == 350)
  }

  @Test func `a label at the edge moves inwards`() throws {
    let labels = StallLabels(area: 0...800, metrics: metrics).place([item(0, 2), item(798, 2)])
    #expect(try #require(labels.first).left >= 0)
    #expect(try #require(labels.last).right <= 800)
  }

  @Test func `neighbours take different rows`() {
    let labels = StallLabels(area: 0...800, metrics: metrics).place([item(300, 20), item(330, 20)])
    #expect(labels.map(\.row) == [0, 1])
  }

  @Test(arguments: [1, 5, 40, 400, 20_000])
  func `labels never overlap, and every stall is counted`(count: Int) {
    let items = (0..<count).map { item(Double($0) * 800 / Double(count), 300 / Double(count)) }
    let labels = StallLabels(area: 0...800, metrics: metrics).place(items)
    for (index, label) in labels.enumerated() {
      #expect(label.left >= 0 && label.right <= 800)
      for other in labels[..<index] where other.row == label.row {
        #expect(other.right < label.left || label.right < other.left)
      }
    }
    #expect(labels.map(\.item.count).reduce(0, +) == count)
  }

  @Test func `a plot without room for any label has the shortest`() {
    let labels = StallLabels(area: 0...5, metrics: metrics).place([item(0, 2), item(2, 2)])
    #expect(labels.map(\.text) == ["2×"])
  }
}
