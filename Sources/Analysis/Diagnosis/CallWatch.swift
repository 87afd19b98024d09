import TraceModel

/// Finds calls that had no response for two minutes and were cancelled, as KB Q189494 describes.
///
/// Clients may cancel a call for other reasons at any age; that is no sign of trouble.
struct CallWatch {
  /// The MTA cancels a call that had no response for so long (KB Q189494).
  static let patience = TraceDuration.minutes(2)

  /// The slow calls of a client to a server.
  struct Slow {
    var link: Link
    /// The first calls, each with its cancel.
    var evidence: [Evidence]
    var count = 0
    var connections: Set<RPCConnectionID> = []
  }

  private struct Call: Hashable {
    var connection: RPCConnectionID
    var id: UInt32
  }

  static let kinds: [EventKind] = [
    .request, .response, .fault, .coCancel, .disconnect, .reset,
  ]

  private(set) var slow: [Slow] = []
  private var places: [Link: Int] = [:]
  /// When each call left that has no response yet, and how often it was cancelled.
  private var pending: [Call: (request: Evidence, isCancelled: Bool)] = [:]
  /// The calls above, by connection.
  private var calls: [RPCConnectionID: Set<UInt32>] = [:]

  /// Takes the next event of the run, of the kinds above.
  mutating func take(_ event: TraceEvent) {
    guard let connection = event.connection else { return }
    switch (event.kind, event.direction) {
    case (.request, .sent):
      guard let id = event.call else { return }
      let call = Call(connection: connection, id: id)
      guard pending[call] == nil else { return }
      pending[call] = (Evidence(event, .calls(opnum: event.opnum)), false)
      calls[connection, default: []].insert(id)
    case (.response, .received), (.fault, .received):
      guard let id = event.call else { return }
      pending[Call(connection: connection, id: id)] = nil
      calls[connection]?.remove(id)
    case (.coCancel, .sent):
      guard let id = event.call else { return }
      cancelled(Call(connection: connection, id: id), event)
    case (.disconnect, _), (.reset, _):
      for id in calls.removeValue(forKey: connection) ?? [] {
        pending[Call(connection: connection, id: id)] = nil
      }
    default: break
    }
  }

  private mutating func cancelled(_ call: Call, _ event: TraceEvent) {
    guard let (request, isCancelled) = pending[call], !isCancelled, let peer = event.peer else {
      return
    }
    let age = event.time - request.time
    guard age >= Self.patience else { return }
    pending[call] = (request, true)
    let link = Link(from: event.host, to: peer)
    let place = places[link] ?? slow.count
    if place == slow.count {
      places[link] = place
      slow.append(Slow(link: link, evidence: []))
    }
    slow[place].count += 1
    slow[place].connections.insert(call.connection)
    if slow[place].evidence.count + 2 <= Finding.evidenceLimit {
      slow[place].evidence += [request, Evidence(event, .cancels(after: age))]
    }
  }
}
