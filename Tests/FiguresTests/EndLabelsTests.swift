import Testing

@testable import Figures

struct EndLabelsTests {
  @Test func `labels keep their place where there is room`() {
    let tops = EndLabels.place(
      [.init(target: 50, height: 20), .init(target: 150, height: 20)], above: 300,
      avoiding: nil, gap: 5)
    #expect(tops == [40, 140])
  }

  @Test func `the lower of two equal ends stays and pushes the other up`() {
    let tops = EndLabels.place(
      [.init(target: 200, height: 30), .init(target: 200, height: 20)], above: 205,
      avoiding: nil, gap: 5)
    #expect(tops == [150, 185])
  }

  @Test func `no label touches the threshold's`() {
    let tops = EndLabels.place(
      [.init(target: 100, height: 30)], above: 300, avoiding: 95...105, gap: 5)
    #expect(tops == [60])
  }
}
