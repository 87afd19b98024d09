import Testing

@testable import Simulator

struct BinaryLogarithmTests {
  @Test(arguments: [
    (UInt64(1), UInt64(0)), (2, 1 << 32), (3, 6_807_362_105), (10, 14_267_572_527),
    (1 << 63, 63 << 32), (.max, 63 << 32 | 0xFFFF_FFFF),
  ])
  func `log₂ has 32 binary places`(_ value: UInt64, _ logarithm: UInt64) {
    #expect(BinaryLogarithm.of(value) == logarithm)
  }

  @Test func `the table gives what repeated squaring gives`() {
    var random = RandomStream(state: 1)
    var unsure = 0
    for _ in 0..<200_000 {
      let mantissa = random.next() | 1 << 63
      guard let fraction = BinaryLogarithm.sureFraction(mantissa) else {
        unsure += 1
        continue
      }
      #expect(fraction == BinaryLogarithm.fraction(mantissa, places: 32))
    }
    #expect(unsure < 400)
  }

  @Test func `the edges of the table give what repeated squaring gives`() {
    for place in UInt64(0)..<128 {
      for mantissa in [(128 + place) << 56, (129 + place) << 56 &- 1] {
        let squared = BinaryLogarithm.fraction(mantissa, places: 32)
        #expect((BinaryLogarithm.sureFraction(mantissa) ?? squared) == squared)
      }
    }
  }
}
