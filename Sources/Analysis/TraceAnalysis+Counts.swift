import TraceModel
import TraceStore

extension TraceAnalysis {
  /// Counts what happened to the connections and associations of each direction.
  func count(of run: Run, into links: inout [LinkSummary]) throws {
    let places = Dictionary(
      links.enumerated().map { ($1.link, $0) }, uniquingKeysWith: { first, _ in first })
    let kinds: [EventKind] = [
      .bindNak, .orphaned, .groupFiled, .callFailed, .associationOpening, .logEntry, .coCancel,
      .associationLost, .associationRecovered,
    ]
    try reader.forEachEvent(of: run.id, EventFilter(kinds: kinds)) { event in
      guard let peer = event.peer else { return }
      let away = places[Link(from: event.host, to: peer)]
      let back = places[Link(from: peer, to: event.host)]
      if event.kind == .groupFiled {
        guard away != nil || back != nil, try isMisfiled(event, in: run.id) else { return }
        if let back { links[back].misfiled += 1 }
        if let away { links[away].trouble.misfiledBack += 1 }
      } else if event.kind == .associationOpening {
        for place in [away, back] { if let place { links[place].openings += 1 } }
      } else if let away {
        links[away].count(event)
      }
      if event.kind == .bindNak, event.direction == .received, let back {
        links[back].trouble.naksBack += 1
      }
    }
    try countLosses(of: run, into: &links, places)
  }

  /// Counts what needs kinds of events that no index has, in one pass over the run.
  private func countLosses(
    of run: Run, into links: inout [LinkSummary], _ places: [Link: Int]
  ) throws {
    // Both ends of a connection tell of its reset.
    var seen: Set<RPCConnectionID> = []
    var turns = TurnWatch()
    let kinds = [.duplicateRecognised, .reset] + TurnWatch.kinds
    try reader.forEachEvent(of: run.id, EventFilter(kinds: kinds)) { event in
      turns.take(event)
      guard let peer = event.peer else { return }
      let back = places[Link(from: peer, to: event.host)]
      if event.kind == .duplicateRecognised {
        if let back { links[back].trouble.duplicates += 1 }
      } else if event.kind == .reset, let connection = event.connection,
        seen.insert(connection).inserted
      {
        for place in [places[Link(from: event.host, to: peer)], back] {
          if let place { links[place].trouble.resets += 1 }
        }
      }
    }
    turns.finish(at: run.end)
    for request in turns.unanswered {
      if let place = places[request.link] {
        links[place].trouble.unansweredTurnRequests += request.count
      }
    }
  }
}

extension LinkSummary {
  /// Counts an event at the sender about the recipient.
  fileprivate mutating func count(_ event: TraceEvent) {
    switch (event.kind, event.direction) {
    case (.bindNak, .received): naks += 1
    case (.coCancel, .sent): cancels += 1
    case (.orphaned, .sent): trouble.orphaned += 1
    case (.callFailed, _): trouble.failedCalls.add(event.code ?? 0)
    case (.logEntry, _): trouble.logEntries.add(event.code ?? 0)
    case (.associationLost, _): trouble.lost += 1
    case (.associationRecovered, _): trouble.recovered += 1
    default: break
    }
  }
}
