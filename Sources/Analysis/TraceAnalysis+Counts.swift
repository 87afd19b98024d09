import TraceModel
import TraceStore

/// Counts what happened to the connections and associations of each direction, event by event.
struct TroubleCount {
  /// The kinds of events that it takes.
  static let kinds: [EventKind] =
    [
      .bindNak, .orphaned, .groupFiled, .callFailed, .associationOpening, .logEntry,
      .duplicateRecognised, .reset,
    ] + TurnWatch.kinds

  /// What is counted of one direction.
  struct Counts {
    var naks = 0
    var cancels = 0
    var openings = 0
    var misfiled = 0
    var trouble = LinkTrouble()
  }

  private(set) var counts: [Link: Counts] = [:]
  /// Groups that were filed: under the right address or not.
  private(set) var filings: [TraceEvent] = []
  private var turns = TurnWatch()
  /// Both ends of a connection tell of its reset.
  private var resets: Set<RPCConnectionID> = []
  private static let isOfTurns: [Bool] = {
    var result = [Bool](repeating: false, count: 256)
    for kind in TurnWatch.kinds { result[Int(kind.rawValue)] = true }
    return result
  }()

  /// Takes the next event of the run, of the kinds above.
  mutating func take(_ event: TraceEvent) {
    if Self.isOfTurns[Int(event.kind.rawValue)] { turns.take(event) }
    guard let peer = event.peer else { return }
    let away = Link(from: event.host, to: peer)
    let back = away.reversed
    switch (event.kind, event.direction) {
    case (.groupFiled, _): filings.append(event)
    case (.associationOpening, _):
      counts[away, default: Counts()].openings += 1
      // To itself, a host has one direction, which counts for both.
      counts[back, default: Counts()].openings += 1
    case (.bindNak, .received):
      counts[away, default: Counts()].naks += 1
      counts[back, default: Counts()].trouble.naksBack += 1
    case (.coCancel, .sent): counts[away, default: Counts()].cancels += 1
    case (.orphaned, .sent): counts[away, default: Counts()].trouble.orphaned += 1
    case (.callFailed, _):
      counts[away, default: Counts()].trouble.failedCalls.add(event.code ?? 0)
    case (.logEntry, _): counts[away, default: Counts()].trouble.logEntries.add(event.code ?? 0)
    case (.associationLost, _): counts[away, default: Counts()].trouble.lost += 1
    case (.associationRecovered, _): counts[away, default: Counts()].trouble.recovered += 1
    case (.duplicateRecognised, _): counts[back, default: Counts()].trouble.duplicates += 1
    case (.reset, _):
      guard let connection = event.connection, resets.insert(connection).inserted else { return }
      counts[away, default: Counts()].trouble.resets += 1
      counts[back, default: Counts()].trouble.resets += 1
    default: break
    }
  }

  /// Takes a group that was filed under the wrong address.
  mutating func takeMisfiled(_ event: TraceEvent) {
    guard let peer = event.peer else { return }
    counts[Link(from: peer, to: event.host), default: Counts()].misfiled += 1
    counts[Link(from: event.host, to: peer), default: Counts()].trouble.misfiledBack += 1
  }

  /// The run is over.
  mutating func finish(at end: TraceInstant) {
    turns.finish(at: end)
    for request in turns.unanswered {
      counts[request.link, default: Counts()].trouble.unansweredTurnRequests += request.count
    }
  }
}

extension TraceAnalysis {
  /// Reads a run once, for its mail, which later questions then find read, and for what happened
  /// besides.
  func troubleCount(of run: Run) throws -> TroubleCount {
    var count = TroubleCount()
    try reader.readMail(of: run.id, with: TroubleCount.kinds) { count.take($0) }
    let links = Set(
      try reader.linkCounts(of: run.id).map { Link(from: $0.sender, to: $0.recipient) })
    for event in count.filings {
      guard let peer = event.peer else { continue }
      let back = Link(from: peer, to: event.host)
      guard links.contains(back) || links.contains(back.reversed) else { continue }
      if try isMisfiled(event, in: run.id) { count.takeMisfiled(event) }
    }
    count.finish(at: run.end)
    return count
  }
}
