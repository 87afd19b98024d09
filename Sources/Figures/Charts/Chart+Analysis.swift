package import Analysis
package import TraceModel

/// What charts of a contrast are made of.
package struct ChartSubject {
  let analysis: TraceAnalysis
  let contrast: Contrast
  let provenance: Provenance
  let from: TraceInstant
  let to: TraceInstant
  let isWindow: Bool
  let headline: String?
  let note: String?

  /// - Parameters:
  ///   - window: The time to show; the whole runs if it is `nil`.
  ///   - headline: What replaces the finding.
  ///   - note: A line of the user's own.
  package init(
    _ contrast: Contrast, in analysis: TraceAnalysis, provenance: Provenance,
    window: ClosedRange<TraceInstant>?, headline: String?, note: String?
  ) {
    self.analysis = analysis
    self.contrast = contrast
    self.provenance = provenance
    let latest = contrast.runs.map(\.end).max() ?? .start
    from = window?.lowerBound ?? .start
    to = max(
      window?.upperBound ?? latest, TraceInstant(nanoseconds: from.nanoseconds + 1_000_000))
    isWindow = window != nil
    self.headline = headline
    self.note = note
  }

  private var runs: [ChartRun] {
    zip(contrast.variants, Accent.accents(of: contrast.variants)).map {
      ChartRun(name: $0.long, shortName: $0.short, accent: $1)
    }
  }

  private var isCapture: Bool { contrast.runs.first?.run.header.source == .capture }

  /// What a clock showed when a capture began, in nanoseconds since midnight UTC.
  private var clock: Int64? {
    guard isCapture, let start = contrast.runs.first?.run.header.captureStart else { return nil }
    let rest = start.nanoseconds % 86_400_000_000_000
    return rest < 0 ? rest + 86_400_000_000_000 : rest
  }

  private func heading(_ finding: String, _ measured: String) -> ChartHeading {
    let link = contrast.chosen.first
    var parts = [measured]
    if let link { parts[0] += " from \(link.fromName) to \(link.toName)" }
    if let header = contrast.runs.first?.run.header {
      parts.append(isCapture ? "capture \(header.scenario)" : "scenario \(header.scenario)")
      if let start = header.captureStart, isCapture {
        parts.append("began \(start.text)")
      } else {
        parts.append("seed \(header.seed)")
      }
    }
    if isWindow { parts.append("shown: \(from.clockText) – \(to.clockText)") }
    return ChartHeading(
      headline: headline ?? finding, subtitle: parts.joined(separator: " · "), note: note,
      provenance: provenance)
  }

  /// How often mail is delivered and binds are refused; of a capture, how often is bound, refused
  /// and asked.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func rates() throws -> RateChart {
    let bin = EventRates.bin(of: to - from, most: 240)
    let subjects: [EventRates.Subject] =
      isCapture ? [.binds, .refusedBinds, .requests] : [.deliveries, .refusedBinds]
    let rates = try contrast.runs.map {
      try analysis.rates(
        of: $0.run, on: contrast.link, subjects: subjects, bin: bin, from: from, to: to)
    }
    let panels = subjects.enumerated().map { index, subject in
      RateChart.Panel(
        title: "\(subject.name) per \(bin.unitText)", counts: rates.map { $0.counts[index] })
    }
    let clauses = zip(contrast.names, zip(contrast.chosen, rates)).map { name, facts in
      let totals = facts.1.counts.map { $0.reduce(0, +) }
      if isCapture { return "\(totals[0]) binds, \(totals[1]) of them refused" }
      let most = facts.1.counts[0].max() ?? 0
      guard let stall = facts.0.longestStall else {
        return "\(name) delivers up to \(most) messages a \(bin.unitText)"
      }
      return "\(name) delivers nothing for \(stall.duration.roughText)"
    }
    return RateChart(
      heading: heading(clauses.joined(separator: "; "), isCapture ? "PDUs" : "Messages and binds"),
      from: from, to: to, clock: clock, bin: bin, runs: runs, panels: panels)
  }

  /// How long messages take over time.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func deliveryTimes() throws -> DeliveryTimeChart {
    let profiles = try profiles(columns: 120)
    let clauses = zip(contrast.names, profiles).map { name, profile in
      let worst = profile.columns.compactMap { $0?.worst }.max()
      return worst.map { "\(name) takes up to \($0.roughText) for a message" }
        ?? "\(name) delivers nothing"
    }
    return DeliveryTimeChart(
      heading: heading(
        clauses.joined(separator: "; "),
        "Median, middle 80 % (band) and slowest (dots) of the messages"), from: from,
      to: to,
      series: zip(runs, profiles).map { DeliveryTimeChart.Series(run: $0, profile: $1) })
  }

  /// Which share of messages arrives within which time.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func distribution() throws -> DistributionChart {
    let profiles = try profiles(columns: 1)
    let clauses = zip(contrast.names, profiles).map { name, profile in
      profile.all.quantile(99, of: 100).map { "within \($0.roughText) with \(name)" }
        ?? "never with \(name)"
    }
    return DistributionChart(
      heading: heading(
        "99 % of the messages arrive \(clauses.joined(separator: ", "))", "Delivery times"),
      series: zip(runs, profiles).map { DistributionChart.Series(run: $0, times: $1.all) })
  }

  private func profiles(columns: Int) throws -> [DeliveryProfile] {
    try contrast.runs.map {
      try analysis.deliveryProfile(
        of: $0.run, on: contrast.link, columns: columns, from: from, to: to)
    }
  }

  /// What became of each association, or of each connection of a capture.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func associations() throws -> AssociationChart {
    let groups = try zip(runs, contrast.runs).map { run, summary in
      AssociationChart.Group(
        run: run,
        timelines: try analysis.associationTimelines(
          of: summary.run, on: contrast.link, from: from, to: to),
        logged: summary.logs.flatMap(\.entries).map(\.time).sorted())
    }
    let noun = isCapture ? "connections" : "associations"
    let clauses = zip(contrast.names, groups).map { name, group in
      let refused = group.timelines.count { $0.count(of: .bindNak) > 0 }
      let naks = group.timelines.map { $0.count(of: .bindNak) }.reduce(0, +)
      let count = "\(group.timelines.count) \(noun)"
      let finding =
        refused == 0
        ? "none of \(count) refuses a bind"
        : "\(refused) of \(count) \(refused == 1 ? "refuses" : "refuse") binds, \(naks) in all"
      return isCapture ? finding : "\(name): \(finding)"
    }
    let names = contrast.chosen.first.map { [$0.fromName, $0.toName] } ?? []
    return AssociationChart(
      heading: heading(
        clauses.joined(separator: "; ").capitalizedFirst, isCapture ? "Connections" : "Associations"
      ),
      from: from, to: to, clock: clock, groups: groups, hosts: names)
  }

  /// The backlogs of several directions, on the same axes.
  ///
  /// - Parameters:
  ///   - links: The directions, or `nil` for all that had mail.
  ///   - most: How many of them, those with the longest stalls; `nil` for all.
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func panels(of links: [Link]?, most: Int? = nil) throws -> BacklogPanels {
    let all = links ?? Set(contrast.runs.flatMap(\.links).map(\.link)).sorted()
    func stall(_ link: Link) -> TraceDuration {
      contrast.runs.map { $0[link].longestStall?.duration ?? .zero }.max() ?? .zero
    }
    func peak(_ link: Link) -> UInt32 { contrast.runs.map { $0[link].peakBacklog }.max() ?? 0 }
    let sorted = all.sorted { (stall($1), peak($1), $0) < (stall($0), peak($0), $1) }
    let panels = try sorted.prefix(most ?? .max).map { link in
      let summary = contrast.runs.first?[link]
      return BacklogPanels.Panel(
        title: "\(summary?.fromName ?? "") → \(summary?.toName ?? "")",
        fact: stall(link) > .zero
          ? "stalled up to \(stall(link).roughText), up to \(peak(link)) waiting"
          : "never stalled, up to \(peak(link)) waiting",
        values: try contrast.runs.map {
          .columns(
            try analysis.backlog(of: $0.run, on: link).columns(from: from, to: to, count: 400))
        })
    }
    let stalling = sorted.count { stall($0) > .zero }
    let worst = sorted.first.flatMap { stall($0) > .zero ? panels.first : nil }
    let finding =
      "\(stalling == 0 ? "None" : "\(stalling)") of \(sorted.count) directions stall"
      + (worst.map { "; \($0.title) \($0.fact)" } ?? "")
    var heading = heading(finding, "Messages waiting")
    heading.subtitle = heading.subtitle.replacing(
      " from \(contrast.chosen.first?.fromName ?? "") to \(contrast.chosen.first?.toName ?? "")",
      with: panels.count < sorted.count
        ? ", the \(panels.count) of \(sorted.count) directions with the longest stalls"
        : ", a panel for each direction, all with the same axes")
    return BacklogPanels(heading: heading, from: from, to: to, runs: runs, panels: panels)
  }
}

extension EventRates.Subject {
  /// What is counted, in the plural.
  fileprivate var name: String {
    switch self {
    case .deliveries: "deliveries"
    case .refusedBinds: "bind_naks"
    case .binds: "binds"
    case .requests: "requests"
    }
  }
}

extension TraceDuration {
  /// What a rate is per: `minute`, `10 min`.
  fileprivate var unitText: String {
    switch nanoseconds {
    case 1_000_000_000: "second"
    case 60_000_000_000: "minute"
    case 3_600_000_000_000: "hour"
    default: roughText
    }
  }
}

extension String {
  /// The text with a capital at its beginning.
  fileprivate var capitalizedFirst: String {
    guard let first else { return self }
    return first.uppercased() + dropFirst()
  }
}
