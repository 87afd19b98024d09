package import TraceModel
package import TraceStore

/// A time in which mail waited and none was delivered in its direction for more than 60 s.
package struct Stall: Hashable, Sendable {
  /// What ended it: a rescue, a strand, or something else.
  package typealias Ending = IncidentRow.Ending

  package var link: Link
  /// The last delivery, or the enqueueing of the first message that waited.
  package var start: TraceInstant
  /// The next delivery, or the end of the run.
  package var end: TraceInstant
  package var ending: Ending
  /// The largest backlog within it.
  package var peak: UInt32
  /// The backlog just before it ended.
  package var waiting: UInt32
  /// The `bind_nak` PDUs that the sender received.
  package var naks: Int
  /// The sender's calls that failed with 1727.
  package var callFailures: Int
  /// The event at its start.
  package var firstEvent: EventSequence
  /// The event at its end; `nil` if the run ended first.
  package var lastEvent: EventSequence?
  /// The associations between the two hosts that were opened within it.
  package var openings: [MTAAssociationID]

  package init(
    link: Link, start: TraceInstant, end: TraceInstant, ending: Ending, peak: UInt32,
    waiting: UInt32, naks: Int, callFailures: Int, firstEvent: EventSequence,
    lastEvent: EventSequence?, openings: [MTAAssociationID]
  ) {
    self.link = link
    self.start = start
    self.end = end
    self.ending = ending
    self.peak = peak
    self.waiting = waiting
    self.naks = naks
    self.callFailures = callFailures
    self.firstEvent = firstEvent
    self.lastEvent = lastEvent
    self.openings = openings
  }

  package var duration: TraceDuration { end - start }

  /// Whether mail still waited when the run ended.
  package var isOpen: Bool { lastEvent == nil }
}
