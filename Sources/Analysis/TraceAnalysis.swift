package import TraceModel
package import TraceStore

/// What a trace means: the only source of numbers for pictures, reports and answers.
package struct TraceAnalysis {
  package let reader: TraceReader

  package init(reader: TraceReader) { self.reader = reader }

  /// Every run of the trace.
  package func runs() throws -> [Run] { try reader.runs() }

  /// What a run did with its mail.
  package func summary(of run: Run) throws -> RunSummary {
    let count = try troubleCount(of: run)
    let stalls = try stalls(of: run)
    let deliveries = try reader.deliveryTimes(of: run.id)
    let links = try reader.linkCounts(of: run.id).map { counts in
      let link = Link(from: counts.sender, to: counts.recipient)
      let times = deliveries.first { $0.sender == link.from && $0.recipient == link.to }?.times
      let other = count.counts[link] ?? TroubleCount.Counts()
      return LinkSummary(
        link: link, fromName: run.name(of: link.from), toName: run.name(of: link.to),
        enqueued: counts.enqueued, delivered: counts.delivered,
        nonDelivered: counts.nonDelivered, deliveryTime: Quantiles(ofSorted: times ?? []),
        peakBacklog: counts.peak, peakAt: counts.peakTime,
        stalls: stalls.filter { $0.link == link }, naks: other.naks, cancels: other.cancels,
        openings: other.openings, misfiled: other.misfiled, trouble: other.trouble)
    }
    return RunSummary(
      run: run, links: links, disturbances: try disturbances(of: run),
      unread: try reader.unreadCounts(of: run.id), logs: try reader.importedLogs(of: run.id))
  }

  /// The stalls of a run, in the order of directions and time.
  package func stalls(of run: Run) throws -> [Stall] {
    try reader.incidents(of: run.id).map { row in
      let link = Link(from: row.sender, to: row.recipient)
      var openings: [MTAAssociationID] = []
      let within = EventFilter(
        kinds: [.associationOpening], first: row.firstEvent, last: row.lastEvent)
      try reader.forEachEvent(of: run.id, within) { event in
        guard link.joins(event), let association = event.association else { return }
        openings.append(association)
      }
      return Stall(
        link: link, start: row.start, end: row.end, ending: row.ending, peak: row.peak,
        waiting: row.waiting, naks: row.naks, callFailures: row.callFailures,
        firstEvent: row.firstEvent, lastEvent: row.lastEvent, openings: openings)
    }
  }

  /// Whether an event of kind `group_filed` names another address than its connection's.
  package func isMisfiled(_ event: TraceEvent, in run: Run.ID) throws -> Bool {
    guard event.kind == .groupFiled, let code = event.code, let id = event.connection,
      let connection = try reader.connection(id, of: run)
    else { return false }
    return code != UInt32(connection.serverAddress)
  }
}

extension Link {
  /// Whether an event is a `bind_nak` that a client of this direction received.
  func isNak(_ event: TraceEvent) -> Bool {
    event.kind == .bindNak && event.direction == .received && isAtSender(event)
  }

  /// Whether an event is a `co_cancel` that a client of this direction sent.
  func isCancel(_ event: TraceEvent) -> Bool {
    event.kind == .coCancel && event.direction == .sent && isAtSender(event)
  }

  /// Whether an event happened at the sender and concerns the recipient.
  func isAtSender(_ event: TraceEvent) -> Bool { event.host == from && event.peer == to }
}
