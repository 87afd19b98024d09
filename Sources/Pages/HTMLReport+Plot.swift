import Analysis
import Figures
import TraceModel

/// What lies over time: as a picture, as a table, and as data from which the script draws it.
extension HTMLReport {
  /// More bars than these are more than anyone looks through.
  static let mostBars = 200

  var plotTitle: String {
    switch content.plot {
    case .backlog: "Messages waiting over time"
    case .associations:
      content.capture == nil ? "The associations over time" : "The connections over time"
    }
  }

  var plot: HTML {
    """
    <div id="plot-controls" class="controls" role="group" aria-label="Time shown" hidden>
    <button type="button" data-do="in">Zoom in</button>
    <button type="button" data-do="out">Zoom out</button>
    <button type="button" data-do="back" aria-label="Earlier">←</button>
    <button type="button" data-do="on" aria-label="Later">→</button>
    <button type="button" data-do="all">Show all</button>
    <output id="range" aria-live="polite"></output>
    </div>
    <div id="plot"></div>
    <p id="readout" hidden></p>
    <noscript>\(pictures)</noscript>
    <details id="plot-keys" hidden><summary>Mouse and keys</summary>
    <p>Drag over the chart to see a part of the time; double-click it to see all. The wheel zooms \
    while Ctrl is held or once the chart has been clicked. With the keyboard, Tab leads to the \
    chart: <kbd>←</kbd> and <kbd>→</kbd> move the cursor, with <kbd>Shift</kbd> the time shown; \
    <kbd>↑</kbd> and <kbd>↓</kbd> go to the row before and after in the diagram; <kbd>+</kbd> and \
    <kbd>−</kbd> zoom, <kbd>Home</kbd> and <kbd>End</kbd> go to the ends, <kbd>Esc</kbd> shows \
    all.</p></details>
    <p class="caption">\(sentence)</p>
    \(precision)
    \(plotTable)
    """
  }

  private var pictures: HTML {
    let images = content.pictures.enumerated().map { index, octets -> HTML in
      let alternative = index == 0 ? sentence : "\(plotTitle), continued"
      let source = "data:image/png;base64," + Base64.text(of: octets)
      return "<img class=\"picture\" alt=\"\(alternative)\" src=\"\(source)\">"
    }
    let (shown, count) = (content.pictures.count, content.pictureCount)
    guard shown < count else { return HTML(images) }
    return """
      \(images)
      <p>These are the first \(shown) of \(count) pictures; “mtatrace chart” draws all.</p>
      """
  }

  /// How much of the trace the chart knows, if that is not all.
  private var precision: HTML? {
    switch content.plot {
    case .backlog(let chart):
      guard chart.runs.contains(where: { !$0.values.isExact }) else { return nil }
      let parts = chart.runs.map(\.values.columnCount).max() ?? 1
      let length = TraceDuration(
        nanoseconds: (chart.to - chart.from).nanoseconds / Int64(max(parts, 1)))
      return """
        <p class="muted">The backlog changes too often for this page to hold every change: it \
        holds the least and the most of each \(length.roughText), so that no peak is lost. \
        “mtatrace chart --between” draws shorter stretches exactly.</p>
        """
    case .associations(let chart):
      let count = chart.groups.map(\.timelines.count).reduce(0, +)
      guard count > Self.mostBars else { return nil }
      return "<p class=\"muted\">The first \(Self.mostBars) of \(count) are drawn.</p>"
    }
  }

  /// The largest backlog in each of 24 parts of the time.
  private var plotTable: HTML? {
    guard case .backlog(let chart) = content.plot else { return nil }
    let parts = 24
    let length = max((chart.to - chart.from).nanoseconds / Int64(parts), 1)
    let most = chart.runs.map { $0.values.maxima(parts: parts, from: chart.from, to: chart.to) }
    let table = PageTable(
      "The most messages waiting in each of \(parts) parts of the time",
      columns: [
        .init(title: "from", isNumber: true, isHeading: true), .init(title: "to", isNumber: true),
      ]
        + chart.runs.map { .init(title: $0.name, isNumber: true, accent: $0.accent.name) },
      rows: (0..<parts).map { part in
        let start = chart.from + TraceDuration(nanoseconds: Int64(part) * length)
        let end = start + TraceDuration(nanoseconds: length)
        return [start.clockText, end.clockText] + most.map { "\($0[part])" }
      })
    return "<details><summary>The chart as a table</summary>\(table.html)</details>"
  }

  var plotData: ScriptData {
    switch content.plot {
    case .backlog(let chart): data(of: chart)
    case .associations(let chart): data(of: chart)
    }
  }

  private func data(of chart: BacklogChart.Content) -> ScriptData {
    .object([
      ("kind", .string("backlog")), ("from", .integer(chart.from.microseconds)),
      ("to", .integer(chart.to.microseconds)), ("threshold", .optional(chart.threshold)),
      ("sentence", .string(chart.sentence)), ("runs", .array(chart.runs.map(data))),
      (
        "strips",
        .array(
          chart.strips.map { strip in
            .object([
              ("name", .string(strip.name)), ("mark", .string(strip.mark.name)),
              ("times", .array(strip.runs.map { Self.steps($0.times) })),
              ("counts", .numbers(strip.runs.map(\.count))),
            ])
          })
      ),
      (
        "bands",
        .array(
          chart.bands.map {
            .array([
              .integer($0.start.microseconds), .integer($0.end.microseconds), .string($0.label),
            ])
          })
      ),
    ])
  }

  private func data(of run: BacklogChart.Series) -> ScriptData {
    let values: [(name: String, value: ScriptData)] =
      switch run.values {
      case .changes(let initial, let changes):
        [
          ("first", .integer(Int64(initial))), ("times", Self.steps(changes.map(\.time))),
          ("values", .numbers(changes.map(\.value))),
        ]
      case .columns(let columns):
        [
          (
            "columns",
            .numbers(columns.flatMap { [$0.first, $0.minimum, $0.maximum, $0.last] })
          )
        ]
      }
    return .object(
      [
        ("name", .string(run.name)), ("short", .string(run.shortName)),
        ("accent", .string(run.accent.name)), ("facts", .strings(run.facts)),
        ("end", .optional(run.end?.microseconds)),
        ("deliveries", Self.steps(run.deliveries)),
        (
          "stalls",
          .array(
            run.stalls.map {
              .array([
                .integer($0.start.microseconds), .integer($0.end.microseconds),
                .string("stalled \($0.length)" + ($0.isOpen ? ", still waiting" : "")),
              ])
            })
        ),
      ] + values)
  }

  private func data(of chart: AssociationChart) -> ScriptData {
    var room = Self.mostBars
    let groups = chart.groups.map { group -> ScriptData in
      let lines = group.timelines.prefix(room)
      room -= lines.count
      return .object([
        ("name", .string(group.run.name)), ("short", .string(group.run.shortName)),
        ("accent", .string(group.run.accent.name)),
        ("lines", .array(lines.map(Self.data))),
      ])
    }
    return .object([
      ("kind", .string("bars")), ("from", .integer(chart.from.microseconds)),
      ("to", .integer(chart.to.microseconds)), ("sentence", .string(chart.sentence)),
      (
        "states",
        .array(
          AssociationTimeline.Span.State.allCases.map { state in
            .strings([state.name, state.words(hosts: chart.hosts)])
          })
      ), ("marks", .strings(AssociationTimeline.Mark.allCases.map(\.name))),
      ("groups", .array(groups)),
    ])
  }

  private static func data(of line: AssociationTimeline) -> ScriptData {
    let states = AssociationTimeline.Span.State.allCases
    let marks = AssociationTimeline.Mark.allCases
    return .object([
      ("name", .string(line.name)), ("facts", .string(line.facts)),
      (
        "spans",
        .array(
          line.spans.map { span in
            .numbers([
              Int64(states.firstIndex(of: span.state) ?? 0), span.start.microseconds,
              span.end.microseconds,
            ])
          })
      ),
      (
        "marks",
        .array(
          line.marks.map { mark in
            .numbers([Int64(marks.firstIndex(of: mark.mark) ?? 0), mark.time.microseconds])
          })
      ),
    ])
  }

  /// Moments as the steps between them, which take up less.
  static func steps(_ times: [TraceInstant]) -> ScriptData {
    var last: Int64 = 0
    return .numbers(
      times.map { time in
        defer { last = time.microseconds }
        return time.microseconds - last
      })
  }
}

extension BacklogChart.Strip.Mark {
  fileprivate var name: String {
    switch self {
    case .triangleDown: "down"
    case .triangleUp: "up"
    case .cross: "cross"
    case .diamond: "diamond"
    }
  }
}
