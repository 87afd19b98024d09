import Analysis
import Drawing

extension SequenceDrawing {
  /// Draws the states of a column's lifelines on this page: what lasts longest lies behind.
  func drawSpans(of column: Int, on list: inout DisplayList) {
    let geometry = layout.geometries[column]
    let accent = layout.content.columns[column].accent
    for state in LifelineSpan.State.drawingOrder {
      for span in timelines[column].spans(on: page) where span.state == state {
        guard let part = timelines[column].part(from: span.start, to: span.end, on: page) else {
          continue
        }
        let end = min(part.bottom, rows.bottom)
        guard end > part.top else { continue }
        let area = Rect(
          left: geometry.x(span.lifeline), top: part.top, right: geometry.x(span.lifeline),
          bottom: end)
        state.draw(on: area, width: scale.spanWidth, accent: accent, list: &list)
      }
    }
  }
}

extension SequenceLayout {
  /// A state with the width that its entry of the key takes, in points.
  struct KeyEntry {
    var state: LifelineSpan.State
    var width: Double
  }

  /// The states that a story has, in lines no wider than its column.
  static func keyLines(
    of story: SequenceStory, in geometry: SequenceGeometry, metrics: any TextMetrics
  ) -> [[KeyEntry]] {
    let states = Set(story.spans.map(\.state))
    let scale = geometry.scale
    var lines: [[KeyEntry]] = []
    var used = Double.infinity
    for state in LifelineSpan.State.allCases where states.contains(state) {
      let width =
        scale.keySwatch + metrics.width(of: state.words, in: scale.detail) + 14 * scale.factor
      if used + width > geometry.right - geometry.left {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(KeyEntry(state: state, width: width))
      used += width
    }
    return lines
  }
}

extension LifelineSpan.State {
  /// From what lies behind to what lies in front.
  static let drawingOrder: [Self] = [.stalled, .opening, .closing, .open, .turn, .call]

  /// What the state means, in few words.
  var words: String {
    switch self {
    case .opening: "opens an association"
    case .open: "association open"
    case .turn: "has the turn"
    case .closing: "closing or lost"
    case .stalled: "mail stalls"
    case .call: "works on a call"
    }
  }

  /// Draws the state along a vertical line.
  ///
  /// - Parameters:
  ///   - line: As high as the state lasts, and of no width.
  ///   - width: In points.
  func draw(on line: Rect, width: Double, accent: Accent, list: inout DisplayList) {
    func area(_ width: Double) -> Rect {
      Rect(
        left: line.left - width / 2, top: line.top, right: line.left + width / 2,
        bottom: line.bottom)
    }
    let thin = width * 0.16
    switch self {
    case .stalled:
      list.append(.rectangle(area(width * 2.6), fill: Palette.faulty.tint(0.16)))
    case .opening, .closing:
      let dash = self == .opening ? [width * 0.5, width * 0.4] : [width * 0.2, width * 0.4]
      for x in [line.left - width / 2, line.left + width / 2] {
        list.line(
          x, line.top, x, line.bottom, stroke: Stroke(Palette.muted, width: thin, dash: dash))
      }
    case .open:
      list.append(
        .rectangle(area(width), fill: Palette.paper, stroke: Stroke(Palette.muted, width: thin)))
    case .turn:
      list.append(.rectangle(area(width * 0.7), fill: accent.color))
    case .call:
      list.append(
        .rectangle(
          area(width), fill: Palette.grid, stroke: Stroke(Palette.ink, width: thin)))
    }
  }
}
