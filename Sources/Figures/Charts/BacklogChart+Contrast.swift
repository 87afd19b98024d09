package import Analysis
package import TraceModel

extension BacklogChart.Content {
  /// How finely it knows what it shows.
  package struct Detail: Sendable {
    /// The most changes that are drawn one by one; longer lines are drawn in columns.
    var mostChanges: Int
    /// Into how many parts time is divided where not everything can be told apart.
    var columns: Int

    /// More than a picture has pixels beside each other, so that a column is never wider than one.
    package static let picture = Detail(mostChanges: 4_000, columns: 2_400)
    /// Enough for a page that zooms, and at most some hundred kilobytes of it.
    package static let zoom = Detail(mostChanges: 16_000, columns: 12_000)
  }

  /// The chart of a contrast.
  ///
  /// - Parameters:
  ///   - detail: How finely it knows what it shows.
  ///   - window: The time to show; the whole runs if it is `nil`.
  ///   - headline: What replaces the finding.
  ///   - note: A line of the user's own.
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package init(
    _ contrast: Contrast, in analysis: TraceAnalysis, provenance: Provenance,
    detail: Detail = .picture, window: ClosedRange<TraceInstant>? = nil, headline: String? = nil,
    note: String? = nil
  ) throws {
    let from = window?.lowerBound ?? .start
    let latest = contrast.runs.map(\.end).max() ?? .start
    let to = max(
      window?.upperBound ?? latest, TraceInstant(nanoseconds: from.nanoseconds + 1))
    let runs = contrast.runs
    let strips = try runs.map {
      try analysis.strips(
        of: $0.run, on: contrast.link, columns: detail.columns, from: from, to: to)
    }
    let accents = Accent.accents(of: contrast.variants)
    var series: [BacklogChart.Series] = []
    for (index, run) in runs.enumerated() {
      let summary = contrast.chosen[index]
      let end = max(from, min(to, run.end))
      series.append(
        BacklogChart.Series(
          name: contrast.longNames[index], shortName: contrast.names[index],
          accent: accents[index], facts: summary.facts,
          values: try Self.values(
            of: analysis.backlog(of: run.run, on: contrast.link), from: from, to: end,
            detail: detail),
          end: end < to ? end : nil,
          stalls: summary.stalls.filter { $0.start < to && $0.end > from }.map {
            BacklogChart.Stall(
              start: $0.start, end: $0.end, length: $0.duration.roughText, isOpen: $0.isOpen)
          },
          deliveries: strips[index].deliveries))
    }
    let spot = max((to - from).nanoseconds / Int64(detail.columns), 1)
    let shown = window == nil ? "" : " · shown: \(from.clockText) – \(to.clockText)"
    self.init(
      headline: headline ?? contrast.headline, subtitle: contrast.subtitle + shown, note: note,
      provenance: provenance, from: from, to: to, threshold: contrast.threshold, runs: series,
      strips: [
        Self.strip("bind_nak", .triangleDown, strips.map(\.naks), spot: spot),
        Self.strip("cancel", .cross, strips.map(\.cancels), spot: spot),
        Self.strip("new association", .triangleUp, strips.map(\.openings), spot: spot),
      ] + Self.logged(runs, from: from, to: to, spot: spot),
      bands: Self.bands(contrast, from: from, to: to))
  }

  /// What real machines logged in the time shown, if event logs were laid on the runs.
  private static func logged(
    _ runs: [RunSummary], from: TraceInstant, to: TraceInstant, spot: Int64
  ) -> [BacklogChart.Strip] {
    guard runs.contains(where: { !$0.logs.isEmpty }) else { return [] }
    let times = runs.map { run in
      run.logs.flatMap(\.entries).map(\.time).filter { $0 >= from && $0 <= to }.sorted()
    }
    return [strip("event log", .diamond, times, spot: spot)]
  }

  /// What disturbed the direction in the time shown: once if it was the same for all runs, else
  /// with the name of the run.
  private static func bands(
    _ contrast: Contrast, from: TraceInstant, to: TraceInstant
  ) -> [BacklogChart.Band] {
    let all = contrast.runs.map { run in
      run.disturbances.filter { $0.concerns(contrast.link) && $0.start < to && $0.end > from }
    }
    guard let first = all.first else { return [] }
    let isSame = all.allSatisfy { $0 == first }
    return zip(contrast.names, zip(contrast.runs, all)).prefix(isSame ? 1 : all.count).flatMap {
      name, run in
      run.1.map {
        BacklogChart.Band(
          start: $0.start, end: $0.end,
          label: (isSame ? "" : "\(name): ") + $0.label(of: run.0))
      }
    }
    .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  private static func values(
    of backlog: Backlog, from: TraceInstant, to: TraceInstant, detail: Detail
  ) throws -> StepValues {
    if let changes = try backlog.changes(from: from, to: to, limit: detail.mostChanges) {
      return .changes(initial: try backlog.value(before: from), changes)
    }
    return .columns(try backlog.columns(from: from, to: to, count: detail.columns))
  }

  /// Marks that lie on the same spot of the widest picture are drawn once, and all are counted.
  private static func strip(
    _ name: String, _ mark: BacklogChart.Strip.Mark, _ times: [[TraceInstant]], spot: Int64
  ) -> BacklogChart.Strip {
    BacklogChart.Strip(
      name: name, mark: mark,
      runs: times.map { times in
        var drawn: [TraceInstant] = []
        for time in times where drawn.last.map({ (time - $0).nanoseconds >= spot }) ?? true {
          drawn.append(time)
        }
        return BacklogChart.Occurrences(times: drawn, count: times.count)
      })
  }
}

extension Contrast {
  /// The queue length at which another association is opened; `nil` if the runs have none in
  /// common.
  var threshold: UInt32? {
    let values = runs.map { $0.header.value(of: "mta.threshold").flatMap { UInt32($0) } }
    guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}

extension LinkSummary {
  /// `672 delivered, 7 waiting` and `p99 6 m 15 s`; on one line where nothing waits.
  var facts: [String] {
    var counts = "\(delivered) delivered"
    if waiting > 0 { counts += ", \(waiting) waiting" }
    if nonDelivered > 0 { counts += ", \(nonDelivered) given up" }
    guard let times = deliveryTime else { return [counts] }
    let p99 = "p99 \(times.p99.exactText)"
    return waiting == 0 && nonDelivered == 0 ? ["\(counts) · \(p99)"] : [counts, p99]
  }
}
