package import Analysis
package import Drawing
package import TraceModel

/// A bar for each association, or for each connection of a capture: when it was opened, stood,
/// closed, who had the turn, and what was bound and refused on it.
package struct AssociationChart: Chart {
  /// A run's associations.
  package struct Group: Equatable, Sendable {
    package var run: ChartRun
    package var timelines: [AssociationTimeline]
    /// When real machines logged something, if event logs were laid on the run.
    package var logged: [TraceInstant]

    package init(
      run: ChartRun, timelines: [AssociationTimeline], logged: [TraceInstant] = []
    ) {
      self.logged = logged
      self.run = run
      self.timelines = timelines
    }
  }

  package var heading: ChartHeading
  package var from: TraceInstant
  package var to: TraceInstant
  /// When virtual time began by a clock, in nanoseconds since midnight UTC.
  package var clock: Int64?
  package var groups: [Group]
  /// The host where mail waits, and the other one.
  package var hosts: [String]

  package init(
    heading: ChartHeading, from: TraceInstant, to: TraceInstant, clock: Int64?, groups: [Group],
    hosts: [String]
  ) {
    self.heading = heading
    self.from = from
    self.to = to
    self.clock = clock
    self.groups = groups
    self.hosts = hosts
  }

  package var sentence: String {
    let parts = groups.map { group in
      let naks = group.timelines.map { $0.count(of: .bindNak) }.reduce(0, +)
      let refused = group.timelines.count { $0.count(of: .bindNak) > 0 }
      let noun = clock == nil ? "associations" : "connections"
      return "\(group.run.name): \(group.timelines.count) \(noun)"
        + (naks == 0 ? ", none refused a bind" : ", \(refused) with \(naks) refused binds")
    }
    return "\(heading.headline). \(parts.joined(separator: "; "))."
  }

  package var data: DataTable {
    DataTable(
      columns: ["run", "name", "state", "from (h:mm:ss)", "from (s)", "to (s)", "ended"],
      rows: groups.flatMap { group in
        group.logged.map {
          [group.run.name, "event log", "entry", $0.clockText, $0.secondsText, "", ""]
        }
          + group.timelines.flatMap { line in
            line.spans.map { span in
              [
                group.run.name, line.name, span.state.name, span.start.clockText,
                span.start.secondsText, span.end.secondsText, line.ending ?? "",
              ]
            }
              + line.marks.map { mark in
                [
                  group.run.name, line.name, mark.mark.name, mark.time.clockText,
                  mark.time.secondsText, "", "",
                ]
              }
          }
      })
  }

  private static let rowHeight = 17.0
  private static let leastRowHeight = 12.5
  /// What stands below the rows: the axis and the key.
  private static let footHeight = 46.0

  package func pageCount(size: Size, metrics: any TextMetrics) -> Int {
    var page = DisplayList(size: size)
    var height = 0.0
    FigureFrame(
      headline: heading.headline, subtitle: heading.subtitle + " · continued", note: heading.note,
      footer: heading.provenance.footer(page: "picture 999 of 999")
    ).draw(on: &page, metrics: metrics) { height = $1.height }
    let rows = max(Int((height - Self.footHeight - 18) / Self.leastRowHeight), 2)
    return max((lines.count + rows - 1) / rows, 1)
  }

  /// A line of the chart: the title of a group, an association, or what was logged.
  private enum Line {
    case title(Int)
    case association(Int, AssociationTimeline)
    case log(Int)
  }

  private var lines: [Line] {
    groups.enumerated().flatMap { index, group in
      [Line.title(index)] + group.timelines.map { .association(index, $0) }
        + (group.logged.isEmpty ? [] : [.log(index)])
    }
  }

  package func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let count = pageCount(size: size, metrics: metrics)
    let perPage = (lines.count + count - 1) / max(count, 1)
    let height = min(
      max((area.height - Self.footHeight - 18) / Double(max(perPage, 1)), Self.leastRowHeight),
      Self.rowHeight)
    let shown = Array(lines.dropFirst(page * perPage).prefix(perPage))
    let names = groups.flatMap(\.timelines).map { metrics.width(of: $0.name, in: .label) }
    let facts = groups.flatMap(\.timelines).map { metrics.width(of: $0.facts, in: .fact) }
    let left = area.left + min((names.max() ?? 60) + 12, area.width * 0.2)
    let right = area.right - min(max((facts.max() ?? 60) + 12, 70), area.width * 0.3)
    let top = area.top + 10
    let bottom = min(
      top + Double(shown.count) * height + 8, area.bottom - Self.footHeight)
    let time = TimePlot(
      area: Rect(left: left, top: top, right: right, bottom: bottom), from: from, to: to,
      clock: clock, metrics: metrics)
    time.drawAxis(at: bottom + 16, unitLeft: right + 9, on: &list)
    var y = top
    for line in shown {
      switch line {
      case .title(let index):
        let run = groups[index].run
        list.text(
          run.name,
          at: Point(x: area.left, y: y + metrics.ascent(of: .name)),
          style: .name.color(run.accent.color))
      case .association(let index, let timeline):
        draw(timeline, of: groups[index].run, at: y + height / 2, time, area, on: &list)
      case .log(let index): drawLog(of: groups[index], at: y + height / 2, time, area, on: &list)
      }
      y += height
    }
    drawKey(at: bottom + 36, left: area.left, metrics: metrics, on: &list)
  }

  private func draw(
    _ line: AssociationTimeline, of run: ChartRun, at middle: Double, _ time: TimePlot,
    _ area: Rect, on list: inout DisplayList
  ) {
    let metrics = time.metrics
    list.text(
      line.name,
      at: Point(x: area.left, y: middle + metrics.middleToBaseline(of: .label)), style: .label,
      maximumWidth: time.area.left - area.left - 6)
    for span in line.spans where span.start < to && span.end > from {
      let left = time.x(span.start)
      span.state.draw(
        in: Rect(
          left: left, top: middle - 4.5, right: max(time.x(span.end), left + 0.8),
          bottom: middle + 4.5), accent: run.accent, on: &list)
    }
    for mark in line.marks where mark.time >= from && mark.time <= to {
      mark.mark.draw(at: Point(x: time.x(mark.time), y: middle), accent: run.accent, on: &list)
    }
    list.text(
      line.facts,
      at: Point(x: time.area.right + 9, y: middle + metrics.middleToBaseline(of: .fact)),
      style: .fact, maximumWidth: area.right - time.area.right - 9)
  }

  /// Marks when real machines logged something, and says how often.
  private func drawLog(
    of group: Group, at middle: Double, _ time: TimePlot, _ area: Rect, on list: inout DisplayList
  ) {
    let metrics = time.metrics
    list.text(
      "event log",
      at: Point(x: area.left, y: middle + metrics.middleToBaseline(of: .label)), style: .label,
      maximumWidth: time.area.left - area.left - 6)
    let shown = group.logged.filter { $0 >= from && $0 <= to }
    for moment in shown {
      list.append(
        BacklogLayout.diamond(at: Point(x: time.x(moment), y: middle), group.run.accent.color))
    }
    list.text(
      shown.count == 1 ? "1 entry" : "\(shown.count) entries",
      at: Point(x: time.area.right + 9, y: middle + metrics.middleToBaseline(of: .fact)),
      style: .fact, maximumWidth: area.right - time.area.right - 9)
  }

  /// Says what bars and marks look like that the chart has.
  private func drawKey(
    at baseline: Double, left: Double, metrics: any TextMetrics, on list: inout DisplayList
  ) {
    let lines = groups.flatMap(\.timelines)
    let states = Set(lines.flatMap { $0.spans.map(\.state) })
    let marks = Set(lines.flatMap { $0.marks.map(\.mark) })
    let accent = groups.first?.run.accent ?? .neutral
    var x = left
    for state in AssociationTimeline.Span.State.allCases where states.contains(state) {
      state.draw(
        in: Rect(left: x, top: baseline - 8, right: x + 18, bottom: baseline + 1), accent: accent,
        on: &list)
      let text = state.words(hosts: hosts)
      list.text(text, at: Point(x: x + 23, y: baseline), style: .fact)
      x += 23 + metrics.width(of: text, in: .fact) + 16
    }
    for mark in AssociationTimeline.Mark.allCases where marks.contains(mark) {
      mark.draw(at: Point(x: x + 4, y: baseline - 3.5), accent: accent, on: &list)
      list.text(mark.name, at: Point(x: x + 12, y: baseline), style: .fact)
      x += 12 + metrics.width(of: mark.name, in: .fact) + 16
    }
  }
}

extension AssociationTimeline {
  /// How often a mark occurred.
  func count(of mark: Mark) -> Int {
    zip(Mark.allCases, counts).first { $0.0 == mark }?.1 ?? 0
  }

  /// What stands behind the bar: `28 bind_nak · closed`.
  package var facts: String {
    let naks = count(of: .bindNak)
    let cancels = count(of: .cancel)
    var parts: [String] = []
    if naks > 0 { parts.append("\(naks) bind_nak") }
    if cancels > 0 { parts.append("\(cancels) cancelled") }
    parts.append(ending ?? "not ended")
    return parts.joined(separator: " · ")
  }
}
