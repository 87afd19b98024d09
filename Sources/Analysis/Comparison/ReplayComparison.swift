package import TraceModel
package import TraceStore

/// Compares a run that is being simulated again with the stored one, event by event, and keeps the
/// first difference.
///
/// It reads the stored run as the new one comes, so that memory does not grow with the run.
package final class ReplayComparison: TraceSink {
  /// Thrown to end the simulation once nothing more can be learnt from it.
  package struct Stop: Error {}

  /// The first thing that is not the same.
  package private(set) var difference: RunDifference?
  /// How many events have been found equal.
  package private(set) var equalEvents = 0
  /// The new run's events behind the one that differs, as many as were asked for.
  package private(set) var following: [TraceEvent] = []
  /// Whether the stored run has been compared to its end.
  package internal(set) var isComplete = false

  let reader: TraceReader
  let run: Run
  let stops: Bool
  private let context: Int
  private let last: EventSequence?
  let stored: EventReadAhead
  private var connections = 0
  private var fingerprint = Fingerprint()
  private var awaitsEntry: EventSequence?
  private let backlogs: BacklogCheck
  private var entries = 0
  /// Of a slice, what it holds next and the hash of all events of the new run.
  var sliced: (next: TraceEvent?, fingerprint: Fingerprint)?

  /// A comparison with a run of a trace.
  ///
  /// - Parameters:
  ///   - stops: Whether to throw ``Stop`` to the producer at the first difference, or when
  ///     an interrupted recording has no more events; without it the rest is ignored.
  ///   - until: The last event to compare, if nothing behind it matters.
  ///   - context: How many events behind the first that differs to wait for before that.
  package init(
    with run: Run, of reader: TraceReader, stops: Bool = true, until last: EventSequence? = nil,
    context: Int = 0
  ) throws {
    self.run = run
    self.context = context
    self.last = last
    self.reader = reader
    self.stops = stops
    stored = try EventReadAhead(of: reader.path, run: run.id)
    backlogs = try BacklogCheck(of: run.id, in: reader)
    if run.slice != nil { sliced = (try stored.nextEvent(), Fingerprint()) }
  }

  /// Whether everything that the stored run has was found the same.
  package var isEqual: Bool { difference == nil && isComplete }

  package func begin(_ header: RunHeader) throws {
    guard header != run.header else { return }
    try found(.header(one: header, other: run.header))
  }

  package func declare(_ connection: RPCConnection) throws {
    guard !isDecided else { return }
    connections += 1
    let other = try reader.connection(connection.id, of: run.id)
    // Connections of an interrupted run are stored with the events that follow them.
    // Of those that a slice does not use it knows nothing.
    guard other != connection, other != nil || run.status == .complete && run.slice == nil else {
      return
    }
    try found(.connection(one: connection, other: other))
  }

  package func record(_ event: TraceEvent) throws {
    guard !isDecided else { return try follow(event) }
    try expectNoEntry()
    guard !isDecided else { return try follow(event) }
    if run.slice != nil { return try recordSliced(event) }
    let other = try stored.nextEvent()
    if other == event {
      try take(event)
    } else if other == nil, run.status == .interrupted {
      try compareStatements()
      isComplete = true
      if stops { throw Stop() }
    } else {
      try found(.event(one: event, other: other))
    }
  }

  /// Takes an event that is equal, as the trace holds it.
  func take(_ event: TraceEvent) throws {
    equalEvents += 1
    fingerprint.combine(event)
    if event.kind == .logEntry { awaitsEntry = event.sequence }
    if let difference = try backlogs.record(event) { try found(.backlog(difference)) }
    if event.sequence == last, stops { throw Stop() }
  }

  package func log(_ entry: EventLogEntry, at event: EventSequence) throws {
    guard !isDecided else { return }
    if run.slice != nil {
      sliced?.fingerprint.combine(entry)
      guard awaitsEntry == event else { return }
    }
    awaitsEntry = nil
    let other = try reader.logEntry(at: event, of: run.id)
    fingerprint.combine(entry)
    entries += 1
    if other != entry { try found(.entry(at: event, one: entry, other: other)) }
  }

  package func end(_ outcome: RunOutcome, at time: TraceInstant) throws {
    guard !isDecided else { return }
    try expectNoEntry()
    guard !isDecided else { return }
    if let other = try sliced?.next ?? stored.nextEvent() {
      try found(.event(one: nil, other: other))
    } else if run.status == .complete {
      try compareEnd(outcome, at: time)
    } else {
      try compareStatements()
    }
    isComplete = true
  }

  private var isDecided: Bool { difference != nil || isComplete }

  private func compareEnd(_ outcome: RunOutcome, at time: TraceInstant) throws {
    let end = run.slice?.wholeEnd ?? run.end
    if outcome != run.outcome || time != end {
      try found(.end(one: (outcome, time), other: run.outcome.map { ($0, end) }))
      return
    }
    try compareStatements()
    guard difference == nil, run.slice == nil,
      connections != (try reader.connectionCount(of: run.id))
    else { return }
    let declared = connections
    let other = try reader.connections(of: run.id).dropFirst(declared).first
    try found(.connection(one: nil, other: other))
  }

  /// Compares what the stored run says about the events that have been found equal.
  func compareStatements() throws {
    if let whole = sliced?.fingerprint, whole != run.wholeFingerprint {
      try found(.fingerprint(one: whole, other: run.wholeFingerprint))
    } else if fingerprint != run.fingerprint {
      try found(.fingerprint(one: fingerprint, other: run.fingerprint))
    } else if let difference = try backlogs.end() {
      try found(.backlog(difference))
    } else {
      let stored = try reader.logEntryCount(of: run.id)
      if stored != entries { try found(.entryCount(one: entries, other: stored)) }
    }
  }

  /// An entry that the stored run has and the new one left out.
  private func expectNoEntry() throws {
    guard let event = awaitsEntry else { return }
    awaitsEntry = nil
    guard let other = try reader.logEntry(at: event, of: run.id) else { return }
    try found(.entry(at: event, one: nil, other: other))
  }

  func found(_ difference: RunDifference) throws {
    if self.difference == nil { self.difference = difference }
    if stops, context == 0 || difference.event == nil { throw Stop() }
  }

  /// Takes an event behind the first that differs.
  private func follow(_ event: TraceEvent) throws {
    guard difference != nil else { return }
    if following.count < context { following.append(event) }
    if stops, following.count >= context { throw Stop() }
  }
}
