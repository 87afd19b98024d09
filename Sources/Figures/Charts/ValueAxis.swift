/// A vertical axis that counts whole things from 0.
struct ValueAxis: Equatable {
  private static let steps: [UInt64] = (0..<10).flatMap { power in
    let unit = (0..<power).reduce(UInt64(1)) { unit, _ in unit * 10 }
    return [unit, 2 * unit, 5 * unit]
  }

  /// The distance between two ticks: 1, 2 or 5 times a power of ten.
  let step: UInt64
  /// The tick at the top.
  let maximum: UInt64

  /// The axis that reaches `value` in the shortest steps that have `spacing` points each on
  /// `height` points.
  init(reaching value: UInt32, height: Double, spacing: Double) {
    let greatest = UInt64(max(value, 1))
    let limit = UInt64(max(height / max(spacing, 1), 1))
    func intervals(_ step: UInt64) -> UInt64 { (greatest + step - 1) / step }
    step = Self.steps.first { intervals($0) <= limit } ?? Self.steps[Self.steps.count - 1]
    maximum = intervals(step) * step
  }

  var ticks: [UInt64] { Array(stride(from: 0, through: maximum, by: UInt64.Stride(step))) }
}
