package import TraceModel
import TraceStore

/// The metrics of a run.
package struct MetricTable: Sendable {
  /// A metric of the run, or of one direction in it.
  package struct Row: Sendable {
    package var metric: Metric
    /// `backlog.max`, `log.9316`: what the run's name and a direction stand before.
    package var name: String
    /// The direction that it is of; `nil` for the run as a whole.
    package var link: Link?
    /// `nil` if the run has none: nothing was delivered, or there is no mail.
    package var value: MetricValue?
  }

  package let run: Run
  /// What the run is called: `sp3`, unless another run of the trace is called so too or it is a
  /// capture, and always `run1`.
  package let names: [String]
  /// The direction that pictures draw, which metrics of a direction are of unless they name one;
  /// `nil` if the run has no mail.
  package let link: Link?
  /// The directions that have mail; of a capture, connections from client to server.
  package let links: [Link]
  let facts: MetricFacts

  /// The metrics of a run of a trace.
  package init(of run: Run, in analysis: TraceAnalysis) throws {
    self = try analysis.metricTables(of: [run])[0]
  }

  init(names: [String], link: Link?, facts: MetricFacts) {
    run = facts.summary.run
    self.names = names
    self.link = link
    self.facts = facts
    links =
      facts.summary.run.header.source == .capture
      ? facts.connections.keys.sorted() : facts.summary.links.map(\.link)
  }

  /// The metrics without a direction's name, in the order of ``Metric/all``.
  package var rows: [Row] {
    known.flatMap { metric in
      rows(of: metric, on: metric.subject == .direction ? link : nil)
    }
  }

  /// The metrics of one direction, in the order of ``Metric/all``.
  package func rows(of link: Link) -> [Row] {
    known.filter(\.hasDirection).flatMap { rows(of: $0, on: link) }
  }

  /// The value of a metric by its name without run and direction; `nil` if there is no such metric.
  ///
  /// - Parameter link: A direction; by default what the metric is about where none is named.
  package func row(named name: String, of link: Link? = nil) -> Row? {
    guard let metric = known.first(where: { $0.isNamed(name) }),
      link == nil || metric.hasDirection
    else { return nil }
    let link = link ?? (metric.subject == .direction ? self.link : nil)
    return Row(
      metric: metric, name: name, link: link, value: metric.value(of: name, facts(on: link)))
  }

  /// The direction as names of metrics spell it: `HUB1:SLPS100`.
  package func name(of link: Link) -> String {
    "\(run.name(of: link.from)):\(run.name(of: link.to))"
  }

  /// The metrics that a run of this kind has.
  package var known: [Metric] {
    Metric.all.filter { $0.applies(toCapture: run.header.source == .capture) }
  }

  private func rows(of metric: Metric, on link: Link?) -> [Row] {
    metric.values(facts(on: link)).map {
      Row(metric: metric, name: $0.name, link: link, value: $0.value)
    }
  }

  private func facts(on link: Link?) -> MetricFacts {
    var facts = facts
    facts.link = link
    return facts
  }
}

extension TraceAnalysis {
  /// The metrics of runs, by default of all, in their order.
  ///
  /// What a run is called and which direction is drawn depends on the whole trace, not on which
  /// runs are asked for.
  package func metricTables(of chosen: [Run]? = nil) throws -> [MetricTable] {
    let all = try runs()
    var summaries: [Run.ID: RunSummary] = [:]
    return try (chosen ?? all).map { run in
      let beside =
        run.header.source == .capture ? [run] : all.filter { $0.isComparable(with: run) }
      let compared = try beside.map { run in
        let summary = try summaries[run.id] ?? summary(of: run)
        summaries[run.id] = summary
        return summary
      }
      guard let summary = summaries[run.id] else { throw AnalysisError.noRuns }
      return MetricTable(
        names: Self.names(of: run, among: all), link: Contrast.choosingLink(among: compared),
        facts: try facts(of: summary))
    }
  }

  private func facts(of summary: RunSummary) throws -> MetricFacts {
    let run = summary.run
    var facts = MetricFacts(
      summary: summary, tallies: try reader.tallies(of: run.id), connections: [:], faults: [:])
    guard run.header.source == .capture else { return facts }
    for connection in try reader.connections(of: run.id) {
      facts.connections[Link(from: connection.client, to: connection.server), default: 0] += 1
    }
    try reader.forEachEvent(of: run.id, EventFilter(kinds: [.fault])) { event in
      guard event.direction == .sent, let client = event.peer else { return }
      facts.faults[Link(from: client, to: event.host), default: 0] += 1
    }
    return facts
  }

  private static func names(of run: Run, among runs: [Run]) -> [String] {
    let number = "run\(run.id)"
    let word = run.variant.word
    let isAlone = runs.count { $0.variant.word == word } == 1
    // A build may be called like a number of another run, and a capture is called like its file.
    let isNumber = word.hasPrefix("run") && word.dropFirst(3).allSatisfy(\.isNumber)
    let isName = !word.isEmpty && !isNumber && run.header.source == .simulation
    return isAlone && isName ? [word, number] : [number]
  }
}

extension Variant {
  /// The short name as one word of small letters, digits and hyphens: `sp3`, `tse-sp4`, `rtm`.
  package var word: String {
    let name = short.hasPrefix("Exchange ") ? short.dropFirst("Exchange ".count) : short[...]
    let words = name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return words.joined(separator: "-")
  }
}
