import Analysis
import Drawing
import TraceModel

extension BacklogChart.Content {
  /// What the chart shows, in a sentence for a reader who does not see it.
  package var sentence: String {
    let parts = runs.map { run in
      let facts = run.facts.joined(separator: ", ")
      guard let longest = run.stalls.max(by: { $0.end - $0.start < $1.end - $1.start }) else {
        return "\(run.name) never queues more than \(run.values.maximum): \(facts)"
      }
      let stalls = run.stalls.count == 1 ? "once" : "\(run.stalls.count) times"
      return "\(run.name) stalls \(stalls), for \(longest.length) at most, with up to "
        + "\(run.values.maximum) messages waiting: \(facts)"
    }
    return "\(headline). \(parts.joined(separator: "; "))."
  }

  /// The points of the lines.
  package var data: DataTable {
    DataTable(
      columns: ["run", "time (h:mm:ss)", "time (s)", "least waiting", "most waiting"],
      rows: runs.flatMap { run in
        run.values.rows(from: from, to: run.end ?? to).map { [run.name] + $0 }
      })
  }
}
