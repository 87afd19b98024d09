package import TraceModel

/// The backlog of one direction of mail over time, for one run or several that were fed with the
/// same mail.
package struct BacklogChart {
  package var content: Content

  package init(_ content: Content) { self.content = content }

  /// What a backlog chart shows, as plain values.
  package struct Content: Equatable, Sendable {
    /// The finding, as a sentence.
    package var headline: String
    /// What was measured.
    package var subtitle: String
    /// A line of the user's own.
    package var note: String?
    package var provenance: Provenance
    /// The first moment shown.
    package var from: TraceInstant
    /// The last moment shown; after `from`.
    package var to: TraceInstant
    /// The queue length at which another association is opened; `nil` if the runs have none in
    /// common.
    package var threshold: UInt32?
    /// The runs in the order of the trace file; the first is drawn on top.
    package var runs: [Series]
    /// What happened, kind by kind.
    package var strips: [Strip]
    /// Where a touch on a stall leads in a document that has such a place.
    package var stallTarget: String?
    /// What disturbed the hosts from outside, in the order of time.
    package var bands: [Band]

    package init(
      headline: String, subtitle: String, note: String?, provenance: Provenance,
      from: TraceInstant, to: TraceInstant, threshold: UInt32?, runs: [Series], strips: [Strip],
      bands: [Band] = []
    ) {
      self.headline = headline
      self.subtitle = subtitle
      self.note = note
      self.provenance = provenance
      self.from = from
      self.to = to
      self.threshold = threshold
      self.runs = runs
      self.strips = strips
      self.bands = bands
    }
  }

  /// One run's line.
  package struct Series: Equatable, Sendable {
    /// `NT 4.0 SP3`.
    package var name: String
    /// `SP3`.
    package var shortName: String
    package var accent: Accent
    /// Lines below the name: `672 delivered, 7 waiting`, `p99 6 m 15 s`.
    package var facts: [String]
    package var values: StepValues
    /// When the run ended, and its line with it; `nil` if it went on to the last moment shown.
    package var end: TraceInstant?
    package var stalls: [Stall]
    /// Moments at which a message was delivered, at most as many as can be told apart.
    package var deliveries: [TraceInstant]

    package init(
      name: String, shortName: String, accent: Accent, facts: [String], values: StepValues,
      end: TraceInstant? = nil, stalls: [Stall], deliveries: [TraceInstant]
    ) {
      self.name = name
      self.shortName = shortName
      self.accent = accent
      self.facts = facts
      self.values = values
      self.end = end
      self.stalls = stalls
      self.deliveries = deliveries
    }
  }

  /// A time in which nothing was delivered.
  package struct Stall: Equatable, Sendable {
    package var start: TraceInstant
    package var end: TraceInstant
    /// `6 min`.
    package var length: String
    /// Whether mail still waits at the end of the trace.
    package var isOpen: Bool

    package init(start: TraceInstant, end: TraceInstant, length: String, isOpen: Bool) {
      self.start = start
      self.end = end
      self.length = length
      self.isOpen = isOpen
    }
  }

  /// A time in which a line or a host was in trouble.
  package struct Band: Equatable, Sendable {
    package var start: TraceInstant
    package var end: TraceInstant
    /// `outage 5 min`.
    package var label: String

    package init(start: TraceInstant, end: TraceInstant, label: String) {
      self.start = start
      self.end = end
      self.label = label
    }
  }

  /// Marks of one kind of event, below the chart on the same axis.
  package struct Strip: Equatable, Sendable {
    /// How an event is marked.
    package enum Mark: Sendable { case triangleDown, triangleUp, cross, diamond }

    /// `bind_nak`.
    package var name: String
    package var mark: Mark
    /// For each run, in order, when it happened, and how often.
    package var runs: [Occurrences]

    package init(name: String, mark: Mark, runs: [Occurrences]) {
      self.name = name
      self.mark = mark
      self.runs = runs
    }
  }

  /// When something happened in one run.
  package struct Occurrences: Equatable, Sendable {
    /// At most as many as can be told apart.
    package var times: [TraceInstant]
    /// All of them.
    package var count: Int

    package init(times: [TraceInstant], count: Int) {
      self.times = times
      self.count = count
    }
  }
}
