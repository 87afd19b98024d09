import Drawing
import Testing
import TraceModel

@testable import Figures

struct StepValuesTests {
  let area = Rect(x: 0, y: 0, width: 100, height: 100)

  func corners(_ values: StepValues) -> [Point] {
    values.corners(
      in: area, x: { Double($0.nanoseconds) / 1e9 }, y: { 100 - Double($0) })
  }

  @Test func `a change is a corner before it and one after it`() {
    let values = StepValues.changes(initial: 1, [.init(time: Samples.at(40), value: 3)])
    #expect(
      corners(values) == [
        Point(x: 0, y: 99), Point(x: 40, y: 99), Point(x: 40, y: 97), Point(x: 100, y: 97),
      ])
    #expect(values.maximum == 3 && values.last == 3)
  }

  @Test func `a spike between equal values is drawn to its top`() {
    let values = StepValues.changes(
      initial: 0, [.init(time: Samples.at(50), value: 9), .init(time: Samples.at(50), value: 0)])
    #expect(corners(values).map(\.y).min() == 91)
  }

  @Test func `a spike inside a column is drawn to its top`() {
    let flat = SeriesColumn(first: 0, minimum: 0, maximum: 0, last: 0)
    let spike = SeriesColumn(first: 0, minimum: 0, maximum: 77, last: 0)
    let values = StepValues.columns(
      Array(repeating: flat, count: 499) + [spike] + Array(repeating: flat, count: 500))
    #expect(corners(values).map(\.y).min() == 23)
    #expect(corners(values).count < 10, "what is level is one line")
  }

  @Test func `nothing at all is drawn as nothing`() {
    #expect(corners(.columns([])).isEmpty)
    #expect(StepValues.columns([]).maximum == 0)
  }
}
