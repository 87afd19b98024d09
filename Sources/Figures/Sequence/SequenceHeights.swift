import Analysis
import Drawing
import TraceModel

/// How high the rows of a sequence diagram are.
struct SequenceHeights {
  let scale: SequenceScale
  let axis: SequenceAxis
  let metrics: any TextMetrics

  /// The height of a row in a column, in points.
  ///
  /// - Parameter passing: How far from the left edge arrows go down past it.
  func height(
    of row: SequenceRow, in geometry: SequenceGeometry, passing: [Double]
  ) -> Double {
    switch row {
    case .arrow(let arrow):
      scale.arrowHeight
        + more(lines(of: arrow, in: geometry, passing: passing), in: scale.strongLabel)
    case .note(let note):
      scale.noteHeight
        + more(lines(of: note, in: geometry, passing: passing).lines, in: scale.strongLabel)
    case .pause(let pause):
      scale.pauseHeight + more(lines(of: pause, in: geometry), in: scale.label)
    case .fold(let fold): boxHeight(of: fold, in: geometry) + 2 * scale.foldPadding
    }
  }

  /// How much further than usual a row stands from the one before it, in points: on a compressed
  /// axis, a step for each time that the time between them doubles, from a tenth of a second up to
  /// where the axis is broken instead.
  func gap(before index: Int, in rows: [SequenceRow]) -> Double {
    guard axis == .compressed, index > 0 else { return 0 }
    let (before, after) = (rows[index - 1], rows[index])
    if case .pause = before { return 0 }
    if case .pause = after { return 0 }
    let tenths = (after.time - before.endTime).nanoseconds / 100_000_000
    guard tenths > 0 else { return 0 }
    let doublings = Int64.bitWidth - tenths.leadingZeroBitCount
    return Double(min(doublings, 7)) * 1.5 * scale.factor
  }

  /// The height of what marks this many arrows that a page cuts, in points.
  func marksHeight(of arrows: Int) -> Double {
    Double(min(arrows, Self.mostMarks)) * scale.markHeight
  }

  /// More marks than this share the last line.
  static let mostMarks = 8

  /// From a row's top to where it happens, in points.
  func anchor(
    of row: SequenceRow, in geometry: SequenceGeometry, passing: [Double]
  ) -> Double {
    switch row {
    case .arrow(let arrow):
      scale.anchor + more(lines(of: arrow, in: geometry, passing: passing), in: scale.strongLabel)
    case .note(let note):
      scale.noteAnchor
        + more(lines(of: note, in: geometry, passing: passing).lines, in: scale.strongLabel) / 2
    case .pause: height(of: row, in: geometry, passing: passing) / 2
    case .fold: scale.foldPadding
    }
  }

  /// How much higher than one line these are, in points.
  func more(_ lines: [String], in style: TextStyle) -> Double {
    Double(max(lines.count - 1, 0)) * metrics.lineHeight(of: style)
  }

  /// The label of an arrow, in lines no wider than its column or than what passing arrows leave.
  func lines(
    of arrow: SequenceArrow, in geometry: SequenceGeometry, passing: [Double]
  ) -> [String] {
    let text = arrow.received == nil ? "\(arrow.label) · \(arrow.fate.text)" : arrow.label
    var width = geometry.boxWidth
    if !passing.isEmpty {
      let edges = [geometry.boxLeft - laneMargin, geometry.right + laneMargin] + passing
      let sorted = edges.sorted()
      width = zip(sorted.dropFirst(), sorted).map { $0 - $1 - 2 * laneMargin }.max() ?? width
    }
    return lines(of: text, in: scale.strongLabel, width: width)
  }

  /// Between a label and an arrow that passes it, in points.
  var laneMargin: Double { 3 * scale.factor }

  func lines(of pause: SequencePause, in geometry: SequenceGeometry) -> [String] {
    lines(of: pause.label, in: scale.label, width: geometry.boxWidth)
  }

  /// The text of a note, in lines that find room beside its dot, and on which side.
  ///
  /// It stands to the right, if there is room or at least more of it than to the left; on either
  /// side up to the next arrow that passes.
  func lines(
    of note: SequenceNote, in geometry: SequenceGeometry, passing: [Double]
  ) -> (lines: [String], isRight: Bool) {
    let x = geometry.x(note.at)
    let first = passing.filter { $0 > x }.min().map { $0 - laneMargin } ?? geometry.right
    let last = passing.filter { $0 < x }.max().map { $0 + laneMargin } ?? geometry.boxLeft
    let room = (left: x - noteDistance - last, right: first - x - noteDistance)
    let style = scale.strongLabel
    let isRight =
      room.right >= room.left || isSurelyNarrow(note.text, in: style, width: room.right)
      || metrics.width(of: note.text, in: style) <= room.right
    return (
      lines(of: note.text, in: style, width: isRight ? room.right : room.left), isRight
    )
  }

  /// From a note's dot to its text, in points.
  var noteDistance: Double { 8 * scale.factor }

  private func lines(of text: String, in style: TextStyle, width: Double) -> [String] {
    isSurelyNarrow(text, in: style, width: width)
      ? [text] : metrics.lines(of: text, in: style, width: width)
  }

  /// Whether a text is so short that it need not be measured: no character is wider than its size.
  private func isSurelyNarrow(_ text: String, in style: TextStyle, width: Double) -> Bool {
    Double(text.utf8.count) * style.size <= width
  }

  func boxHeight(of fold: SequenceFold, in geometry: SequenceGeometry) -> Double {
    let (title, detail) = lines(of: fold, in: geometry)
    return Double(title.count) * metrics.lineHeight(of: scale.strongLabel)
      + Double(detail.count) * metrics.lineHeight(of: scale.detail) + 11 * scale.factor
  }

  func lines(
    of fold: SequenceFold, in geometry: SequenceGeometry
  ) -> (title: [String], detail: [String]) {
    let width = geometry.right - geometry.boxLeft - 16 * scale.factor
    return (
      metrics.lines(of: fold.title, in: scale.strongLabel, width: width),
      metrics.lines(of: "\(fold.detail) · \(fold.name)", in: scale.detail, width: width)
    )
  }

  /// How far an arrow falls on its way, in points: nothing for what takes no time, more for a
  /// slower way.
  func fall(of arrow: SequenceArrow) -> Double {
    guard let received = arrow.received else { return 7 * scale.factor }
    guard received > arrow.sent else { return 0 }
    let milliseconds = Double((received - arrow.sent).nanoseconds) / 1e6
    return min(4 + milliseconds * 0.1, 11) * scale.factor
  }
}
