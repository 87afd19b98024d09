package import Analysis
package import TraceModel

/// What became of a run's events in a timeline.
package struct PerfettoCounts: Equatable, Sendable {
  package var events = 0
  /// Connections, associations and calls.
  package var slices = 0
  /// PDUs and the like with both their ends.
  package var arrows = 0
  package var stalls = 0
  package var disturbances = 0
  /// What was sent and not received in the stretch of time, or received and not sent: without an
  /// arrow.
  package var withoutArrow = 0
  /// Slices that had begun before the stretch of time: they begin with it.
  package var begunBefore = 0
  /// Slices that had not ended when the stretch of time did: they end with it.
  package var unfinished = 0
  /// Calls that overlap more others on their connection than there are lanes: points in time.
  package var crowded = 0

  package init() {}
}

/// What a timeline shows of a run besides its events.
package struct PerfettoScene: Sendable {
  /// The first and the last moment of the stretch of time.
  package var from: TraceInstant
  package var to: TraceInstant
  package var stalls: [Stall]
  /// What disturbs hosts and lines from outside, in the order of time.
  package var disturbances: [Disturbance]
  /// How many messages wait in each direction when the stretch begins.
  package var backlogs: [(link: Link, waiting: UInt32)]

  package init(
    from: TraceInstant, to: TraceInstant, stalls: [Stall] = [],
    disturbances: [Disturbance] = [], backlogs: [(link: Link, waiting: UInt32)] = []
  ) {
    self.from = from
    self.to = to
    self.stalls = stalls
    self.disturbances = disturbances
    self.backlogs = backlogs
  }
}
