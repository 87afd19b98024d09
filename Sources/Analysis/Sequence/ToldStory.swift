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
      let addresses = try addresses(in: runs, scope: scope, reader: reader)
      return try runs.map { run in
        let teller = try teller(of: run, scope: scope, addresses: addresses, reader: reader)
        return ToldStory(
          lifelines: teller.lifelines.all, exchanges: teller.exchangesInOrder,
          arrivals: teller.arrivals, omitted: teller.omitted,
          spans: try spans(of: teller, run: run, scope: scope, reader: reader))
      }
    }
    let links = try links(among: choices.hosts, in: runs, reader: reader)
    var tellers = runs.map { _ in [StoryTeller]() }
    for link in links {
      var scope = scope
      scope.link = link
      let addresses = try addresses(in: runs, scope: scope, reader: reader)
      for index in runs.indices {
        tellers[index].append(
          try teller(of: runs[index], scope: scope, addresses: addresses, reader: reader))
      }
    }
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
}
