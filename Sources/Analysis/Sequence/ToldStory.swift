import TraceModel
import TraceStore

/// What a run tells between hosts, before it is folded.
struct ToldStory {
  var lifelines: [Lifeline]
  /// In the order of time.
  var exchanges: [StoryTeller.Exchange]
  /// When mail arrived at those who send it, rising.
  var arrivals: [TraceInstant]
  /// What is not drawn, by each kind's raw value.
  var omitted: [Int]
  var spans: [LifelineSpan]
}

extension SequenceContrast {
  /// What each run tells of a direction of mail, or of everything between the hosts chosen.
  static func told(
    of runs: [Run], scope: SequenceScope, choices: SequenceChoices, reader: TraceReader
  ) throws -> [ToldStory] {
    guard choices.hosts.count > 1 else {
      return try zip(runs, tellers(of: runs, on: [scope.link], scope: scope, reader: reader))
        .map { run, tellers in
          let teller = tellers[0]
          return ToldStory(
            lifelines: teller.lifelines.all, exchanges: teller.exchangesInOrder,
            arrivals: teller.arrivals, omitted: teller.omitted,
            spans: try spans(of: teller, run: run, scope: scope, reader: reader))
        }
    }
    let links = try links(among: choices.hosts, in: runs, reader: reader)
    let tellers = try tellers(of: runs, on: links, scope: scope, reader: reader)
    // All runs have the same lifelines, so that they can stand side by side.
    let merging = StoryMerging(hosts: choices.hosts, tellers: tellers.flatMap(\.self))
    return try zip(runs, tellers).map { run, tellers in
      let spans = try tellers.map { teller in
        var own = scope
        own.link = teller.link
        return try Self.spans(of: teller, run: run, scope: own, reader: reader)
      }
      return try merging.story(
        of: run, tellers: tellers, spans: spans, scope: scope, reader: reader)
    }
  }

  /// The directions among hosts in which there are connections, in the order of hosts.
  private static func links(
    among hosts: [HostIndex], in runs: [Run], reader: TraceReader
  ) throws -> [Link] {
    var links: Set<Link> = []
    for run in runs {
      for connection in try reader.connections(of: run.id) {
        let link = Link(from: connection.client, to: connection.server)
        if hosts.contains(link.from), hosts.contains(link.to) { links.insert(link) }
      }
    }
    return links.sorted()
  }

  private static func spans(
    of teller: StoryTeller, run: Run, scope: SequenceScope, reader: TraceReader
  ) throws -> [LifelineSpan] {
    let stalls = try reader.incidents(of: run.id)
      .filter {
        $0.sender == scope.link.from && $0.recipient == scope.link.to && $0.start <= $0.end
      }
      .map { $0.start...$0.end }
    return teller.spans.finish(from: scope.start, to: min(scope.end, run.end), stalls: stalls)
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

  /// For each run, what tells of each of these directions.
  private static func tellers(
    of runs: [Run], on links: [Link], scope: SequenceScope, reader: TraceReader
  ) throws -> [[StoryTeller]] {
    let addresses = try links.map { link in
      var own = scope
      own.link = link
      return try Self.addresses(in: runs, scope: own, reader: reader)
    }
    return try runs.map { run in
      let connections = Dictionary(
        try reader.connections(of: run.id).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      var tellers = zip(links, addresses).map { link, addresses in
        StoryTeller(
          run: run, link: link,
          lifelines: StoryLifelines(run: run, link: link, addresses: addresses),
          connections: connections)
      }
      try tell(&tellers, of: run, scope: scope, reader: reader)
      return tellers
    }
  }

  /// Tells the stretch to all, in one reading of what happens at any of their hosts.
  private static func tell(
    _ tellers: inout [StoryTeller], of run: Run, scope: SequenceScope, reader: TraceReader
  ) throws {
    let hosts = Set(tellers.flatMap { [$0.link.from, $0.link.to] }).sorted()
    func forEach(_ filter: EventFilter, _ body: (inout StoryTeller, TraceEvent) -> Void) throws {
      try reader.forEachEvent(of: run.id, filter) { event in
        for index in tellers.indices
        where event.host == tellers[index].link.from || event.host == tellers[index].link.to {
          body(&tellers[index], event)
        }
      }
    }
    try forEach(
      EventFilter(
        kinds: AssociationWatch.kinds, hosts: hosts,
        to: scope.start + TraceDuration(nanoseconds: -1))
    ) { $0.spans.recall($1) }
    for index in tellers.indices { tellers[index].spans.begin(at: scope.start) }
    // A hub's traffic with others is most of its events, and tells nothing here.
    try forEach(
      EventFilter(hosts: hosts, peers: hosts, from: scope.start, to: scope.end)
    ) { $0.tell($1) }
    for index in tellers.indices {
      let own = [tellers[index].link.from, tellers[index].link.to]
      if let last = try reader.lastEvent(of: run.id, until: scope.end, at: own) {
        tellers[index].reach(last.time)
      }
      try finish(&tellers[index], of: run, scope: scope, reader: reader)
    }
  }

  /// Reads on behind the end, as far as something is under way, to say when it arrived.
  private static func finish(
    _ teller: inout StoryTeller, of run: Run, scope: SequenceScope, reader: TraceReader
  ) throws {
    let after = TraceInstant(nanoseconds: min(scope.end.nanoseconds, .max - 1) + 1)
    let cursor = try reader.events(
      of: run.id, EventFilter(hosts: [teller.link.from, teller.link.to], from: after))
    var left = 20_000
    while teller.isUnderWay, left > 0, let event = try cursor.nextEvent() {
      teller.complete(event)
      left -= 1
    }
    teller.finish()
  }
}
