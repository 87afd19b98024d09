package import TraceModel

/// What a sequence diagram tells of one run: who takes part, and what happens between them, in
/// order of time.
///
/// A story is about one direction of mail. What belongs to no row is counted in ``omitted``, so
/// that nothing is left out in silence.
package struct SequenceStory: Equatable, Sendable {
  /// How often a kind of event happened that is not drawn.
  package struct Omission: Equatable, Sendable {
    package var kind: EventKind
    package var count: Int
  }

  package var lifelines: [Lifeline]
  package var rows: [SequenceRow]
  /// What happened between the story's hosts in its time and is not drawn, most frequent first.
  package var omitted: [Omission]
  package var start: TraceInstant
  package var end: TraceInstant
  /// What state the lifelines are in, lifeline by lifeline, within the story's time.
  package var spans: [LifelineSpan]

  package init(
    lifelines: [Lifeline], rows: [SequenceRow], omitted: [Omission], start: TraceInstant,
    end: TraceInstant, spans: [LifelineSpan] = []
  ) {
    self.lifelines = lifelines
    self.rows = rows
    self.omitted = omitted
    self.start = start
    self.end = end
    self.spans = spans
  }
}

/// One vertical line of a sequence diagram.
package struct Lifeline: Equatable, Sendable {
  package enum Role: Equatable, Sendable {
    case mta
    /// The client side of a host's RPC runtime.
    case rpcRuntime
    /// A server address of a host, by its index.
    case address(Int)
  }

  package var host: HostIndex
  package var role: Role
  /// The first line of its heading: `SLPS100 RPC`.
  package var title: String
  /// The second line: `tcp[1911]`.
  package var subtitle: String

  package init(host: HostIndex, role: Role, title: String, subtitle: String) {
    self.host = host
    self.role = role
    self.title = title
    self.subtitle = subtitle
  }
}

/// The same direction of mail in one run or more, side by side from the same moment.
package struct SequenceContrast: Equatable, Sendable {
  /// What the pictures show, as one sentence.
  package var headline: String
  /// What was taken from the trace: direction, association, time, scenario, seed.
  package var subtitle: String
  /// One story for each run, in the order of the runs, with equal lifelines.
  package var stories: [SequenceStory]
  /// How many rows at the beginning of each story tell the same: they are drawn at the same height.
  package var sharedRows: Int
  /// Whether the rows behind the shared ones begin with the first difference that the wire shows.
  package var hasDifference: Bool
  /// What a band says that stands before the first row that is not shared, if the diagram is about
  /// that row.
  package var focus: String?
  /// How many folds the stories have, whichever are drawn row by row.
  package var foldCount: Int

  package init(
    headline: String, subtitle: String, stories: [SequenceStory], sharedRows: Int,
    hasDifference: Bool, foldCount: Int = 0
  ) {
    self.headline = headline
    self.subtitle = subtitle
    self.stories = stories
    self.sharedRows = sharedRows
    self.hasDifference = hasDifference
    self.foldCount = foldCount
  }
}
