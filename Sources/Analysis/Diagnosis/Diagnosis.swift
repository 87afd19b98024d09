package import TraceModel

/// What the PDUs of a run show of the known faults, with the events that prove it.
///
/// It rests on what a capture has too: connections, binds and their answers, calls and cancels.
/// What only a simulation tells, such as where a group was filed, makes a finding surer and never
/// makes one.
package struct Diagnosis: Equatable, Sendable {
  package var run: Run
  /// Known faults, the most telling first; empty if the run shows none.
  package var faults: [Finding]
  /// Binds refused for reasons that are no fault of the kind.
  package var refusals: [Refusals]
  /// What of a capture could not be read, and may hide more.
  package var unread: [UnreadCount]

  package init(
    run: Run, faults: [Finding], refusals: [Refusals], unread: [UnreadCount] = []
  ) {
    self.run = run
    self.faults = faults
    self.refusals = refusals
    self.unread = unread
  }

  /// What matters most: the first fault, or else the first refusals.
  package var leading: (link: Link, evidence: [Evidence])? {
    if let fault = faults.first { return (fault.link, fault.evidence) }
    return refusals.first.map { ($0.link, $0.evidence) }
  }

  /// Whether there is nothing to judge: a capture in which no PDU was found.
  package var isBlind: Bool { run.header.source == .capture && run.eventCount == 0 }
}

/// A known fault between two hosts.
package struct Finding: Equatable, Sendable {
  /// How much the trace leaves open.
  package enum Sureness: String, Sendable {
    /// The trace shows it and leaves no other explanation.
    case certain
    /// Something that the trace cannot show would explain it as well.
    case likely
  }

  package var fault: Fault
  package var sureness: Sureness
  /// Who suffers, and who is at fault or silent: for refused binds client and server, for the turn
  /// the side that asked and the one that was asked, for slow calls caller and called.
  package var link: Link
  /// Binds refused, requests for the turn not granted, or calls cancelled.
  package var count: Int
  /// Association groups refused, associations without a turn, or connections with slow calls.
  package var places: Int
  /// What shows it, in the order of events: the first cases in full, at most ``evidenceLimit``.
  package var evidence: [Evidence]

  package static let evidenceLimit = 12

  package init(
    fault: Fault, sureness: Sureness, link: Link, count: Int, places: Int, evidence: [Evidence]
  ) {
    self.fault = fault
    self.sureness = sureness
    self.link = link
    self.count = count
    self.places = places
    self.evidence = evidence
  }
}

/// Refused binds that have an innocent explanation.
package struct Refusals: Equatable, Sendable {
  /// Why a server refuses a bind.
  package enum Cause: Hashable, Sendable {
    /// It names a group whose last connection at the server's address had ended, as after a
    /// restart.
    case endedGroup
    /// It names a group that the server was not seen to acknowledge at that address.
    case unknownGroup
    /// It names no group, and the server gives this reason (C706, `p_reject_reason_t`), or it names
    /// one, and the reason is about something else.
    case reason(UInt32)
  }

  package var cause: Cause
  /// From client to server.
  package var link: Link
  package var count: Int
  /// The first bind and its bind_nak.
  package var evidence: [Evidence]

  package init(cause: Cause, link: Link, count: Int, evidence: [Evidence]) {
    self.cause = cause
    self.link = link
    self.count = count
    self.evidence = evidence
  }
}

/// An event and what it shows.
package struct Evidence: Equatable, Sendable {
  /// What an event shows.
  package enum Role: Equatable, Sendable {
    /// The server gave the client this group.
    case acknowledged(group: UInt32)
    /// The server's runtime filed the group under another address than its connection's.
    case misfiled(group: UInt32)
    /// The client binds into the group.
    case joins(group: UInt32)
    /// The client binds without a group.
    case binds
    /// The server refuses the bind.
    case refuses(reason: UInt32)
    /// The server still answers over another connection of the group.
    case stillAnswers(group: UInt32)
    /// A side asks for the turn, this many times in all.
    case asksForTurn(times: Int)
    /// A call leaves, and gets no response for two minutes.
    case calls(opnum: UInt16?)
    /// The call is cancelled after this long.
    case cancels(after: TraceDuration)
  }

  package var event: EventSequence
  package var time: TraceInstant
  /// Where the event happened, and the other host.
  package var link: Link
  package var connection: RPCConnectionID?
  package var role: Role
  /// The frame of the capture that shows it, from 1; `nil` in a simulation.
  package var frame: Int64?

  package init(
    event: EventSequence, time: TraceInstant, link: Link, connection: RPCConnectionID?, role: Role
  ) {
    self.event = event
    self.time = time
    self.link = link
    self.connection = connection
    self.role = role
  }

  init(_ event: TraceEvent, _ role: Role) {
    self.init(
      event: event.sequence, time: event.time,
      link: Link(from: event.host, to: event.peer ?? event.host), connection: event.connection,
      role: role)
  }
}
