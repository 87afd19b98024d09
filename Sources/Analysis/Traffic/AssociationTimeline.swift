package import TraceModel
import TraceStore

/// What became of one association between two MTAs, or of one connection of a capture.
package struct AssociationTimeline: Equatable, Sendable {
  /// How it is named: `association 4`, `connection 12`.
  package var name: String
  /// A state, in the order of time; they do not overlap.
  package struct Span: Equatable, Sendable {
    package enum State: CaseIterable, Sendable {
      case opening
      /// Open, and it is not known who has the turn.
      case open
      /// Open, and the host where mail waits has the turn.
      case ownTurn
      /// Open, and the other host has it.
      case otherTurn
      case closing
      /// Lost, and not recovered yet.
      case lost
    }

    package var state: State
    package var start: TraceInstant
    package var end: TraceInstant
  }

  package enum Mark: CaseIterable, Sendable {
    case bind
    case bindAck
    case bindNak
    case cancel
  }

  package struct Occurrence: Equatable, Sendable {
    package var mark: Mark
    package var time: TraceInstant
  }

  package var spans: [Span]
  /// In the order of time, at most one of a kind in a thousandth of the time shown.
  package var marks: [Occurrence]
  /// How often each mark occurred, in the order of its cases.
  package var counts: [Int]
  /// How it ended: `closed`, `aborted`, `reset`; `nil` if it had not.
  package var ending: String?

  /// When it began.
  package var start: TraceInstant { spans.first?.start ?? marks.first?.time ?? .start }
}

extension TraceAnalysis {
  /// The associations between the hosts of a direction, or the connections of a capture from a
  /// client to a server, in the order of their beginning, as far as they lie in a stretch of time.
  ///
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func associationTimelines(
    of run: Run, on link: Link, from: TraceInstant, to: TraceInstant
  ) throws -> [AssociationTimeline] {
    var teller = TimelineTeller(run: run, link: link, from: from, to: to)
    if run.header.source == .capture {
      for connection in try reader.connections(of: run.id)
      where connection.client == link.from && connection.server == link.to {
        teller.known.insert(connection.id)
      }
    }
    try reader.forEachEvent(
      of: run.id,
      EventFilter(
        kinds: teller.kinds, hosts: [link.from, link.to], peers: [link.from, link.to], to: to)
    ) { teller.take($0) }
    return teller.finish()
  }
}
