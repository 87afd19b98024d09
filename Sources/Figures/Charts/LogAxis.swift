import Analysis
import Drawing
import TraceModel

/// An axis of spans of time on which each doubling is as wide as the next.
///
/// Between powers of two it is straight, which needs no library of functions whose last digits
/// differ from machine to machine, and is off by less than a tenth of a doubling.
struct LogAxis {
  let left: Double
  let right: Double
  private let least: Double
  private let most: Double

  /// Times that people count in, the roundest first: those that find room are shown.
  private static let ticks: [(nanoseconds: Int64, text: String)] = {
    let (ms, s): (Int64, Int64) = (1_000_000, 1_000_000_000)
    let (min, h) = (60 * s, 3_600 * s)
    return [
      (ms, "1 ms"), (10 * ms, "10 ms"), (100 * ms, "100 ms"), (s, "1 s"), (10 * s, "10 s"),
      (min, "1 min"), (10 * min, "10 min"), (h, "1 h"), (10 * h, "10 h"), (24 * h, "1 day"),
      (240 * h, "10 days"), (30 * s, "30 s"), (30 * min, "30 min"), (3 * h, "3 h"),
      (2 * ms, "2 ms"), (5 * ms, "5 ms"), (20 * ms, "20 ms"), (50 * ms, "50 ms"),
      (200 * ms, "200 ms"), (500 * ms, "500 ms"), (2 * s, "2 s"), (5 * s, "5 s"),
      (2 * min, "2 min"), (5 * min, "5 min"),
    ]
  }()

  init(spans: [TraceDuration], left: Double, right: Double) {
    self.left = left
    self.right = right
    let low = Self.level(max(spans.map(\.nanoseconds).min() ?? 1_000_000, 1_000_000))
    let high = Self.level(max(spans.map(\.nanoseconds).max() ?? 1_000_000_000, 2_000_000))
    least = low - 0.3
    most = max(high + 0.3, low + 2)
  }

  func x(_ span: TraceDuration) -> Double {
    let share = (Self.level(max(span.nanoseconds, 1)) - least) / (most - least)
    return left + min(max(share, 0), 1) * (right - left)
  }

  /// The ticks that lie on the axis, thinned out so that their labels have room.
  func shownTicks(room: Double) -> [(place: Double, text: String)] {
    var shown: [(place: Double, text: String)] = []
    for tick in Self.ticks {
      let level = Self.level(tick.nanoseconds)
      guard level >= least, level <= most else { continue }
      let place = x(TraceDuration(nanoseconds: tick.nanoseconds))
      if shown.contains(where: { abs(place - $0.place) < room }) { continue }
      shown.append((place, tick.text))
    }
    return shown.sorted { $0.place < $1.place }
  }

  /// Draws a horizontal axis below a plot.
  func draw(in plot: Rect, metrics: any TextMetrics, on list: inout DisplayList) {
    for tick in shownTicks(room: 48) {
      list.line(
        tick.place, plot.top, tick.place, plot.bottom, stroke: Stroke(Palette.grid, width: 0.6))
      list.text(
        tick.text, at: Point(x: tick.place, y: plot.bottom + 18), anchor: .middle, style: .axis)
    }
  }

  /// The logarithm to base two, straight between powers of two.
  private static func level(_ nanoseconds: Int64) -> Double {
    let value = Double(max(nanoseconds, 1))
    return Double(value.exponent) + value.significand - 1
  }
}
