import TraceModel

/// What becomes of an event: an arrow where something is sent, a note otherwise.
extension CauseStory {
  /// The row that an event begins, and whether it is an arrow whose end is still to come.
  mutating func row(for event: TraceEvent) throws -> (row: SequenceRow, isSent: Bool) {
    let connection = try connection(of: event)
    let own = lifeline(role(of: event.host, connection, event), of: event.host)
    if let peer = event.peer, let (text, mark) = try sentWords(event, connection) {
      guard event.direction == .sent else {
        // Its sending is not among the events: it is not told, but that it came is.
        return (note(event, at: own, "\(text) arrives", mark), false)
      }
      let other = lifeline(role(of: peer, connection, event), of: peer)
      return (arrow(event, from: own, to: other, text, mark), true)
    }
    switch event.kind {
    case .callFailed:
      let runtime = lifeline(.rpcRuntime, of: event.host)
      let mta = lifeline(.mta, of: event.host)
      let text = StoryWords.failure(event)
      let row = arrow(event, from: runtime, to: mta, text, .failure, received: event.time)
      return (row, false)
    case .groupFiled:
      guard let code = event.code, let connection else { break }
      let text = "filed under \(run.addressName(code, of: event.host))"
      if code == UInt32(connection.serverAddress) {
        return (note(event, at: own, text, .filed), false)
      }
      let other = lifeline(.address(Int(code)), of: event.host)
      return (arrow(event, from: own, to: other, text, .misfiled, received: event.time), false)
    default: break
    }
    let (text, mark) = noteWords(event)
    return (note(event, at: own, text, mark), false)
  }

  /// The party at a host that an event concerns.
  private func role(
    of host: HostIndex, _ connection: RPCConnection?, _ event: TraceEvent
  ) -> Lifeline.Role {
    guard let connection, isOnTheWire(event, connection) else { return .mta }
    if connection.server == host, connection.client != host {
      return .address(Int(connection.serverAddress))
    }
    return connection.client == host ? .rpcRuntime : .mta
  }

  /// Whether an event is told of runtimes and their addresses, and not of MTAs.
  private func isOnTheWire(_ event: TraceEvent, _ connection: RPCConnection) -> Bool {
    switch event.kind {
    case .request, .response: isBelowMTAs(connection)
    case .connect, .accept, .connected, .connectRefused, .disconnect, .reset, .groupFiled,
      .groupEnded, .groupMissed:
      true
    default: event.kind.isPDU
    }
  }

  /// Whether the calls of a connection are not those of an MTA, or it is not known whether.
  private func isBelowMTAs(_ connection: RPCConnection) -> Bool {
    let (hosts, server) = (run.header.hosts, Int(connection.server.rawValue))
    guard run.header.source != .capture else { return true }
    guard hosts.indices.contains(server),
      hosts[server].addresses.indices.contains(Int(connection.serverAddress))
    else { return false }
    return hosts[server].addresses[Int(connection.serverAddress)].isEndpointMapper
  }

  /// What is said of something that goes to the other side; `nil` if an event is nothing such.
  private func sentWords(
    _ event: TraceEvent, _ connection: RPCConnection?
  ) throws -> (text: String, mark: SequenceMark)? {
    switch event.kind {
    case .turnPlease where event.direction != nil: return ("asks for the turn", .call)
    case .turnGive where event.direction != nil: return (StoryTeller.grant, .reply)
    case .associationClosing where event.direction != nil:
      return ("closes \(StoryWords.association(event))", .call)
    case .associationAborted where event.direction != nil:
      return ("aborts \(StoryWords.association(event))", .failure)
    case .connect where event.direction != nil: return ("connects", .call)
    case .disconnect where event.direction != nil: return ("closes the connection", .call)
    default:
      guard event.kind.isPDU, event.direction != nil else { return nil }
    }
    guard run.header.source == .capture else {
      return Self.words(for: event, isCall: connection.map { !isBelowMTAs($0) } ?? true)
    }
    var (text, mark) = WireStory.words(for: event)
    if let connection { text += " · connection \(connection.id.rawValue)" }
    if let frame = try frame(of: event) { text += " · frame \(frame)" }
    return (text, mark)
  }

  /// - Parameter isCall: Whether a request is an MTA's.
  private static func words(
    for event: TraceEvent, isCall: Bool
  ) -> (text: String, mark: SequenceMark) {
    switch (event.kind, event.opnum) {
    case (.bind, _): ("bind · \(StoryWords.group(event.group))", .bind)
    case (.bindAck, _): ("bind_ack · \(StoryWords.group(event.group))", .bindAck)
    case (.bindNak, _): ("bind_nak · reason \(event.code ?? 0)", .bindNak)
    case (.alterContext, _), (.auth3, _): (event.kind.name, .bind)
    case (.alterContextResponse, _): (event.kind.name, .bindAck)
    case (.request, _) where !isCall: ("asks where the MTA listens", .call)
    case (.response, _) where !isCall: ("says where the MTA listens", .reply)
    case (.request, 0): ("MtaBind", .call)
    case (.request, 1): ("MtaBindBack", .call)
    case (.response, 0): ("MtaBind returns", .reply)
    case (.response, 1): ("MtaBindBack returns", .reply)
    case (.request, _) where event.message != nil:
      ("transfer · \(StoryWords.message(event))", .call)
    case (.response, _) where event.message != nil:
      ("transfer returns · \(StoryWords.message(event))", .reply)
    case (.response, _): (event.kind.name, .reply)
    case (.fault, _): (StoryWords.fault(event), .failure)
    case (.coCancel, _), (.orphaned, _): (event.kind.name, .cancel)
    default: (event.kind.name, .call)
    }
  }

  /// What is said of something that happens at one host.
  private func noteWords(_ event: TraceEvent) -> (text: String, mark: SequenceMark) {
    switch event.kind {
    case .messageEnqueued: ("\(StoryWords.message(event)) arrives", .outside)
    case .messageDelivered:
      ("delivered" + (event.message.map { " \($0.rawValue)" } ?? ""), .delivery)
    case .messageNonDelivered, .transferResumed, .duplicateRecognised:
      StoryWords.fate(ofMessage: event)
    case .transferStarted: ("transfer begins · \(StoryWords.message(event))", .decision)
    case .accept: ("accepts the connection", .decision)
    case .connected: ("connected", .reply)
    case .connectRefused: ("no connection", .failure)
    case .reset: ("connection reset", .failure)
    case .groupEnded: ("\(StoryWords.group(event.group)) ends", .decision)
    case .groupMissed: ("\(StoryWords.group(event.group)) is not filed here", .failure)
    case .associationOpening: (StoryWords.opening(event), .decision)
    case .associationOpen: ("\(StoryWords.association(event)) open", .reply)
    case .associationClosed: ("\(StoryWords.association(event)) closed", .decision)
    case .associationLost, .associationRecovered, .associationRefused, .contextRundown,
      .associationAborted:
      StoryWords.fate(event)
    case .timerExpired:
      (
        "timer runs out: "
          + (event.code.flatMap(TimerKind.init(rawValue:)).map(EventWords.timer) ?? "unknown"),
        .decision
      )
    case .logEntry: (StoryWords.logEntry(event), .failure)
    default: (EventText(run: run).words(event), .outside)
    }
  }

  private func arrow(
    _ event: TraceEvent, from: Int, to: Int, _ label: String, _ mark: SequenceMark,
    received: TraceInstant? = nil
  ) -> SequenceRow {
    .arrow(
      SequenceArrow(
        from: from, to: to, sent: event.time, received: received, label: label, mark: mark,
        event: event.sequence))
  }

  private func note(
    _ event: TraceEvent, at lifeline: Int, _ text: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .note(
      SequenceNote(
        at: lifeline, time: event.time, text: text, mark: mark, event: event.sequence))
  }
}
