import Analysis
import Drawing
import TraceModel

/// What real machines logged, as event logs that were laid on runs say it.
enum LogTables {
  /// Draws a table for each log of a run; nothing if there is none.
  ///
  /// - Parameter run: The run's name, where there are several.
  static func draw(_ logs: [ImportedLog], of run: String?, in flow: inout ReportFlow) {
    for log in logs {
      flow.reserve(60)
      flow.text(
        "Event log \(log.title)" + (run.map { ", laid on \($0)" } ?? ""), style: .section,
        tag: .heading)
      flow.top += 4
      if !log.entries.isEmpty {
        ReportTable(
          columns: [
            .init(title: "time", width: 58, isNumber: true), .init(title: "computer", width: 80),
            .init(title: "type", width: 54), .init(title: "event", width: 36, isNumber: true),
            .init(title: "text", width: 480),
          ],
          rows: log.entries.map { logged in
            [
              logged.time.clockText, logged.computer ?? "–", logged.entry.type.name,
              "\(logged.entry.id)", logged.entry.text,
            ]
          }
        ).draw(in: &flow)
        flow.top += 6
      }
      if let rest = log.restSentence { flow.text(rest, style: .body) }
      flow.top += 12
    }
  }
}
