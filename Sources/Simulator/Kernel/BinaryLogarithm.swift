/// log₂ in integers, so that it is the same on every machine.
///
/// It is defined by repeated squaring, a step for each binary place, which takes a hundred
/// nanoseconds. A table and a short series give the same places in a tenth of that; where they come
/// too close to a change of the last place to be sure of it, the squaring decides.
enum BinaryLogarithm {
  /// log₂ of a number from 1, with 32 binary places.
  static func of(_ value: UInt64) -> UInt64 {
    let whole = UInt64(63 - value.leadingZeroBitCount)
    // The mantissa lies in [1, 2) with 63 binary places.
    let mantissa = value << UInt64(value.leadingZeroBitCount)
    return whole << 32 | (sureFraction(mantissa) ?? fraction(mantissa, places: 32))
  }

  /// log₂ of a mantissa by repeated squaring: off by less than 2⁻⁶², and never too large.
  static func fraction(_ mantissa: UInt64, places: Int) -> UInt64 {
    var mantissa = mantissa
    var fraction: UInt64 = 0
    for _ in 0..<places {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      fraction <<= 1
      // The square lies in [1, 4): with 62 binary places in the high word, its top bit tells which
      // half.
      if square.high >= 1 << 63 {
        fraction |= 1
        mantissa = square.high
      } else {
        mantissa = square.high << 1 | square.low >> 63
      }
    }
    return fraction
  }

  /// log₂ of a mantissa with 32 binary places, or `nil` where the last one is uncertain.
  static func sureFraction(_ mantissa: UInt64) -> UInt64? {
    let step = steps[Int(mantissa >> 56 & 127)]
    // r with 63 binary places, at most 2⁻⁸: what the series leaves out is below 2⁻⁵⁰.
    let product = mantissa.multipliedFullWidth(by: step.inverse).high
    let r = Int64(bitPattern: product &- 1 << 63)
    var sum = series.3 &- scaled(series.4, r)
    sum = series.2 &- scaled(sum, r)
    sum = series.1 &- scaled(sum, r)
    sum = series.0 &- scaled(sum, r)
    let fraction = step.logarithm &+ UInt64(bitPattern: scaled(sum, r))
    let rest = fraction & (1 << 30 - 1)
    return margin < rest && rest < 1 << 30 - margin ? fraction >> 30 : nil
  }

  /// A part of the table: log₂ m = log₂ (1 + r) + `logarithm`, where 1 + r = m · `inverse`.
  private struct Step {
    /// About 1/m for the mantissas m of this step, with 64 binary places.
    var inverse: UInt64
    /// −log₂ of the inverse, with 62 binary places.
    var logarithm: UInt64
  }

  /// The parts of the table, each 1/128 of the mantissas wide.
  private static let steps: [Step] = (0..<128).map { place in
    let inverse = (UInt64.max / UInt64(257 + 2 * place)) << 8
    return Step(inverse: inverse, logarithm: 1 << 62 - fraction(inverse, places: 62))
  }

  /// log₂ e divided by 1 to 5, with 62 binary places: the series of log₂ (1 + r).
  private static let series: (Int64, Int64, Int64, Int64, Int64) = (
    6_653_256_548_922_161_246, 3_326_628_274_461_080_623, 2_217_752_182_974_053_749,
    1_663_314_137_230_540_311, 1_330_651_309_784_432_249
  )

  /// 2⁻⁴³ with 62 binary places: more than the two ways can differ by.
  private static let margin: UInt64 = 1 << 19

  /// A factor with 62 binary places times one with 63, with 62.
  private static func scaled(_ factor: Int64, _ r: Int64) -> Int64 {
    factor.multipliedFullWidth(by: r).high << 1
  }
}
