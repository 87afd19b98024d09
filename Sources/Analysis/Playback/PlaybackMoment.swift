package import TraceModel

/// Something that a viewer of a run sees happen.
package struct PlaybackMoment: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case event(EventKind)
    /// From here on mail waits, and none is delivered.
    case stallBegins
    case stallEnds
  }

  package var time: TraceInstant
  /// The runs that it happens in, by their places among those that are played, from 0: several if
  /// it is the same in all.
  package var runs: [Int]
  package var kind: Kind
  /// What happens, where: `bind_nak HUB1 ← SLPS100 · reason 0`.
  package var text: String

  package init(time: TraceInstant, runs: [Int], kind: Kind, text: String) {
    self.time = time
    self.runs = runs
    self.kind = kind
    self.text = text
  }
}

extension PlaybackMoment {
  /// The kinds of events that a viewer sees unless others are chosen.
  static let usualKinds: [EventKind] = [
    .messageNonDelivered, .bindNak, .coCancel, .orphaned, .callFailed, .associationOpening,
    .associationOpen, .associationClosed, .associationAborted, .associationRefused,
    .associationLost, .associationRecovered, .logEntry, .stormBegan, .stormEnded, .linkDown,
    .linkUp, .bandwidthChanged, .hostStopped, .hostStarted, .hostHung, .hostResumed, .limitReached,
  ]

  /// Whether an event of the usual kinds tells something new: of what is sent and received one end
  /// is enough, and that hosts start with the run is no news.
  static func isNews(_ event: TraceEvent) -> Bool {
    switch event.kind {
    case .bindNak: event.direction != .sent
    case .coCancel, .orphaned, .associationAborted: event.direction != .received
    case .hostStarted: event.time > .start
    default: true
    }
  }
}
