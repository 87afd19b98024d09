package import TraceModel
import TraceStore

/// A stall with everything that led to it and happened within it.
package struct Incident: Equatable, Sendable {
  package var stall: Stall
  /// The filing of a group under a wrong address that it leads back to; `nil` if there is none.
  package var cause: TraceEvent?
  /// Naks, cancels, calls that failed, requests for the turn that were not granted and openings
  /// within it, in their order.
  package var events: [TraceEvent]
  /// What the sender wrote into its event log about the recipient.
  package var entries: [LoggedEntry]
  /// What disturbed the direction from outside within it or shortly before, in the order of time.
  package var disturbances: [Disturbance]

  package init(
    stall: Stall, cause: TraceEvent?, events: [TraceEvent], entries: [LoggedEntry],
    disturbances: [Disturbance] = []
  ) {
    self.stall = stall
    self.cause = cause
    self.events = events
    self.entries = entries
    self.disturbances = disturbances
  }
}

extension Incident {
  /// The sender's calls that it cancelled.
  package var cancels: Int { events.count { $0.kind == .coCancel } }
  /// The sender's requests for the turn that were not granted.
  package var turnRequests: Int { events.count { $0.kind == .turnPlease } }
}

/// An entry of an MTA's event log, with the event that it stands for.
package struct LoggedEntry: Equatable, Sendable {
  package var event: TraceEvent
  package var entry: EventLogEntry

  package init(event: TraceEvent, entry: EventLogEntry) {
    self.event = event
    self.entry = entry
  }
}

extension LoggedEntry {
  /// Entries that say the same, with how many they are and when the last one was written.
  package struct Folded: Equatable, Sendable {
    package var first: LoggedEntry
    package var count: Int
    package var last: TraceInstant
  }

  /// Each entry once, in the order of the first that says it.
  package static func folded(_ entries: [LoggedEntry]) -> [Folded] {
    var seen: [Folded] = []
    for logged in entries {
      if let place = seen.firstIndex(where: { $0.first.entry == logged.entry }) {
        seen[place].count += 1
        seen[place].last = logged.event.time
      } else {
        seen.append(Folded(first: logged, count: 1, last: logged.event.time))
      }
    }
    return seen
  }
}

extension TraceAnalysis {
  /// The incidents of one direction of a run, in the order of time.
  package func incidents(of summary: RunSummary, on link: Link) throws -> [Incident] {
    let disturbances = summary.disturbances.filter { $0.concerns(link) }
    return try summary[link].stalls.map { stall in
      var incident = try incident(of: stall, in: summary.run)
      incident.disturbances = disturbances.filter { $0.precedes(stall) }
      return incident
    }
  }

  /// What led to a stall and happened within it, without what disturbed it from outside.
  func incident(of stall: Stall, in run: Run) throws -> Incident {
    var events: [TraceEvent] = []
    let filter = EventFilter(
      kinds: [.bindNak, .coCancel, .callFailed, .associationOpening, .turnPlease, .turnGive],
      first: stall.firstEvent, last: stall.lastEvent)
    try reader.forEachEvent(of: run.id, filter) { event in
      let isMeant =
        switch event.kind {
        case .bindNak: stall.link.isNak(event)
        case .coCancel: stall.link.isCancel(event)
        case .turnPlease: event.direction == .sent && stall.link.isAtSender(event)
        case .turnGive: false
        case .callFailed: stall.link.isAtSender(event)
        default: stall.link.joins(event)
        }
      if isMeant { events.append(event) }
      if event.kind == .turnGive, event.direction == .received, stall.link.isAtSender(event) {
        events.removeAll { $0.kind == .turnPlease && $0.association == event.association }
      }
    }
    var cause: TraceEvent?
    if let nak = events.first(where: { $0.kind == .bindNak }) {
      cause = try misfiling(behind: nak, of: stall.link, in: run.id)
    }
    return Incident(
      stall: stall, cause: cause, events: events, entries: try entries(of: run, during: stall))
  }

  /// What an MTA wrote into its event log about the other side of a direction, in the order of
  /// time.
  package func entries(of run: Run, on link: Link) throws -> [LoggedEntry] {
    try entries(of: run, on: link, first: EventSequence(rawValue: 1), last: nil)
  }

  /// What the sender wrote into its event log within a stall.
  package func entries(of run: Run, during stall: Stall) throws -> [LoggedEntry] {
    try entries(of: run, on: stall.link, first: stall.firstEvent, last: stall.lastEvent)
  }

  private func entries(
    of run: Run, on link: Link, first: EventSequence, last: EventSequence?
  ) throws -> [LoggedEntry] {
    try reader.logEntries(of: run.id, first: first, last: last).compactMap { logged in
      guard let event = try reader.event(logged.event, of: run.id), event.host == link.from,
        event.peer ?? link.to == link.to
      else { return nil }
      return LoggedEntry(event: event, entry: logged.entry)
    }
  }

  /// The events that led to one, the nearest first, up to one that nothing led to.
  ///
  /// - Parameter limit: How many are looked up at most.
  package func causes(
    of event: TraceEvent, in run: Run.ID, limit: Int = 10_000
  ) throws -> [TraceEvent] {
    var chain: [TraceEvent] = []
    var next = event.cause
    while let sequence = next, chain.count < limit {
      guard let cause = try reader.event(sequence, of: run) else { break }
      chain.append(cause)
      next = cause.cause
    }
    return chain
  }

  /// The filing under a wrong address of the group that a refused bind wanted to join.
  private func misfiling(
    behind nak: TraceEvent, of link: Link, in run: Run.ID
  ) throws -> TraceEvent? {
    let bind = try causes(of: nak, in: run, limit: 16)
      .first { $0.connection == nak.connection && $0.group ?? 0 != 0 }
    guard let group = bind?.group else { return nil }
    var filing: TraceEvent?
    let earlier = EventFilter(kinds: [.groupFiled], hosts: [link.to], last: nak.sequence)
    try reader.forEachEvent(of: run, earlier) { event in
      if event.group == group, event.peer == link.from { filing = event }
    }
    guard let filing, try isMisfiled(filing, in: run) else { return nil }
    return filing
  }
}
