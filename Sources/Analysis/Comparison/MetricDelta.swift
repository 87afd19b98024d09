import TraceModel
import TraceStore

/// A metric in which two runs differ.
package struct MetricDelta: Sendable {
  package var metric: Metric
  /// `backlog.max`, or `log.9316`.
  package var name: String
  /// The value in the one run; `nil` if it has none.
  package var one: MetricValue?
  package var other: MetricValue?

  /// By how much the other run's is more, exactly in the metric's unit: `-3`, `+12.5`; `nil` if one
  /// of them has none.
  package var change: String? {
    guard let one, let other else { return nil }
    let change = other.billionths - one.billionths
    return (change > 0 ? "+" : "") + MetricValue.decimal(change)
  }
}

extension RunComparison {
  /// The metrics of both runs, those of a direction of the one that pictures of the one run draw.
  ///
  /// - Returns: Those that differ, in the order of ``Metric/all``, and how many are equal.
  /// - Throws: `TraceStoreError`.
  package func metricDeltas() throws -> (differing: [MetricDelta], equal: Int) {
    // Runs of one trace are summed up together, since each is named beside the other.
    let tables =
      try one.reader === other.reader
      ? one.analysis.metricTables(of: [one.run, other.run])
      : [one, other].flatMap { try $0.analysis.metricTables(of: [$0.run]) }
    var (differing, equal) = ([MetricDelta](), 0)
    var seen: Set<String> = []
    let rows = tables[0].rows + tables[1].rows
    let order = Metric.all.map(\.name)
    let inOrder = rows.enumerated().sorted { a, b in
      let places = [a, b].map { order.firstIndex(of: $0.element.metric.name) ?? order.count }
      return (places[0], a.offset) < (places[1], b.offset)
    }
    for row in inOrder.map(\.element) where seen.insert(row.name).inserted {
      let link = row.metric.subject == .direction ? tables[0].link : nil
      let values = tables.map { $0.row(named: row.name, of: link)?.value }
      if values[0] == values[1] {
        equal += 1
      } else {
        differing.append(
          MetricDelta(metric: row.metric, name: row.name, one: values[0], other: values[1]))
      }
    }
    return (differing, equal)
  }
}
