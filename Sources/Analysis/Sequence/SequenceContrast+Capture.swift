package import TraceModel
package import TraceStore

extension SequenceContrast {
  /// How much of a capture without a finding is told, from its first event on.
  private static let usualLength = TraceDuration.seconds(60)

  /// Reads what a capture shows of its diagnosis, between the client and the server concerned.
  ///
  /// Of a finding the connections of its evidence are told, from the first to the last piece of it;
  /// without one, or in a stretch of time that the reader of the picture chose, all connections
  /// between the two.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read, ``SequenceChoices/Mistake`` if the
  ///   lifelines chosen are not those of the run.
  package init(
    capture reader: TraceReader, diagnosis: Diagnosis, link: Link,
    window: ClosedRange<TraceInstant>? = nil, choices: SequenceChoices = SequenceChoices()
  ) throws {
    let run = diagnosis.run
    let all = try reader.connections(of: run.id).filter {
      $0.client == link.from && $0.server == link.to
    }
    let evidence = diagnosis.leading.flatMap { $0.link == link ? $0.evidence : nil } ?? []
    let told = Set(evidence.compactMap(\.connection))
    let chosen = window == nil && !told.isEmpty ? all.filter { told.contains($0.id) } : all
    let scope = try Self.scope(
      of: chosen, evidence: window == nil ? evidence : [], window: window, run: run,
      reader: reader)
    var story = WireStory(run: run, link: link, connections: chosen) {
      try reader.frame(at: $0, of: run.id)
    }
    try reader.forEachEvent(
      of: run.id,
      EventFilter(hosts: [link.from, link.to], from: scope.lowerBound, to: scope.upperBound)
    ) { event in
      guard link.joins(event) else { return }
      try story.tell(event)
    }
    var folds = 0
    let rows = StoryFolding.rows(
      of: StoryTeller.inOrder(story.exchanges), shared: 0, arrivals: [],
      silence: "nothing on \(chosen.count < all.count ? "these connections" : "any connection")",
      unfolding: choices.unfolding, after: &folds, from: scope.lowerBound, to: scope.upperBound)
    try choices.check(foldCount: folds)
    self.init(
      headline: Self.headline(of: diagnosis, link: link),
      subtitle: Self.subtitle(of: run, link: link, scope: scope, isChosen: window != nil),
      stories: [
        SequenceStory(
          lifelines: story.lifelines, rows: rows, omitted: Self.omissions(story.omitted),
          start: scope.lowerBound,
          end: scope.upperBound, spans: story.spans)
      ], sharedRows: 0, hasDifference: false, foldCount: folds)
    try arrange(choices.lifelines)
  }

  /// From the opening of the first connection of the evidence to its last piece.
  private static func scope(
    of connections: [RPCConnection], evidence: [Evidence], window: ClosedRange<TraceInstant>?,
    run: Run, reader: TraceReader
  ) throws -> ClosedRange<TraceInstant> {
    if let window { return window }
    let known = Set(connections.map(\.id))
    var first: TraceInstant?
    let cursor = try reader.events(of: run.id, EventFilter())
    while first == nil, let event = try cursor.nextEvent() {
      if let connection = event.connection, known.contains(connection) { first = event.time }
    }
    let start = first ?? .start
    guard let last = evidence.map(\.time).max() else {
      return start...max(start, min(run.end, start + usualLength))
    }
    return start...max(start, min(run.end, last + .milliseconds(1)))
  }

  private static func headline(of diagnosis: Diagnosis, link: Link) -> String {
    let run = diagnosis.run
    if let fault = diagnosis.faults.first(where: { $0.link == link }) {
      return String(fault.sentence(in: run).dropLast())
    }
    if let refusals = diagnosis.refusals.first(where: { $0.link == link }) {
      return String(refusals.sentence(in: run).dropLast())
    }
    return "Nothing is wrong between \(run.name(of: link.from)) and \(run.name(of: link.to))"
  }

  private static func subtitle(
    of run: Run, link: Link, scope: ClosedRange<TraceInstant>, isChosen: Bool
  ) -> String {
    var parts = ["\(run.name(of: link.from)) → \(run.name(of: link.to))"]
    if isChosen {
      parts.append("\(scope.lowerBound.clockText) to \(scope.upperBound.clockText)")
    }
    parts.append("capture \(run.header.scenario)")
    if let start = run.header.captureStart { parts.append("began \(start.text)") }
    return parts.joined(separator: " · ")
  }
}
