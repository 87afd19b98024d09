import Analysis
import TraceModel

/// The height of every moment of a column, for what lasts: between two rows it is where the time
/// between them says.
struct SequenceTimeline {
  /// From the top of the first page's rows, as if the pages lay one below the other.
  private let heights: [Double]
  private let times: [TraceInstant]
  private let top: Double
  /// The height of a page's rows.
  private let pageHeight: Double
  /// For each page, the states that lifelines are in on it.
  private var spansOnPage: [[LifelineSpan]] = []

  /// - Parameter inset: How far inside a fold's box its time begins and ends, in points.
  init(
    _ placement: SequencePlacement, column: Int, spans: [LifelineSpan], top: Double,
    bottom: Double, inset: Double
  ) {
    self.top = top
    let pageHeight = max(bottom - top, 1)
    self.pageHeight = pageHeight
    func height(_ page: Int, _ y: Double) -> Double { Double(page) * pageHeight + (y - top) }
    var marks: [(time: TraceInstant, height: Double)] = []
    for placed in placement.rows where placed.column == column {
      let page = placed.top.page
      let anchor = height(page, placed.anchor)
      switch placed.row {
      case .arrow(let arrow):
        marks.append((arrow.sent, anchor))
        if let received = arrow.received {
          marks.append((received, height(placed.end.page, placed.end.y)))
        }
      case .note(let note): marks.append((note.time, anchor))
      case .fold(let fold):
        // Inside its box, which hides what changes meanwhile.
        let end = anchor + max(placed.bottom - placed.anchor - 2 * inset, 0)
        marks.append((fold.first, anchor + inset))
        marks.append((max(fold.last, fold.first), end))
      case .pause(let pause):
        marks.append((pause.start, height(page, placed.top.y)))
        marks.append((pause.end, height(page, placed.bottom)))
      }
    }
    marks.sort { ($0.time, $0.height) < ($1.time, $1.height) }
    var lowest = 0.0
    heights = marks.map { mark in
      lowest = max(lowest, mark.height)
      return lowest
    }
    times = marks.map(\.time)
    spansOnPage = [[LifelineSpan]](repeating: [], count: placement.pageCount)
    for span in spans {
      let first = Int(self.height(of: span.start) / pageHeight)
      let last = Int(self.height(of: span.end) / pageHeight)
      for page in max(first, 0)...max(min(last, placement.pageCount - 1), max(first, 0))
      where spansOnPage.indices.contains(page) {
        spansOnPage[page].append(span)
      }
    }
  }

  /// The states that lifelines are in on a page.
  func spans(on page: Int) -> [LifelineSpan] { spansOnPage[page] }

  /// The height of a moment; that of the first or last row for one outside.
  func height(of time: TraceInstant) -> Double {
    guard let first = heights.first, let last = heights.last else { return 0 }
    // The first mark that lies behind the moment.
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return first }
    guard low < times.count else { return last }
    if times[low - 1] == time { return heights[low - 1] }
    let share =
      Double((time - times[low - 1]).nanoseconds)
      / Double((times[low] - times[low - 1]).nanoseconds)
    return heights[low - 1] + (heights[low] - heights[low - 1]) * share
  }

  /// The part of a stretch of time that lies on a page, from the top of the page; `nil` if there is
  /// none.
  func part(
    from start: TraceInstant, to end: TraceInstant, on page: Int
  ) -> (top: Double, bottom: Double)? {
    let origin = Double(page) * pageHeight
    let from = max(height(of: start) - origin, 0)
    let to = min(height(of: end) - origin, pageHeight)
    return to > from ? (top + from, top + to) : nil
  }
}
