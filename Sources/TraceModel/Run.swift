/// A run of a trace file: what it was started from, and how far it got.
package struct Run: Equatable, Sendable, Identifiable {
  /// Whether a run was recorded to its end.
  package enum Status: Equatable, Sendable {
    /// The run ended, and all of it is in the file.
    case complete
    /// Its recording was cut off; everything up to ``Run/eventCount`` is in the file.
    case interrupted
    /// The status as views spell it.
    package var name: String { self == .complete ? "complete" : "interrupted" }
  }

  /// Where a what-if leaves the run that it varies.
  package struct Branch: Equatable, Sendable {
    /// The run it varies.
    package var run: Run.ID
    /// The event behind which it is simulated with other parameters; both share all events up to
    /// it, and may share more.
    package var event: EventSequence
    package init(run: Run.ID, event: EventSequence) {
      self.run = run
      self.event = event
    }
  }

  /// Its number in the file, from 1.
  package var id: Int
  package var header: RunHeader
  package var status: Status
  /// How it ended; `nil` if it was interrupted.
  package var outcome: RunOutcome?
  /// When it ended; if it was interrupted, the time of its last event.
  package var end: TraceInstant
  package var eventCount: Int
  /// The hash of all its events.
  package var fingerprint: Fingerprint
  /// Where it leaves the run that it varies; `nil` if it varies none.
  package var branch: Branch?
  /// What it holds of the run that it was cut out of; `nil` for a whole run.
  package var slice: Slice?

  package init(
    id: Int, header: RunHeader, status: Status, outcome: RunOutcome?, end: TraceInstant,
    eventCount: Int, fingerprint: Fingerprint, branch: Branch? = nil, slice: Slice? = nil
  ) {
    self.id = id
    self.header = header
    self.status = status
    self.outcome = outcome
    self.end = end
    self.eventCount = eventCount
    self.fingerprint = fingerprint
    self.branch = branch
    self.slice = slice
  }

  /// The name of a host, or `host 7` if the run has none of this index.
  package func name(of host: HostIndex) -> String {
    let index = Int(host.rawValue)
    return header.hosts.indices.contains(index) ? header.hosts[index].name : "host \(index)"
  }
}

/// How a run ended.
package enum RunOutcome: UInt32, CaseIterable, Sendable {
  /// The scenario's duration passed.
  case finished = 1
  /// The limit on events was reached.
  case eventLimit = 2
  /// The limit on queued messages was reached.
  case queueLimit = 3
  /// The limit on scheduled events was reached.
  case scheduleLimit = 4

  package var name: String {
    ["finished", "event_limit", "queue_limit", "schedule_limit"][Int(rawValue) - 1]
  }
}
