import Analysis
import Drawing
import TraceModel

/// What a report says of trouble that few scenarios have: nothing where there is none.
extension Report {
  /// The incidents of a run, one a row; columns that are empty throughout are left out.
  func incidentTable(_ incidents: [Incident]) -> ReportTable {
    func count(_ title: String, width: Double, _ value: (Incident) -> Int) -> IncidentColumn? {
      let values = incidents.map(value)
      guard title == "naks" || values.contains(where: { $0 > 0 }) else { return nil }
      return IncidentColumn(
        column: .init(title: title, width: width, isNumber: true), cells: values.map { "\($0)" })
    }
    let counts = [
      count("naks", width: 32) { $0.stall.naks },
      count("cancels", width: 40) { $0.cancels },
      count("turn asked", width: 52) { $0.turnRequests },
    ].compactMap { $0 }
    let extra = counts.dropFirst().map { $0.column.width + ReportTable.cellGap }.reduce(0, +)
    return ReportTable(
      columns: [
        .init(title: "#", width: 16, isNumber: true),
        .init(title: "from", width: 50, isNumber: true),
        .init(title: "to", width: 50, isNumber: true),
        .init(title: "length", width: 66, isNumber: true), .init(title: "end", width: 50),
        .init(title: "peak", width: 32, isNumber: true),
        .init(title: "left", width: 32, isNumber: true),
      ] + counts.map(\.column) + [.init(title: "what led to it", width: 300 - extra)],
      rows: incidents.enumerated().map { index, incident in
        let stall = incident.stall
        return [
          "\(index + 1)", stall.start.clockText, stall.end.clockText, stall.duration.exactText,
          stall.endingName, "\(stall.peak)", stall.isOpen ? "\(stall.waiting)" : "0",
        ] + counts.map { $0.cells[index] } + [content.contrast.causeText(of: incident)]
      })
  }

  private struct IncidentColumn {
    var column: ReportTable.Column
    var cells: [String]
  }

  /// What disturbed the direction from outside, for each run or once if it was the same for all.
  func drawDisturbances(in flow: inout ReportFlow) {
    let link = content.contrast.link
    let all = content.contrast.runs.map { run in
      run.disturbances.filter { $0.concerns(link) }
    }
    guard all.contains(where: { !$0.isEmpty }), let first = all.first else { return }
    let isSame = all.allSatisfy { $0 == first }
    for (index, disturbances) in (isSame ? [first] : all).enumerated() where !disturbances.isEmpty {
      let whose = isSame ? "" : ", \(runTitle(index))"
      flow.reserve(60)
      flow.text(
        "What disturbed this direction from outside\(whose)", style: .section, tag: .heading)
      flow.top += 4
      let run = content.contrast.runs[index]
      ReportTable(
        columns: [
          .init(title: "from", width: 50, isNumber: true),
          .init(title: "to", width: 50, isNumber: true),
          .init(title: "length", width: 66, isNumber: true), .init(title: "what", width: 520),
        ],
        rows: disturbances.map {
          [
            $0.start.clockText, $0.end.clockText, $0.duration.exactText, $0.text(of: run),
          ]
        }
      ).draw(in: &flow)
      flow.top += 14
    }
  }
}
