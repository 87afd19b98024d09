import TraceModel

/// Connections, PDUs and calls, as a story tells them.
extension StoryTeller {
  mutating func bindPDU(_ event: TraceEvent) {
    if isAtMapper(event) { return mapperPDU(event) }
    if event.kind == .bindNak, event.direction == .sent, !opensUnderWay.isEmpty,
      isOnTheWayBack(event)
    {
      // The sender's addresses have no lifelines, but its MtaBind waits for what is refused here.
      let label = "bind_nak on the way back · reason \(event.code ?? 0)"
      inFlight[event.sequence] = add(
        arrow(event, from: lifelines.sender, to: lifelines.receiver, label, .bindNak), for: event)
      return
    }
    guard event.direction == .sent, let connection = event.connection,
      let server = serverLifeline(of: event)
    else { return omit(event) }
    let row: SequenceRow
    switch event.kind {
    case .bind:
      row = arrow(
        event, from: lifelines.runtime, to: server, "bind · \(StoryWords.group(event.group))", .bind
      )
    case .bindAck:
      row = arrow(
        event, from: server, to: lifelines.runtime, "bind_ack · \(StoryWords.group(event.group))",
        .bindAck)
    case .alterContext:
      row = arrow(event, from: lifelines.runtime, to: server, event.kind.name, .bind)
    case .alterContextResponse:
      row = arrow(event, from: server, to: lifelines.runtime, event.kind.name, .bindAck)
    default:
      row = arrow(
        event, from: server, to: lifelines.runtime, "bind_nak · reason \(event.code ?? 0)",
        .bindNak)
    }
    let place = add(row, for: event, to: openByConnection[connection])
    openByConnection[connection] = place.exchange
    inFlight[event.sequence] = place
  }

  mutating func filed(_ event: TraceEvent) {
    guard let server = serverLifeline(of: event), let connection = event.connection,
      let code = event.code, let other = lifelines.address(Int(code))
    else { return omit(event) }
    let text = "filed under \(lifelines.all[other].subtitle)"
    let row =
      other == server
      ? note(event, at: server, text, .filed)
      : arrow(event, from: server, to: other, text, .misfiled, received: event.time)
    add(row, for: event, to: openByConnection[connection])
  }

  /// The question to the endpoint mapper is one row: bind, bind_ack, request and response say no
  /// more than that it was asked.
  private mutating func mapperPDU(_ event: TraceEvent) {
    guard event.kind == .bind, event.direction == .sent else { return omit(event) }
    mapperQuestion = add(
      note(
        event, at: lifelines.runtime, "asks the endpoint mapper where the MTA listens", .call),
      for: event, to: event.connection.flatMap { openByConnection[$0] })
  }

  /// What the endpoint mapper answered shows in where the next connection goes.
  mutating func connecting(_ event: TraceEvent) {
    if event.direction == .sent, !isAtMapper(event), let question = mapperQuestion,
      let connection = connection(of: event),
      let endpoint = endpoint(Int(connection.serverAddress))
    {
      retell(question, as: "asks the endpoint mapper where the MTA listens: [\(endpoint)]")
      mapperQuestion = nil
    }
    omit(event)
  }

  private func endpoint(_ address: Int) -> String? {
    let hosts = run.header.hosts
    let host = Int(link.to.rawValue)
    guard hosts.indices.contains(host), hosts[host].addresses.indices.contains(address) else {
      return nil
    }
    return hosts[host].addresses[address].endpoint
  }

  /// A connection that was not made, or was lost.
  mutating func connectionNote(_ event: TraceEvent) {
    guard let connection = connection(of: event) else { return omit(event) }
    let isMapper = isAtMapper(event)
    let address =
      run.header.hosts.indices.contains(Int(link.to.rawValue))
      ? run.header.hosts[Int(link.to.rawValue)].addresses : []
    let index = Int(connection.serverAddress)
    let name = address.indices.contains(index) ? address[index].shortName : "address \(index)"
    let server = lifelines.address(index)
    if event.kind == .connectRefused {
      let place = add(
        note(event, at: lifelines.runtime, "no connection to \(name)", .failure), for: event,
        to: openByConnection[connection.id])
      openByConnection[connection.id] = place.exchange
      fail(event, in: place.exchange)
    } else if event.host == link.from {
      let what = isMapper ? "connection to the endpoint mapper reset" : "connection reset"
      let place = add(
        note(event, at: lifelines.runtime, what, .failure), for: event,
        to: openByConnection[connection.id])
      openByConnection[connection.id] = place.exchange
      fail(event, in: place.exchange)
    } else if let server {
      add(note(event, at: server, "connection reset", .failure), for: event)
    } else {
      omit(event)
    }
  }

  /// MtaBind and MtaBindBack between the MTAs, and the first request of a transfer.
  mutating func callPDU(_ event: TraceEvent) {
    guard !isAtMapper(event) else { return mapperPDU(event) }
    guard event.direction == .sent, let opnum = event.opnum else { return omit(event) }
    let (from, to) =
      event.host == link.from
      ? (lifelines.sender, lifelines.receiver)
      : (lifelines.receiver, lifelines.sender)
    switch (event.kind, opnum) {
    case (.request, 0), (.request, 1):
      let name = opnum == 0 ? "MtaBind" : "MtaBindBack"
      if opnum == 0, event.host == link.from, let connection = event.connection {
        opensUnderWay.insert(connection)
      }
      inFlight[event.sequence] = add(arrow(event, from: from, to: to, name, .call), for: event)
    case (.response, 0):
      if let connection = event.connection { opensUnderWay.remove(connection) }
      let opened = event.association.map { " · association \($0.rawValue) open" } ?? ""
      let row = arrow(event, from: from, to: to, "MtaBind returns\(opened)", .reply)
      inFlight[event.sequence] = add(row, for: event)
    case (.request, _):
      guard let message = event.message, event.host == link.from else { return omit(event) }
      guard openByMessage[message] == nil else { return omit(event) }
      let label = "transfer · message \(message.rawValue)"
      let place = add(arrow(event, from: from, to: to, label, .call), for: event)
      openByMessage[message] = place.exchange
      if let connection = event.connection { transferByConnection[connection] = place.exchange }
    default: omit(event)
    }
  }

  /// A fault, or a server that tells its clients to go.
  mutating func serverPDU(_ event: TraceEvent) {
    guard event.direction == .sent, let server = serverLifeline(of: event) else {
      return omit(event)
    }
    let label = event.kind == .fault ? StoryWords.fault(event) : event.kind.name
    let mark: SequenceMark = event.kind == .fault ? .failure : .call
    inFlight[event.sequence] = add(
      arrow(event, from: server, to: lifelines.runtime, label, mark), for: event)
  }

  mutating func cancel(_ event: TraceEvent) {
    guard event.direction == .sent, let connection = event.connection,
      let server = serverLifeline(of: event)
    else { return omit(event) }
    let row = arrow(event, from: lifelines.runtime, to: server, event.kind.name, .cancel)
    let exchange = openByConnection[connection] ?? transferByConnection[connection]
    let place = add(row, for: event, to: exchange)
    openByConnection[connection] = place.exchange
    inFlight[event.sequence] = place
    fail(event, in: place.exchange)
  }

  /// A call of the sender's MTA that failed.
  mutating func failed(_ event: TraceEvent) {
    guard event.host == link.from else { return omit(event) }
    if let connection = event.connection { opensUnderWay.remove(connection) }
    let row = arrow(
      event, from: lifelines.runtime, to: lifelines.sender, StoryWords.failure(event), .failure,
      received: event.time)
    let exchange =
      event.connection.flatMap { openByConnection.removeValue(forKey: $0) }
      ?? event.message.flatMap { openByMessage[$0] }
    let place = add(row, for: event, to: exchange)
    fail(event, in: place.exchange)
    if let message = event.message { breakOff(message) }
  }

  /// Remembers what went wrong at the sender.
  mutating func fail(_ event: TraceEvent, in exchange: Int) {
    if event.host == link.from { lastFailure = (event.sequence, event.time, exchange) }
  }
}
