import TraceModel

/// A metric of a run by its whole name: `sp4.HUB1:SLPS100.backlog.max`.
package struct NamedMetric: Sendable {
  /// As it was asked for.
  package var name: String
  package var table: MetricTable
  package var row: MetricTable.Row
}

extension [MetricTable] {
  /// The metric of a whole name.
  ///
  /// - Throws: ``MetricError`` with the most similar names if there is none.
  package func metric(named name: String) throws(MetricError) -> NamedMetric {
    guard let found = find(name) else {
      throw .unknownMetric(name, nearest: nearest(to: name))
    }
    return found
  }

  private func find(_ name: String) -> NamedMetric? {
    guard let dot = name.firstIndex(of: "."),
      let table = first(where: { $0.names.contains(String(name[..<dot])) })
    else { return nil }
    let rest = String(name[name.index(after: dot)...])
    if let row = table.row(named: rest) { return NamedMetric(name: name, table: table, row: row) }
    // Names of hosts may hold any character, dots too: the metric is what stands behind one.
    for (place, character) in zip(rest.indices, rest) where character == "." {
      let metric = String(rest[rest.index(after: place)...])
      guard let link = table.link(named: rest[..<place]),
        let row = table.row(named: metric, of: link)
      else { continue }
      return NamedMetric(name: name, table: table, row: row)
    }
    return nil
  }

  /// How much of a name is compared, in characters.
  private static var longestName: Int { 200 }

  /// The names most similar to one that does not exist.
  private func nearest(to name: String) -> [String] {
    let asked = Array<Character>(name.lowercased().prefix(Self.longestName))
    let ranked = candidates(for: name).map { candidate in
      (WordDistance.between(asked, Array<Character>(candidate.lowercased())), candidate)
    }
    let best = ranked.min { $0.0 < $1.0 }?.0 ?? 0
    guard best <= Swift.max(asked.count / 2, 3) else { return [] }
    return ranked.filter { $0.0 <= best + 1 }.sorted { $0 < $1 }.prefix(3).map(\.1)
  }

  /// The names that may have been meant: those of the run that a name begins with, or of all.
  private func candidates(for name: String) -> [String] {
    let metrics = flatMap(\.known).map(\.name)
    if let metric = metrics.first(where: { $0 == name }) {
      return compactMap { $0.names.first.map { "\($0).\(metric)" } }
    }
    let tables = filter { table in table.names.contains { name.hasPrefix("\($0).") } }
    return (tables.isEmpty ? self : tables).flatMap { table in
      let run = table.names.first { name.hasPrefix("\($0).") } ?? table.names[0]
      let plain = table.known.map { "\(run).\($0.name)" }
      guard name.contains(where: { ":→".contains($0) }) else { return plain }
      let metric = table.known.filter { $0.hasDirection }.map(\.name)
      let named = metric.filter { name.hasSuffix(".\($0)") }
      return plain
        + table.links.prefix(1_000).flatMap { link in
          (named.isEmpty ? metric : named).map { "\(run).\(table.name(of: link)).\($0)" }
        }
    }
  }
}

extension MetricTable {
  /// The direction that a name spells as `HUB1:SLPS100` or `HUB1→SLPS100`.
  func link(named text: Substring) -> Link? {
    let hosts = run.header.hosts.map(\.name)
    for from in hosts where text.hasPrefix(from) {
      let rest = text.dropFirst(from.count)
      guard let separator = rest.first, ":→".contains(separator) else { continue }
      let to = String(rest.dropFirst())
      if to != from, let link = Link(from: from, to: to, in: run) { return link }
    }
    return nil
  }
}
