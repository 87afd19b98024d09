import Testing
import TraceModel

@testable import Figures

struct AxisTests {
  @Test(
    arguments: [
      (1, 1, 1), (9, 2, 10), (53, 10, 60), (4711, 1000, 5000), (100_000, 20_000, 100_000),
    ] as [(UInt32, UInt64, UInt64)])
  func `counts have steps of 1, 2 or 5 times a power of ten`(
    value: UInt32, step: UInt64, maximum: UInt64
  ) {
    let axis = ValueAxis(reaching: value, height: 240, spacing: 36)
    #expect(axis.step == step)
    #expect(axis.maximum == maximum)
    #expect(axis.ticks.first == 0 && axis.ticks.last == maximum)
  }

  @Test func `the greatest count has an axis too`() {
    let axis = ValueAxis(reaching: .max, height: 10, spacing: 36)
    #expect(axis.maximum >= UInt64(UInt32.max))
    #expect(axis.ticks.count <= 11)
  }

  @Test func `four hours have ticks of half an hour`() {
    let axis = TimeAxis(from: .start, to: Samples.at(14_400), limit: 9)
    #expect(axis.ticks.map(axis.text).prefix(3) == ["0:00", "0:30", "1:00"])
    #expect(axis.ticks.count == 9)
    #expect(axis.unit == "h:mm")
  }

  @Test func `a second has ticks with milliseconds, and only those inside it`() {
    let axis = TimeAxis(from: Samples.at(3271.15), to: Samples.at(3272.1), limit: 10)
    #expect(axis.ticks.first.map(axis.text) == "0:54:31.200")
    #expect(axis.ticks.last.map(axis.text) == "0:54:32.100")
    #expect(axis.unit == "h:mm:ss.ms")
  }

  @Test(arguments: [1, 1000, 1_000_000_000, 3_600_000_000_000, .max / 2] as [Int64])
  func `no axis has more intervals than asked for, but for centuries`(span: Int64) {
    let axis = TimeAxis(from: .start, to: TraceInstant(nanoseconds: span), limit: 8)
    #expect(axis.ticks.count <= 10_000)
    if span < 86_400_000_000_000 { #expect(axis.ticks.count <= 9) }
  }
}
