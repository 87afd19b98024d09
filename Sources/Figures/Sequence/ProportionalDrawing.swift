import Analysis
import Drawing
import TraceModel

/// Draws one page of a sequence diagram whose height is true to time.
struct ProportionalDrawing {
  let plan: ProportionalPlan
  /// From 0.
  let page: Int
  let columns: [Int]

  private var layout: SequenceLayout { plan.layout }
  private var scale: SequenceScale { layout.scale }
  private var metrics: any TextMetrics { layout.metrics }

  /// The first moment of the page, and the last.
  private var from: TraceInstant {
    plan.start + TraceDuration(nanoseconds: Int64(page) * plan.pageLength)
  }
  private var to: TraceInstant { from + TraceDuration(nanoseconds: plan.pageLength) }

  private var top: Double { plan.rowsTop + scale.markHeight }
  private var bottom: Double {
    plan.area.bottom - layout.lifelineTail - layout.notesHeight - scale.markHeight
  }

  func draw(isLast: Bool, on list: inout DisplayList) {
    list.group(.figure, alternative: layout.sentence) { figure in
      let headings = SequenceHeadings(
        layout: layout, geometries: plan.geometries, columns: columns, bottom: plan.rowsTop)
      headings.draw(from: plan.area.top, on: &figure)
      for column in columns {
        drawAxis(of: column, on: &figure)
        drawLifelines(of: column, on: &figure)
      }
      drawDifference(on: &figure)
      for column in columns {
        let items = items(of: column)
        for item in items { item.draw(&figure) }
        drawLabels(items, of: column, on: &figure)
      }
    }
    guard isLast, layout.hasFewNotes else { return }
    let shown = layout.notes.indices.map { columns.contains($0) ? layout.notes[$0] : [] }
    list.group(.note) {
      layout.draw(shown, from: plan.area.bottom - layout.notesHeight + 4, on: &$0)
    }
  }

  private func y(_ time: TraceInstant) -> Double {
    top + (bottom - top) * Double((time - from).nanoseconds) / Double(plan.pageLength)
  }

  private func drawAxis(of column: Int, on list: inout DisplayList) {
    let geometry = plan.geometries[column]
    let limit = Int((bottom - top) / (26 * scale.factor))
    let axis = TimeAxis(from: from, to: to, limit: limit)
    for tick in axis.ticks {
      list.line(
        geometry.boxLeft, y(tick), geometry.right, y(tick),
        stroke: Stroke(Palette.grid, width: 0.75))
      let text = axis.text(of: tick)
      let natural = metrics.width(of: text, in: scale.time)
      let room = geometry.timeRight - geometry.left + FigureFrame.margin / 2
      list.text(
        text,
        at: Point(
          x: geometry.timeRight, y: y(tick) + metrics.middleToBaseline(of: scale.time)),
        anchor: .end,
        style: scale.time.size(scale.time.size * min(room / max(natural, 1), 1)))
    }
  }

  private func drawLifelines(of column: Int, on list: inout DisplayList) {
    let geometry = plan.geometries[column]
    for x in geometry.lifelines {
      list.line(
        x, plan.rowsTop - 4 * scale.factor, x, bottom + layout.lifelineTail,
        stroke: Stroke(Palette.rule, width: 0.9))
    }
    let spans = layout.content.columns[column].story.spans.filter {
      $0.start < to && $0.end > from
    }
    for state in LifelineSpan.State.drawingOrder {
      for span in spans where span.state == state {
        let x = geometry.x(span.lifeline)
        let area = Rect(
          left: x, top: y(max(span.start, from)), right: x, bottom: y(min(span.end, to)))
        state.draw(
          on: area, width: scale.spanWidth, accent: layout.content.columns[column].accent,
          list: &list)
      }
    }
  }

  /// A band across the lifelines where the columns begin to differ, or before what the diagram is
  /// about.
  private func drawDifference(on list: inout DisplayList) {
    guard let time = layout.content.bandTime, time >= from, time < to else { return }
    for column in columns {
      let geometry = plan.geometries[column]
      list.append(
        .rectangle(
          Rect(
            left: geometry.boxLeft, top: y(time) - 2, right: geometry.right, bottom: y(time) + 2),
          fill: Palette.difference))
    }
  }

  /// What is drawn of a row on this page, and the label that goes with it.
  private struct Item {
    /// Where the line to the label begins.
    var anchor: Point
    var lines: [String]
    var height: Double
    var color: Color
    var draw: (inout DisplayList) -> Void
  }

  private func items(of column: Int) -> [Item] {
    let geometry = plan.geometries[column]
    let accent = layout.content.columns[column].accent
    var items: [Item] = []
    for label in plan.labels[column] {
      let row = label.row
      guard row.time < to, row.endTime >= from, !row.isPause else { continue }
      let isOwn = plan.page(of: row.time) == page
      switch row {
      case .arrow(let arrow):
        items += self.items(of: arrow, label, isOwn: isOwn, geometry, accent)
      case .note(let note) where isOwn:
        let point = Point(x: geometry.x(note.at), y: y(note.time))
        let color = note.mark.color(in: accent)
        items.append(
          Item(anchor: point, lines: label.lines, height: label.height, color: color) {
            $0.append(
              .circle(
                center: point, radius: 3.6 * scale.factor, fill: color,
                stroke: Stroke(Palette.paper, width: scale.factor)))
          })
      case .fold(let fold):
        let color = fold.mark.color(in: accent)
        let area = Rect(
          left: geometry.boxLeft, top: y(max(fold.first, from)), right: geometry.right,
          bottom: max(y(min(row.endTime, to)), y(max(fold.first, from)) + 2))
        items.append(
          Item(
            anchor: Point(x: geometry.right, y: area.top), lines: isOwn ? label.lines : [],
            height: isOwn ? label.height : 0, color: color
          ) {
            $0.append(
              .rectangle(
                area, fill: color.opacity(0.1), stroke: Stroke(color, width: 0.9 * scale.factor)))
          })
      case .note, .pause: break
      }
    }
    return items
  }

  /// An arrow's part on this page, and the marks where the page cuts it.
  private func items(
    of arrow: SequenceArrow, _ label: ProportionalPlan.RowLabel, isOwn: Bool,
    _ geometry: SequenceGeometry, _ accent: Accent
  ) -> [Item] {
    let style = arrow.mark.arrowStyle(in: accent, factor: scale.factor)
    let end = arrow.received ?? arrow.sent
    let (x1, x2) = (geometry.x(arrow.from), geometry.x(arrow.to))
    let length = Double(max((end - arrow.sent).nanoseconds, 1))
    func point(_ time: TraceInstant) -> Point {
      let share = end == arrow.sent ? 1 : Double((time - arrow.sent).nanoseconds) / length
      return Point(x: x1 + (x2 - x1) * share, y: y(time))
    }
    let start = isOwn ? Point(x: x1, y: y(arrow.sent)) : point(from)
    let goesOn = plan.page(of: end) > page
    let target = goesOn ? point(to) : Point(x: x2, y: y(end))
    let color = arrow.mark.color(in: accent)
    let right = start.x > target.x ? start : target
    let number = label.continuation.map { "\($0)" } ?? ""
    var items = [
      Item(
        anchor: right, lines: isOwn ? label.lines : ["\(number) continued"],
        height: isOwn ? label.height : scale.markHeight, color: isOwn ? color : Palette.muted
      ) { list in
        if goesOn {
          list.append(.line(from: start, to: target, stroke: style.stroke))
        } else {
          ArrowDrawing(start: start, target: target, style: style, factor: scale.factor)
            .draw(arrow, on: &list)
        }
      }
    ]
    if goesOn {
      items.append(
        Item(
          anchor: target, lines: ["continued \(number)"], height: scale.markHeight,
          color: Palette.muted
        ) { _ in })
    }
    return items
  }

  /// Sets the labels in the margin, with a line to each.
  private func drawLabels(_ items: [Item], of column: Int, on list: inout DisplayList) {
    let geometry = plan.geometries[column]
    let labelled = items.filter { !$0.lines.isEmpty }.enumerated()
      .sorted { ($0.element.anchor.y, $0.offset) < ($1.element.anchor.y, $1.offset) }
      .map(\.element)
    let callouts = Callouts(
      labelled.map { ($0.anchor.y, $0.height) }, from: plan.rowsTop,
      to: bottom + scale.markHeight + layout.lifelineTail)
    let left = geometry.right + ProportionalPlan.labelInset(scale)
    for (item, top) in zip(labelled, callouts.tops) {
      let middle = top + metrics.lineHeight(of: scale.label) / 2
      list.append(
        .path(
          [
            Point(x: item.anchor.x + 3 * scale.factor, y: item.anchor.y),
            Point(x: max(geometry.right, item.anchor.x + 3 * scale.factor), y: item.anchor.y),
            Point(x: left - 3, y: middle),
          ], stroke: Stroke(Palette.rule, width: 0.6)))
      var baseline = top + metrics.ascent(of: scale.label)
      for line in item.lines {
        list.text(line, at: Point(x: left, y: baseline), style: scale.label.color(item.color))
        baseline += metrics.lineHeight(of: scale.label)
      }
    }
  }
}

extension SequenceDiagram.Content {
  /// When the columns begin to differ, or what the diagram is about begins; `nil` if neither does.
  var bandTime: TraceInstant? {
    guard let band, band.isMark else { return nil }
    return columns.compactMap { column in
      column.story.rows.indices.contains(sharedRows) ? column.story.rows[sharedRows].time : nil
    }.min()
  }
}
