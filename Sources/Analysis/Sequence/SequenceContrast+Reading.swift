package import TraceModel
package import TraceStore

extension SequenceContrast {
  /// Reads the decisive stretch of the runs and tells it for each.
  ///
  /// It goes from the opening of the first association that a bind then missed to the moment when
  /// the backlog is cleared, or to the end of the run. Where no bind was refused, it begins with
  /// what led to the first request for the turn that was never granted, to the first cancelled call
  /// or to the longest stall, and where nothing of that happened, with the first opening.
  ///
  /// - Parameters:
  ///   - runs: Runs of one scenario and seed, in the order of drawing: at least one.
  ///   - link: The direction of mail.
  ///   - window: A stretch of time to tell instead, if the reader of the picture chose one.
  ///   - choices: What the reader of the picture chose of how it is told.
  /// - Throws: `TraceStoreError` if the trace cannot be read, ``SequenceChoices/Mistake`` if the
  ///   lifelines chosen are not those of the runs.
  package init(
    reading reader: TraceReader, runs: [Run], link: Link,
    window: ClosedRange<TraceInstant>? = nil, choices: SequenceChoices = SequenceChoices()
  ) throws {
    var scope = SequenceScope(link: link, start: .start, end: runs.first?.end ?? .start)
    var isFound = false
    for run in runs {
      let found = try ScopeFinder(reader: reader, run: run, link: link).find()
      guard let found, !isFound || found.focus > scope.focus else { continue }
      scope = found
      isFound = true
    }
    if let window { (scope.start, scope.end) = (window.lowerBound, window.upperBound) }
    let told = try Self.told(of: runs, scope: scope, choices: choices, reader: reader)
    let plain = told.map { $0.exchanges.flatMap(\.rows) }
    let shared = Self.sharedRows(of: plain)
    var folds = 0
    let stories = told.indices.map { index in
      let teller = told[index]
      return SequenceStory(
        lifelines: teller.lifelines,
        rows: StoryFolding.rows(
          of: teller.exchanges, shared: shared, arrivals: teller.arrivals,
          silence: choices.hosts.count > 1
            ? "nothing between these hosts" : "nothing in this direction",
          unfolding: choices.unfolding, after: &folds, from: scope.start,
          to: min(scope.end, runs[index].end)),
        omitted: Self.omissions(teller.omitted), start: scope.start, end: scope.end,
        spans: teller.spans)
    }
    try choices.check(foldCount: folds)
    let names = Variant.variants(of: runs).map(\.short)
    self.init(
      headline: try Self.headline(
        of: plain, names: names, shared: shared, runs: runs, scope: scope, reader: reader),
      subtitle: Self.subtitle(
        scope: scope, isChosen: window != nil, hosts: choices.hosts, run: runs.first),
      stories: stories,
      // Folds and pauses among the shared rows are shared too, for they follow from them.
      sharedRows: Self.sharedRows(of: stories.map(\.rows)),
      hasDifference: runs.count > 1 && plain.contains { $0.count > shared }, foldCount: folds)
    try arrange(choices.lifelines)
  }

  /// What is not drawn, by its counts for each kind's raw value: most frequent first.
  static func omissions(_ counts: [Int]) -> [SequenceStory.Omission] {
    EventKind.allCases
      .map { SequenceStory.Omission(kind: $0, count: counts[Int($0.rawValue)]) }
      .filter { $0.count > 0 }
      .sorted { $0.count == $1.count ? $0.kind.rawValue < $1.kind.rawValue : $0.count > $1.count }
  }

  /// How many rows at the beginning tell the same in every story.
  ///
  /// That a group is filed under different addresses is not a difference yet: the wire does not
  /// show it.
  static func sharedRows(of stories: [[SequenceRow]]) -> Int {
    guard let first = stories.first, stories.count > 1 else { return 0 }
    var count = 0
    while count < first.count,
      stories.dropFirst().allSatisfy({
        count < $0.count && $0[count].tellsTheSame(as: first[count])
      })
    {
      count += 1
    }
    return count
  }
}

extension SequenceRow {
  /// Whether two rows of different runs tell the same: the same between the same at the same time.
  ///
  /// Numbers of associations, groups and messages count on in what other directions do, and are not
  /// compared.
  fileprivate func tellsTheSame(as other: SequenceRow) -> Bool {
    if isFiling, other.isFiling { return time == other.time }
    switch (self, other) {
    case (.arrow(let a), .arrow(let b)):
      return a.mark == b.mark && a.from == b.from && a.to == b.to && a.sent == b.sent
        && a.received == b.received
    case (.note(let a), .note(let b)): return a.mark == b.mark && a.at == b.at && a.time == b.time
    case (.fold(let a), .fold(let b)):
      return a.count == b.count && a.mark == b.mark && a.first == b.first && a.last == b.last
    case (.pause(let a), .pause(let b)): return a == b
    default: return false
    }
  }

  private var isFiling: Bool {
    switch self {
    case .arrow(let arrow): arrow.mark == .misfiled
    case .note(let note): note.mark == .filed
    default: false
    }
  }
}
