import TraceModel
import TraceStore

/// Puts the stories of several directions of mail on common lifelines.
///
/// What two directions both tell, as a turn that goes from one MTA to the other, is told once.
struct StoryMerging {
  /// Host by host: those of the first from its MTA to its addresses, those of the others the other
  /// way round, so that what goes between first and second crosses least.
  let lifelines: [Lifeline]

  private let hosts: [HostIndex]

  init(hosts: [HostIndex], tellers: [StoryTeller]) {
    self.hosts = hosts
    let all = tellers.flatMap { teller in
      // Who never binds to any of the others needs no line for its client side.
      teller.lifelines.all.enumerated().filter { place, lifeline in
        lifeline.role == .mta
          || teller.exchanges.contains { $0.rows.contains { $0.touches(place) } }
      }.map(\.element)
    }
    lifelines = hosts.enumerated().flatMap { place, host in
      var own: [Lifeline] = []
      for lifeline in all where lifeline.host == host && !own.contains(lifeline) {
        own.append(lifeline)
      }
      own.sort { $0.role.depth < $1.role.depth }
      return place == 0 ? own : own.reversed()
    }
  }

  /// The story of a run.
  ///
  /// - Parameters:
  ///   - tellers: Those of its directions.
  ///   - spans: The states of their lifelines.
  func story(
    of run: Run, tellers: [StoryTeller], spans: [[LifelineSpan]], scope: SequenceScope,
    reader: TraceReader
  ) throws -> ToldStory {
    let places = tellers.map { teller in
      teller.lifelines.all.map { lifelines.firstIndex(of: $0) ?? 0 }
    }
    var told: Set<EventSequence> = []
    // What belongs to more than itself is kept where it belongs.
    var exchanges = zip(tellers, places).flatMap { teller, places in
      teller.exchanges.map { exchange in
        var exchange = exchange
        exchange.rows = exchange.rows.map { $0.moved(to: places) }
        return exchange
      }
    }
    let order = exchanges.indices.sorted {
      (exchanges[$1].rows.count, $0) < (exchanges[$0].rows.count, $1)
    }
    for index in order {
      exchanges[index].rows.removeAll { row in
        row.event.map { !told.insert($0).inserted } ?? false
      }
    }
    exchanges.removeAll { $0.rows.isEmpty }
    let sorted = exchanges.enumerated().sorted {
      ($0.element.rows[0].time, $0.offset) < ($1.element.rows[0].time, $1.offset)
    }.map(\.element)
    return ToldStory(
      lifelines: lifelines, exchanges: StoryTeller.inOrder(sorted),
      arrivals: tellers.flatMap(\.arrivals).sorted(),
      omitted: try omitted(from: run, told: told, scope: scope, reader: reader),
      spans: zip(spans, places).flatMap { spans, places in
        spans.map { span in
          var span = span
          span.lifeline = places[span.lifeline]
          return span
        }
      })
  }

  /// How often each kind of event happened between the hosts that stands behind no row.
  private func omitted(
    from run: Run, told: Set<EventSequence>, scope: SequenceScope, reader: TraceReader
  ) throws -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    try reader.forEachEvent(
      of: run.id, EventFilter(hosts: hosts, peers: hosts, from: scope.start, to: scope.end)
    ) { event in
      guard event.direction != .received, event.kind != .messageEnqueued,
        event.peer.map(hosts.contains) ?? true, !told.contains(event.sequence)
      else { return }
      counts[Int(event.kind.rawValue)] += 1
    }
    return counts
  }
}

extension Lifeline.Role {
  /// How deep in the layers of the protocol it lies.
  var depth: Int {
    switch self {
    case .mta: 0
    case .rpcRuntime: 1
    case .address(let index): 2 + index
    }
  }
}

extension SequenceRow {
  /// The event behind an arrow or a note.
  var event: EventSequence? {
    switch self {
    case .arrow(let arrow): arrow.event
    case .note(let note): note.event
    case .fold, .pause: nil
    }
  }

  /// Whether an arrow or a note begins or ends at a lifeline.
  fileprivate func touches(_ lifeline: Int) -> Bool {
    switch self {
    case .arrow(let arrow): arrow.from == lifeline || arrow.to == lifeline
    case .note(let note): note.at == lifeline
    case .fold, .pause: false
    }
  }
}
