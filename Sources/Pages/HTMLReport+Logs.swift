import Analysis
import TraceModel

/// What real machines logged, as event logs that were laid on runs say it.
extension HTMLReport {
  /// A table for each log; nothing if there is none.
  var logs: HTML? {
    let tables = content.contrast.runs.enumerated().flatMap { index, run in
      run.logs.map { table(of: $0, run: content.capture == nil ? index : nil) }
    }
    return tables.isEmpty ? nil : HTML(tables)
  }

  private func table(of log: ImportedLog, run: Int?) -> HTML {
    let place = run.map { ", laid on \(runTitle($0))" } ?? ""
    let columns: [PageTable.Column] = [
      .init(title: "time", isNumber: true, isHeading: true), .init(title: "computer"),
      .init(title: "type"), .init(title: "event", isNumber: true), .init(title: "text"),
    ]
    let table = PageTable(
      "Event log \(log.title)\(place)", columns: columns,
      cells: log.entries.map { logged in
        [
          moment(logged.time, text: logged.time.clockText), "\(logged.computer ?? "–")",
          "\(logged.entry.type.name)", "\(logged.entry.id)", "\(logged.entry.text)",
        ]
      }
    ).html
    return """
      \(table)
      \(log.restSentence.map { HTML.paragraph($0) })
      """
  }
}
