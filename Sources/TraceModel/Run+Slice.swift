extension Run {
  /// What a run holds that was cut out of another: every event of some hosts within a stretch of
  /// time, and what these rest on.
  package struct Slice: Equatable, Sendable {
    /// The stretch of which it holds everything, both ends included.
    package var window: ClosedRange<TraceInstant>
    /// The hosts whose events it holds, in their order; empty for all hosts.
    package var hosts: [HostIndex]
    /// How many events the whole run has.
    package var wholeEventCount: Int
    package var wholeEnd: TraceInstant
    /// The hash of all events of the whole run.
    package var wholeFingerprint: Fingerprint

    package init(
      window: ClosedRange<TraceInstant>, hosts: [HostIndex], wholeEventCount: Int,
      wholeEnd: TraceInstant, wholeFingerprint: Fingerprint
    ) {
      self.window = window
      self.hosts = hosts
      self.wholeEventCount = wholeEventCount
      self.wholeEnd = wholeEnd
      self.wholeFingerprint = wholeFingerprint
    }

    /// Whether its hosts are those of an event: one host means all that it takes part in, several
    /// mean what happens at and between them.
    package func concerns(_ event: TraceEvent) -> Bool {
      guard !hosts.isEmpty else { return true }
      let isHere = hosts.contains(event.host)
      guard let peer = event.peer, peer != event.host else { return isHere }
      return hosts.count == 1 ? isHere || peer == hosts[0] : isHere && hosts.contains(peer)
    }

    /// Whether it has to hold an event if the whole run has that.
    package func promises(_ event: TraceEvent) -> Bool {
      window.contains(event.time) && concerns(event)
    }
  }

  /// How many events there are up to its end, those included that a slice leaves out.
  package var wholeEventCount: Int { slice?.wholeEventCount ?? eventCount }

  /// The hash of all events up to its end, those included that a slice leaves out.
  package var wholeFingerprint: Fingerprint { slice?.wholeFingerprint ?? fingerprint }

  /// Whether it holds everything that happened at a moment, at the hosts concerned.
  package func isWhole(at moment: TraceInstant) -> Bool { slice?.window.contains(moment) ?? true }

  /// Whether it has to hold an event that another recording of the same run has.
  package func promises(_ event: TraceEvent) -> Bool { slice?.promises(event) ?? true }
}
