package import TraceModel
import TraceStore

/// Runs that were fed with the same scenario and seed, seen on one direction of mail.
package struct Contrast: Equatable, Sendable {
  package var link: Link
  /// At least one, in the order of the trace.
  package var runs: [RunSummary]

  package init(link: Link, runs: [RunSummary]) {
    self.link = link
    self.runs = runs
  }

  /// The direction in each run, in the order of ``runs``.
  package var chosen: [LinkSummary] { runs.map { $0[link] } }

  /// The direction to show: the one with the longest stall, or if nothing stalls the one with the
  /// most mail, and the first of several.
  ///
  /// - Parameter hosts: The hosts that it is between, or the one that takes part in it; empty for
  ///   any.
  /// - Returns: `nil` if there is no mail.
  package static func choosingLink(
    among runs: [RunSummary], hosts: [HostIndex] = []
  ) -> Link? {
    var best: (link: Link, stall: TraceDuration, mail: Int)?
    for link in Set(runs.flatMap(\.links).map(\.link)).sorted() where link.isAmong(hosts) {
      let stall = runs.map { $0[link].longestStall?.duration ?? .zero }.max() ?? .zero
      let mail = runs.map { $0[link].enqueued }.reduce(0, +)
      if let current = best, (stall, mail) <= (current.stall, current.mail) { continue }
      best = (link, stall, mail)
    }
    return best?.link
  }
}

extension TraceAnalysis {
  /// The runs that share scenario and seed with the first: what a picture shows unless runs are
  /// named.
  package func comparableRuns() throws -> [Run] {
    let runs = try runs()
    guard let first = runs.first else { throw AnalysisError.noRuns }
    // Captures were not made to be compared.
    if first.header.source == .capture { return [first] }
    return runs.filter { $0.isComparable(with: first) }
  }

  /// The client and the server of a capture to show: those of what its diagnosis leads with, or
  /// else those with the most connections, and the first of several.
  ///
  /// - Parameter hosts: The hosts that it is between, or the one that takes part in it; empty for
  ///   any.
  /// - Throws: ``AnalysisError/noTraffic`` if the capture shows no connection.
  package func wireLink(
    of diagnosis: Diagnosis, among hosts: [HostIndex] = []
  ) throws -> Link {
    if let leading = diagnosis.leading, leading.link.isAmong(hosts) { return leading.link }
    guard let busiest = try busiestLink(of: diagnosis.run, among: hosts) else {
      throw AnalysisError.noTraffic
    }
    return busiest
  }

  /// The client and the server with the most connections, the first of several; `nil` if there is
  /// none.
  private func busiestLink(of run: Run, among hosts: [HostIndex]) throws -> Link? {
    var counts: [Link: Int] = [:]
    for connection in try reader.connections(of: run.id) {
      let link = Link(from: connection.client, to: connection.server)
      if link.isAmong(hosts) { counts[link, default: 0] += 1 }
    }
    return counts.max { a, b in (a.value, b.key) < (b.value, a.key) }?.key
  }

  /// The contrast of runs that share scenario and seed.
  ///
  /// - Parameters:
  ///   - link: The direction to show; by default the one with the longest stall, and where another
  ///     simulator or a slice tells of no mail, the one with the most connections.
  ///   - hosts: The hosts that it is between, or the one that takes part in it; empty for any.
  /// - Throws: ``AnalysisError`` if the runs are unlike each other or have no mail.
  package func contrast(
    of runs: [Run]? = nil, on link: Link? = nil, among hosts: [HostIndex] = []
  ) throws -> Contrast {
    let runs = try runs ?? comparableRuns()
    guard let first = runs.first else { throw AnalysisError.noRuns }
    guard runs.allSatisfy({ $0.isComparable(with: first) }) else { throw AnalysisError.unlikeRuns }
    let summaries = try runs.map { try summary(of: $0) }
    var chosen = link ?? Contrast.choosingLink(among: summaries, hosts: hosts)
    if chosen == nil, first.header.source == .external || first.slice != nil {
      chosen = try busiestLink(of: first, among: hosts) ?? first.slice?.link(of: first)
    }
    guard let chosen else { throw AnalysisError.noMail }
    return Contrast(link: chosen, runs: summaries)
  }

  /// The direction between hosts of these names.
  ///
  /// - Throws: ``AnalysisError`` with the names there are.
  package func link(from: String, to: String, in run: Run) throws -> Link {
    guard let link = Link(from: from, to: to, in: run), link.from != link.to else {
      throw AnalysisError.noSuchLink(from: from, to: to, hosts: run.header.hosts.map(\.name))
    }
    return link
  }
}

extension Run.Slice {
  /// The direction between the first two of its hosts: something to draw where nothing happened.
  fileprivate func link(of run: Run) -> Link? {
    let others = run.header.hosts.indices.map { HostIndex($0) }.filter { !hosts.contains($0) }
    let all = hosts + others
    return all.count > 1 ? Link(from: all[0], to: all[1]) : nil
  }
}

extension Run {
  /// Whether both runs were started from the same scenario, hosts and seed.
  package func isComparable(with other: Run) -> Bool {
    header.scenario == other.header.scenario && header.seed == other.header.seed
      && header.hosts.map(\.name) == other.header.hosts.map(\.name)
  }
}
