package import TraceModel

/// What stands when the stretch of time begins.
extension PerfettoWriter {
  /// The kinds of events before the stretch of time that say what stands when it begins.
  package static let recalled: [EventKind] = [
    .connect, .connectRefused, .disconnect, .reset, .associationOpening, .associationOpen,
    .associationClosed, .associationAborted, .associationRefused,
  ]

  /// Takes an event from before the stretch of time, of one of the kinds ``recalled``.
  package func recall(_ event: TraceEvent) {
    let end = event.connection.map { ConnectionEnd.Key(host: event.host, connection: $0) }
    let association = event.association.map { AssociationEnd(host: event.host, association: $0) }
    switch event.kind {
    case .connect: if let end { ends[end] = ConnectionEnd(isOpen: true) }
    case .connectRefused, .disconnect, .reset: if let end { ends[end] = nil }
    case .associationOpening, .associationOpen:
      if let association { associations[association] = true }
    default: if let association { associations[association] = nil }
    }
  }

  /// Begins what stands, once everything is recalled.
  package func beginStanding() throws {
    for end in associations.keys.sorted() {
      let track = Track(host: end.host, place: .association(end.association))
      try begin("association \(end.association.rawValue)", on: track)
    }
    for key in ends.keys.sorted() {
      let track = Track(host: key.host, place: .connection(key.connection, lane: 0))
      try begin("connection \(key.connection.rawValue)", on: track)
    }
  }

  private func begin(_ name: String, on track: Track) throws {
    counts.slices += 1
    counts.begunBefore += 1
    try self.name(track)
    try record("B", name, on: track, at: scene.from)
  }
}
