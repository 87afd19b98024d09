import Analysis
import TraceModel

/// The incidents of a ticket, with what the MTAs wrote about them into the event log.
extension TicketContent {
  func trouble(rows most: Int) -> [BodyBlock] {
    guard incidents.contains(where: { !$0.isEmpty }) else { return [] }
    var blocks: [BodyBlock] = [.heading("Incidents")]
    for (index, incidents) in incidents.enumerated() where !incidents.isEmpty {
      blocks.append(.paragraph([.strong(runTitle(index))]))
      blocks += table(
        [
          "#", "from", "to", "length", "end", "peak", "left", "naks", "what led to it",
        ], numbers: [0, 1, 2, 3, 5, 6, 7], rows: rows(of: incidents), most: most,
        noun: "incidents")
      let entries = incidents.enumerated().flatMap { rows(of: $1.entries, in: $0 + 1) }
      if !entries.isEmpty {
        blocks += table(
          ["#", "times", "first", "last", "event", "text"], numbers: [0, 1, 2, 3, 4],
          rows: entries, most: most, noun: "event log entries")
      }
    }
    return blocks
  }

  /// `NT 4.0 SP3, run 1`.
  private func runTitle(_ index: Int) -> String {
    let (name, number) = (contrast.longNames[index], contrast.runs[index].number)
    return name.hasSuffix("(run \(number))") ? name : "\(name), run \(number)"
  }

  private func rows(of incidents: [Incident]) -> [[String]] {
    incidents.enumerated().map { index, incident in
      let stall = incident.stall
      return [
        "\(index + 1)", stall.start.clockText, stall.end.clockText, stall.duration.exactText,
        stall.endingName, "\(stall.peak)", stall.isOpen ? "\(stall.waiting)" : "0",
        "\(stall.naks)", contrast.causeText(of: incident),
      ]
    }
  }

  /// Entries of an incident: equal ones once.
  private func rows(of entries: [LoggedEntry], in incident: Int) -> [[String]] {
    LoggedEntry.folded(entries).map { folded in
      [
        "\(incident)", "\(folded.count)", folded.first.event.time.clockText,
        folded.last.clockText, "\(folded.first.entry.id)", folded.first.entry.text,
      ]
    }
  }

  /// What real machines logged, as event logs that were laid on the runs say it.
  func logs(rows most: Int) -> [BodyBlock] {
    contrast.runs.enumerated().flatMap { index, run in
      run.logs.flatMap { log -> [BodyBlock] in
        let place = diagnosis == nil ? ", laid on \(runTitle(index))" : ""
        let rows = log.entries.map { logged in
          [
            logged.time.clockText, logged.computer ?? "–", "\(logged.entry.id)",
            logged.entry.text,
          ]
        }
        return [.heading("Event log \(log.title)\(place)")]
          + table(
            ["time", "computer", "event", "text"], numbers: [0, 2], rows: rows, most: most,
            noun: "entries")
          + (log.restSentence.map { [.paragraph([.text($0)])] } ?? [])
      }
    }
  }

  /// A table, and how many rows it leaves out.
  private func table(
    _ titles: [String], numbers: Set<Int>, rows: [[String]], most: Int, noun: String
  ) -> [BodyBlock] {
    let shown = Array(rows.prefix(most))
    let table: [BodyBlock] =
      shown.isEmpty ? [] : [.table(titles: titles, numbers: numbers, rows: shown)]
    guard shown.count < rows.count else { return table }
    return table + [
      .paragraph([
        .text("\(rows.count - shown.count) of \(rows.count) \(noun) are left out here; "),
        .code("report.pdf"), .text(" has all of them."),
      ])
    ]
  }
}
