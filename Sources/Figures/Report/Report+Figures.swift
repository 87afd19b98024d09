import Analysis
import Drawing
package import TraceModel

/// What the figures show, for readers who do not see them: a sentence and a table for each.
extension Report {
  func drawFigures(in flow: inout ReportFlow) {
    startPart(.figures, in: &flow)
    flow.text(
      "Beside a report that is a file lies a folder with all numbers that are drawn, as CSV.",
      style: .body)
    flow.top += 8
    drawFigure(.chart, content.chart.sentence, backlogTable, in: &flow)
    if let chart = content.directions {
      drawFigure(.directions, chart.sentence, Self.directionTable(chart), in: &flow)
    }
    if let chart = content.deliveryTimes {
      drawFigure(.times, chart.sentence, Self.timesTable(chart), in: &flow)
    }
    if let chart = content.associations {
      drawFigure(.associations, chart.sentence, Self.associationTable(chart), in: &flow)
    }
    drawFigure(.sequence, diagram.sentence, rowTable, in: &flow)
  }

  /// The numbers of each figure, by the name of the file that they are written to.
  package var data: [(name: String, table: DataTable)] {
    [("backlog", content.chart.data)]
      + (content.directions.map { [("directions", $0.data)] } ?? [])
      + (content.deliveryTimes.map { [("delivery-times", $0.data)] } ?? [])
      + (content.associations.map { [("associations", $0.data)] } ?? [])
      + [("diagram", diagram.data), ("incidents", incidentData)]
  }

  private func drawFigure(
    _ part: Part, _ sentence: String, _ table: ReportTable, in flow: inout ReportFlow
  ) {
    flow.reserve(90)
    flow.text(part.title, style: .section, tag: .heading)
    flow.top += 3
    flow.text(sentence, style: .body)
    flow.top += 5
    table.draw(in: &flow)
    flow.top += 14
  }

  /// The largest backlog in each of 24 parts of the time.
  private var backlogTable: ReportTable {
    let chart = content.chart
    let parts = 24
    let length = max((chart.to - chart.from).nanoseconds / Int64(parts), 1)
    let most = chart.runs.map { $0.values.maxima(parts: parts, from: chart.from, to: chart.to) }
    return ReportTable(
      rowGap: 2,
      columns: [
        .init(title: "from", width: 60, isNumber: true),
        .init(title: "to", width: 60, isNumber: true),
      ] + chart.runs.map { .init(title: "most waiting, \($0.name)", width: 150, isNumber: true) },
      rows: (0..<parts).map { part in
        let start = chart.from + TraceDuration(nanoseconds: Int64(part) * length)
        let end = start + TraceDuration(nanoseconds: length)
        return [start.clockText, end.clockText] + most.map { "\($0[part])" }
      })
  }

  private static func directionTable(_ chart: BacklogPanels) -> ReportTable {
    ReportTable(
      rowGap: 2,
      columns: [
        .init(title: "direction", width: 220), .init(title: "in words", width: 300),
      ], rows: chart.panels.map { [$0.title, $0.fact] })
  }

  private static func timesTable(_ chart: DeliveryTimeChart) -> ReportTable {
    ReportTable(
      rowGap: 2,
      columns: [
        .init(title: "run", width: 120), .init(title: "messages", width: 70, isNumber: true),
        .init(title: "half within", width: 90, isNumber: true),
        .init(title: "90 % within", width: 90, isNumber: true),
        .init(title: "99 % within", width: 90, isNumber: true),
        .init(title: "slowest", width: 90, isNumber: true),
      ],
      rows: chart.series.map { series in
        let all = series.profile.all
        let worst = series.profile.columns.compactMap { $0?.worst }.max()
        return [series.run.name, "\(all.total)"]
          + [(1, 2), (9, 10), (99, 100)].map { all.quantile($0, of: $1)?.roughText ?? "–" }
          + [worst?.roughText ?? "–"]
      })
  }

  private static func associationTable(_ chart: AssociationChart) -> ReportTable {
    ReportTable(
      rowGap: 2,
      columns: [
        .init(title: "run", width: 120), .init(title: "association", width: 100),
        .init(title: "from", width: 60, isNumber: true),
        .init(title: "to", width: 60, isNumber: true),
        .init(title: "binds", width: 50, isNumber: true),
        .init(title: "refused", width: 60, isNumber: true),
        .init(title: "cancelled", width: 60, isNumber: true), .init(title: "ended", width: 80),
      ],
      rows: chart.groups.flatMap { group in
        group.timelines.map { line in
          [
            group.run.name, line.name, line.start.clockText,
            line.spans.last?.end.clockText ?? "", "\(line.count(of: .bind))",
            "\(line.count(of: .bindNak))", "\(line.count(of: .cancel))",
            line.ending ?? "not ended",
          ]
        }
      })
  }

  /// The rows of the diagram, with a fold as one.
  private var rowTable: ReportTable {
    ReportTable(
      rowGap: 2,
      columns: [
        .init(title: "run", width: 90), .init(title: "time", width: 66, isNumber: true),
        .init(title: "event", width: 46, isNumber: true), .init(title: "from", width: 116),
        .init(title: "to", width: 116), .init(title: "what", width: 262),
      ],
      rows: diagram.data.rows.filter { $0[8].isEmpty || $0[4].isEmpty }.map {
        [$0[0], $0[1], $0[4], $0[5], $0[6], $0[7]]
      })
  }

  private var incidentData: DataTable {
    DataTable(
      columns: [
        "run", "incident", "from (h:mm:ss)", "from (s)", "to (s)", "end", "most waiting",
        "left waiting", "bind_naks",
      ],
      rows: content.incidents.enumerated().flatMap { run, incidents in
        incidents.enumerated().map { index, incident in
          let stall = incident.stall
          return [
            runTitle(run), "\(index + 1)", stall.start.clockText, stall.start.secondsText,
            stall.end.secondsText, stall.endingName, "\(stall.peak)",
            stall.isOpen ? "\(stall.waiting)" : "0",
            "\(incident.events.count { $0.kind == .bindNak })",
          ]
        }
      })
  }
}

extension StepValues {
  /// The greatest value in each of equally long parts of the time.
  package func maxima(parts: Int, from: TraceInstant, to: TraceInstant) -> [UInt32] {
    let length = max((to - from).nanoseconds / Int64(max(parts, 1)), 1)
    var most = [UInt32](repeating: 0, count: parts)
    switch self {
    case .columns(let columns):
      for (index, column) in columns.enumerated() {
        let part = min(index * parts / max(columns.count, 1), parts - 1)
        most[part] = max(most[part], column.maximum)
      }
    case .changes(let initial, let changes):
      var (value, part) = (initial, 0)
      for change in changes + [.init(time: to, value: 0)] {
        let place = min(max(Int((change.time - from).nanoseconds / length), 0), parts - 1)
        // The value before the change lasts up to it, in every part on the way.
        while part <= place {
          most[part] = max(most[part], value)
          if part == place { break }
          part += 1
        }
        value = change.value
        if change.time < to { most[part] = max(most[part], value) }
      }
    }
    return most
  }
}
