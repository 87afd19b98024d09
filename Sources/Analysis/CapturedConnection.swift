package import TraceModel
import TraceStore

/// What a capture shows of one connection.
package struct CapturedConnection: Equatable, Sendable {
  /// How a connection ended, as far as the capture goes.
  package enum Ending: Sendable {
    case open
    case closed
    case reset
    case refused
  }

  package var wire: WireConnection
  /// The first and the last event of it.
  package var first: TraceInstant
  package var last: TraceInstant
  package var pdus = 0
  package var calls = 0
  package var naks = 0
  package var faults = 0
  package var cancels = 0
  /// The association group that its bind_ack names.
  package var group: UInt32?
  package var ending = Ending.open

  /// Whether anything went wrong on it.
  package var isTroubled: Bool {
    naks + faults + cancels > 0 || ending == .reset || ending == .refused
  }
}

extension TraceAnalysis {
  /// The connections of a run that was read from a capture: those with trouble first, and then the
  /// others, each in the order of their beginnings.
  ///
  /// - Parameter limit: How many to return at most.
  /// - Returns: These, and how many there are in all.
  package func capturedConnections(
    of run: Run, limit: Int
  ) throws -> (connections: [CapturedConnection], count: Int) {
    var all: [CapturedConnection] = []
    for wire in try reader.wireConnections(of: run.id) {
      all.append(CapturedConnection(wire: wire, first: run.end, last: .start))
    }
    try reader.forEachEvent(of: run.id) { event in
      guard event.direction != .received, let id = event.connection else { return }
      // Connections are numbered from 1 without gaps.
      let place = Int(id.rawValue) - 1
      guard all.indices.contains(place) else { return }
      all[place].take(event)
    }
    let troubled = all.filter(\.isTroubled)
    let others = all.filter { !$0.isTroubled }
    return (Array((troubled + others).prefix(limit)), all.count)
  }
}

extension CapturedConnection {
  fileprivate mutating func take(_ event: TraceEvent) {
    first = min(first, event.time)
    last = max(last, event.time)
    if event.kind.isPDU { pdus += 1 }
    switch event.kind {
    case .request: calls += 1
    case .bindNak: naks += 1
    case .fault: faults += 1
    case .coCancel: cancels += 1
    case .bindAck: group = group ?? event.group
    case .connectRefused: ending = .refused
    case .disconnect: if ending == .open { ending = .closed }
    case .reset: ending = .reset
    default: break
    }
  }
}
