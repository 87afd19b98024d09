import TraceModel

/// Tells the states of a story's lifelines, event by event.
struct SpanTeller {
  private let link: Link
  private let lifelines: StoryLifelines
  private var associations: AssociationWatch
  /// What each MTA is in, and since when.
  private var current: [HostIndex: (state: LifelineSpan.State, since: TraceInstant)] = [:]
  /// The calls that a host works on, and since when.
  private var calls: [Call: TraceInstant] = [:]
  private var spans: [LifelineSpan] = []

  private struct Call: Hashable {
    var host: HostIndex
    var connection: RPCConnectionID
    var call: UInt32
  }

  /// - Parameter lifelines: Those of a story about this direction of the run.
  init(run: Run, link: Link, lifelines: StoryLifelines) {
    self.link = link
    self.lifelines = lifelines
    associations = AssociationWatch(run: run, link: link)
  }

  /// Takes an event from before the story, of the kinds that ``AssociationWatch`` follows.
  mutating func recall(_ event: TraceEvent) { associations.take(event) }

  /// The story begins at a moment.
  mutating func begin(at start: TraceInstant) {
    for host in [link.from, link.to] { update(host, at: start) }
  }

  /// Takes the next event of the story.
  mutating func tell(_ event: TraceEvent) {
    if AssociationWatch.kinds.contains(event.kind) {
      associations.take(event)
      update(event.host, at: event.time)
    }
    guard event.host == link.from || event.host == link.to, let connection = event.connection,
      let number = event.call
    else { return }
    let call = Call(host: event.host, connection: connection, call: number)
    switch (event.kind, event.direction, event.opnum) {
    // MtaBind and MtaBindBack: the only calls that are drawn one by one.
    case (.request, .received, 0), (.request, .received, 1):
      if event.peer == link.from || event.peer == link.to { calls[call] = event.time }
    case (.response, .sent, _), (.fault, .sent, _):
      guard let start = calls.removeValue(forKey: call) else { return }
      add(.call, at: event.host, from: start, to: event.time)
    default: break
    }
  }

  /// The story ends: every span there was in it, lifeline by lifeline in the order of time.
  ///
  /// - Parameter stalls: When nothing was delivered although mail waited.
  consuming func finish(
    from start: TraceInstant, to end: TraceInstant, stalls: [ClosedRange<TraceInstant>]
  ) -> [LifelineSpan] {
    for stall in stalls where stall.lowerBound < end && stall.upperBound > start {
      add(
        .stalled, at: link.from, from: max(stall.lowerBound, start), to: min(stall.upperBound, end))
    }
    for host in [link.from, link.to] { close(host, at: end) }
    return spans.enumerated().sorted {
      ($0.element.lifeline, $0.element.start, $0.offset)
        < ($1.element.lifeline, $1.element.start, $1.offset)
    }.map(\.element)
  }

  private mutating func update(_ host: HostIndex, at time: TraceInstant) {
    let state = associations.state(of: host)
    guard current[host]?.state != state else { return }
    close(host, at: time)
    current[host] = state.map { ($0, time) }
  }

  private mutating func close(_ host: HostIndex, at time: TraceInstant) {
    guard let (state, since) = current.removeValue(forKey: host) else { return }
    add(state, at: host, from: since, to: time)
  }

  private mutating func add(
    _ state: LifelineSpan.State, at host: HostIndex, from start: TraceInstant, to end: TraceInstant
  ) {
    guard end >= start else { return }
    let lifeline = host == link.from ? lifelines.sender : lifelines.receiver
    spans.append(LifelineSpan(lifeline: lifeline, state: state, start: start, end: end))
  }
}
