import Analysis
import Drawing
import TraceModel

extension SequenceDrawing {
  /// Draws an arrow, or the part of it that lies on this page.
  ///
  /// - Parameter piece: Its way down on this page, if it has one.
  func draw(
    _ arrow: SequenceArrow, _ placed: PlacedRow, _ piece: SequenceLanePiece?,
    on list: inout DisplayList
  ) {
    let geometry = layout.geometries[placed.column]
    let accent = layout.content.columns[placed.column].accent
    let style = arrow.mark.arrowStyle(in: accent, factor: scale.factor)
    let start = Point(x: geometry.x(arrow.from), y: placed.anchor)
    let target = Point(x: geometry.x(arrow.to), y: placed.end.y)
    guard let piece else {
      return draw(from: start, to: target, arrow, style, on: &list)
    }
    let x = piece.x
    if placed.top.page == page {
      list.line(start.x, start.y, x, start.y, stroke: style.stroke)
    }
    drawWayDown(piece, style, on: &list)
    if placed.end.page == page {
      draw(from: Point(x: x, y: target.y), to: target, arrow, style, on: &list)
    }
  }

  /// The way down disappears behind boxes and where the time axis is broken.
  private func drawWayDown(
    _ piece: SequenceLanePiece, _ style: ArrowStyle, on list: inout DisplayList
  ) {
    var y = piece.top
    for cut in cuts(of: piece.column) where cut.lowerBound < piece.bottom && cut.upperBound > y {
      if cut.lowerBound > y {
        list.line(piece.x, y, piece.x, cut.lowerBound, stroke: style.stroke)
      }
      y = cut.upperBound
    }
    if y < piece.bottom { list.line(piece.x, y, piece.x, piece.bottom, stroke: style.stroke) }
  }

  /// The heights at which nothing but a box or a pause is drawn, from the top down.
  private func cuts(of column: Int) -> [ClosedRange<Double>] {
    var cuts: [ClosedRange<Double>] = []
    for row in placed where row.column == column && row.top.page == page {
      switch row.row {
      case .fold(let fold):
        let top = row.anchor
        cuts.append(
          top...(top + layout.heights.boxHeight(of: fold, in: layout.geometries[column])))
      case .pause(let pause):
        let gap = gap(of: pause, in: layout.geometries[column])
        cuts.append((row.anchor - gap)...(row.anchor + gap))
      case .arrow, .note: break
      }
    }
    if let band { cuts.append(band...(band + scale.bandHeight)) }
    return cuts.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Marks the arrows that the page cuts at its top and bottom, with one number at both ends.
  func drawMarks(on list: inout DisplayList) {
    for column in columns {
      let own = lanes.filter { $0.column == column }
      drawMarks(own.filter { $0.markAtTop != nil }, isTop: true, on: &list)
      drawMarks(own.filter { $0.markAtBottom != nil }, isTop: false, on: &list)
    }
  }

  private func drawMarks(
    _ pieces: [SequenceLanePiece], isTop: Bool, on list: inout DisplayList
  ) {
    let most = SequenceHeights.mostMarks
    let alone = pieces.count > most ? Array(pieces.prefix(most - 1)) : pieces
    var lines = alone.map { [$0] }
    if pieces.count > most { lines.append(Array(pieces.dropFirst(most - 1))) }
    for line in lines {
      guard let piece = line.first else { continue }
      let numbers = line.compactMap(\.continuation).map { "\($0)" }.joined(separator: ", ")
      let text = isTop ? "\(numbers) continued" : "continued \(numbers)"
      let width = metrics.width(of: text, in: scale.detail)
      let baseline = isTop ? piece.top : piece.bottom
      let area = Rect(
        left: piece.x + 4, top: baseline - scale.detail.size, right: piece.x + 4 + width,
        bottom: baseline + scale.detail.size * 0.3)
      let left = freeLeft(for: area, in: piece.column, wanted: [area.left, piece.x - 4 - width])
      drawMasked(
        text, at: Point(x: left, y: baseline), width: width, style: scale.detail, on: &list)
    }
  }

  private func draw(
    from start: Point, to target: Point, _ arrow: SequenceArrow, _ style: ArrowStyle,
    on list: inout DisplayList
  ) {
    ArrowDrawing(start: start, target: target, style: style, factor: scale.factor)
      .draw(arrow, on: &list)
  }
}
