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
    let addresses = try Self.addresses(in: runs, scope: scope, reader: reader)
    let tellers = try runs.map { run in
      try Self.teller(of: run, scope: scope, addresses: addresses, reader: reader)
    }
    let exchanges = tellers.map(\.exchangesInOrder)
    let plain = exchanges.map { $0.flatMap(\.rows) }
    let shared = Self.sharedRows(of: plain)
    var folds = 0
    let stories = try tellers.indices.map { index in
      let teller = tellers[index]
      let end = min(scope.end, runs[index].end)
      return SequenceStory(
        lifelines: teller.lifelines.all,
        rows: StoryFolding.rows(
          of: exchanges[index], shared: shared, arrivals: teller.arrivals,
          unfolding: choices.unfolding, after: &folds, from: scope.start, to: end),
        omitted: Self.omissions(teller.omitted), start: scope.start, end: scope.end,
        spans: teller.spans.finish(
          from: scope.start, to: end,
          stalls: try Self.stalls(of: runs[index], on: link, reader: reader)))
    }
    try choices.check(foldCount: folds)
    let names = Variant.variants(of: runs).map(\.short)
    self.init(
      headline: try Self.headline(
        of: plain, names: names, shared: shared, runs: runs, scope: scope, reader: reader),
      subtitle: Self.subtitle(scope: scope, isChosen: window != nil, run: runs.first),
      stories: stories,
      // Folds and pauses among the shared rows are shared too, for they follow from them.
      sharedRows: Self.sharedRows(of: stories.map(\.rows)),
      hasDifference: runs.count > 1 && plain.contains { $0.count > shared }, foldCount: folds)
    try arrange(choices.lifelines)
  }

  /// The receiver's addresses that binds arrive on or groups are filed under.
  private static func addresses(
    in runs: [Run], scope: SequenceScope, reader: TraceReader
  ) throws -> [Int] {
    var used: Set<Int> = []
    for run in runs {
      try reader.forEachEvent(
        of: run.id,
        EventFilter(kinds: [.groupFiled, .groupMissed], from: scope.start, to: scope.end)
      ) { event in
        guard event.host == scope.link.to, event.peer == scope.link.from, let code = event.code
        else { return }
        used.insert(Int(code))
      }
    }
    return used.isEmpty ? [0] : used.union([0]).sorted()
  }

  private static func teller(
    of run: Run, scope: SequenceScope, addresses: [Int], reader: TraceReader
  ) throws -> StoryTeller {
    var connections: [RPCConnectionID: RPCConnection] = [:]
    for connection in try reader.connections(of: run.id) {
      connections[connection.id] = connection
    }
    var teller = StoryTeller(
      run: run, link: scope.link,
      lifelines: StoryLifelines(run: run, link: scope.link, addresses: addresses),
      connections: connections)
    try reader.forEachEvent(
      of: run.id,
      EventFilter(
        kinds: AssociationWatch.kinds, hosts: [scope.link.from, scope.link.to],
        to: scope.start + TraceDuration(nanoseconds: -1))
    ) { teller.spans.recall($0) }
    teller.spans.begin(at: scope.start)
    try reader.forEachEvent(
      of: run.id,
      EventFilter(hosts: [scope.link.from, scope.link.to], from: scope.start, to: scope.end)
    ) { teller.tell($0) }
    try finish(&teller, of: run, scope: scope, reader: reader)
    return teller
  }

  private static func stalls(
    of run: Run, on link: Link, reader: TraceReader
  ) throws -> [ClosedRange<TraceInstant>] {
    try reader.incidents(of: run.id)
      .filter { $0.sender == link.from && $0.recipient == link.to && $0.start <= $0.end }
      .map { $0.start...$0.end }
  }

  /// Reads on behind the end, as far as something is under way, to say when it arrived.
  private static func finish(
    _ teller: inout StoryTeller, of run: Run, scope: SequenceScope, reader: TraceReader
  ) throws {
    let after = TraceInstant(nanoseconds: min(scope.end.nanoseconds, .max - 1) + 1)
    let cursor = try reader.events(
      of: run.id, EventFilter(hosts: [scope.link.from, scope.link.to], from: after))
    var left = 20_000
    while teller.isUnderWay, left > 0, let event = try cursor.nextEvent() {
      teller.complete(event)
      left -= 1
    }
    teller.finish()
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
