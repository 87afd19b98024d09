import Analysis
import Drawing
import TraceModel

/// What a report says of trouble that few scenarios have: nothing where there is none.
extension Report {
  /// Rows of the table of numbers for what is counted: refused binds and openings always, since
  /// their absence says something too, and what else happened in any of the runs.
  var countRows: [[String]] {
    let chosen = content.contrast.chosen
    func row(_ title: String, _ value: (LinkSummary) -> Int) -> [[String]] {
      let values = chosen.map(value)
      return values.allSatisfy { $0 == 0 } ? [] : [[title] + values.map { "\($0)" }]
    }
    let statuses = Set(chosen.flatMap { $0.trouble.failedCalls.map(\.code) }).sorted()
    let naks = ["binds refused (bind_nak)"] + chosen.map { "\($0.naks)" }
    let openings = ["associations opened"] + chosen.map { "\($0.openings)" }
    return row("rescues at the threshold") { $0.rescues }
      + row("strands") { $0.strands } + [naks] + row("groups misfiled") { $0.misfiled }
      + [openings] + row("messages given up") { $0.nonDelivered }
      + row("turn requests unanswered") { $0.trouble.unansweredTurnRequests }
      + row("calls cancelled (co_cancel)") { $0.cancels }
      + row("calls orphaned") { $0.trouble.orphaned }
      + statuses.flatMap { status in
        row("calls failed with \(status)") { summary in
          summary.trouble.failedCalls.first { $0.code == status }?.count ?? 0
        }
      }
      + row("connections reset") { $0.trouble.resets }
      + row("associations lost") { $0.trouble.lost }
      + row("associations recovered") { $0.trouble.recovered }
      + row("duplicates recognised") { $0.trouble.duplicates }
  }

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
        ] + counts.map { $0.cells[index] } + [causeText(of: incident)]
      })
  }

  private struct IncidentColumn {
    var column: ReportTable.Column
    var cells: [String]
  }

  /// The misfiling that an incident leads back to, what disturbed it from outside, and what was
  /// opened to get out of it.
  private func causeText(of incident: Incident) -> String {
    var parts: [String] = []
    if let cause = incident.cause, let group = cause.group {
      let addresses = content.contrast.runs.first?.header.hosts ?? []
      let host = Int(cause.host.rawValue)
      let address = cause.code.flatMap { code in
        addresses.indices.contains(host) && addresses[host].addresses.indices.contains(Int(code))
          ? addresses[host].addresses[Int(code)].shortName : nil
      }
      let digits = String(group, radix: 16, uppercase: true)
      parts.append(
        "group 0x\(digits) filed under \(address ?? "another address") "
          + "at \(cause.time.clockText) (event \(cause.sequence.rawValue))")
    }
    if let run = content.contrast.runs.first {
      parts += incident.disturbances.map {
        "\($0.text(of: run)) from \($0.start.clockText) to \($0.end.clockText)"
      }
    }
    if !incident.stall.openings.isEmpty {
      let ids = incident.stall.openings.map { "\($0.rawValue)" }.joined(separator: ", ")
      parts.append("opened meanwhile: association \(ids)")
    }
    return parts.isEmpty ? "–" : parts.joined(separator: "; ")
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
