package import TraceModel

/// How connections begin and end.
extension CaptureExporter {
  /// Writes the packets of the next event.
  package mutating func write(_ event: TraceEvent) throws {
    try writeClosings(until: event.time)
    switch event.kind {
    case .connect where event.direction == .sent: try request(event)
    case .connect: try requestArrives(event)
    case .accept: try accept(event)
    case .connected: try connected(event)
    case .connectRefused: try refused(event)
    case .disconnect where event.direction == .sent: try close(event)
    case .disconnect: try closeArrives(event)
    case .reset: try reset(event)
    case .hostStopped: hostStopped(event)
    case .groupMissed: noteMissedGroup(event)
    case let kind where kind.isPDU:
      if event.direction == .received { try pduArrives(event) } else { try send(event) }
    default: leaveOut(event, .insideHost)
    }
  }

  func comment(_ event: TraceEvent) -> PacketComment { PacketComment(run: run, event: event) }

  private mutating func request(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    let segment = connection.segment(
      fromServer: false, .syn,
      options: OutgoingSegment.synOptions(maximumSegment: options.segmentSize(of: connection)))
    connection.send(fromServer: false, at: event.time, isPDU: false)
    let address = try sources.connection(connection.id).flatMap(serverAddress)
    let text = comment(event).connect(
      to: address?.stringBinding ?? "an unknown address",
      mapped: address?.protocolSequence != "ncacn_ip_tcp")
    try write(segment, of: &connection, at: event.time, comment: text)
    keep(connection)
  }

  /// A server answers a request at once; in a capture, only if it accepts it.
  private mutating func requestArrives(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    _ = connection.receive(atServer: true, at: event.time)
    if isSimulated { try answer(&connection, event) }
    keep(connection)
  }

  private mutating func accept(_ event: TraceEvent) throws {
    guard event.connection != nil else { return leaveOut(event, .otherServer) }
    guard !isSimulated else { return leaveOut(event, .insideHost) }
    guard var connection = try connection(of: event) else { return }
    try answer(&connection, event)
    keep(connection)
  }

  private mutating func answer(_ connection: inout ExportedConnection, _ event: TraceEvent) throws {
    let segment = connection.segment(
      fromServer: true, [.syn, .ack],
      options: OutgoingSegment.synOptions(maximumSegment: options.segmentSize(of: connection)))
    connection.send(fromServer: true, at: event.time, isPDU: false)
    try write(segment, of: &connection, at: event.time, comment: comment(event).connected)
  }

  private mutating func connected(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    _ = connection.receive(atServer: false, at: event.time)
    connection.isEstablished = true
    let segment = connection.segment(fromServer: false, .ack)
    try write(segment, of: &connection, at: event.time, comment: comment(event).connected)
    keep(connection)
  }

  /// A simulated client hears nothing and gives up; a captured one was told by a reset.
  private mutating func refused(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    if isSimulated {
      leaveOut(event, .nothingArrived)
    } else {
      try writeReset(of: &connection, toServer: false, event, comment(event).refused)
    }
    connection.client.state = .lost
    keep(connection)
  }

  private mutating func close(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    let atServer = connection.isAtServer(event)
    if connection.isEstablished || atServer {
      try close(&connection, fromServer: atServer, event, comment(event).disconnect)
    } else if connection.server.hasSentSYN {
      // The client is gone when the answer to its request comes.
      try writeReset(of: &connection, toServer: true, event, comment(event).disconnect)
      connection.client.state = .closed
    } else {
      leaveOut(event, .noPacketDue)
      connection.client.state = .closed
    }
    keep(connection)
  }

  /// Sends the FIN of an end; if the other one has sent its own, both are acknowledged as they
  /// arrive.
  mutating func close(
    _ connection: inout ExportedConnection, fromServer: Bool, _ event: TraceEvent, _ text: String
  ) throws {
    let segment = connection.segment(fromServer: fromServer, [.fin, .ack])
    connection.send(fromServer: fromServer, at: event.time, isPDU: false)
    connection[fromServer].state = .closed
    try write(segment, of: &connection, at: event.time, comment: text)
    let other = connection[!fromServer]
    guard isSimulated, other.state == .closed, other.hasSentFIN,
      let sent = other.underway.last?.time
    else { return }
    schedule(
      &connection, atServer: !fromServer, at: event.time + connection[fromServer].latency)
    schedule(&connection, atServer: fromServer, at: max(event.time, sent + other.latency))
  }

  private mutating func closeArrives(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    let atServer = connection.isAtServer(event)
    var sent: TraceInstant?
    while let arrived = connection.receive(atServer: atServer, at: event.time) {
      sent = arrived.time
    }
    let text = comment(event).disconnect
    if let sent, isSimulated, connection[atServer].state == .open {
      // What closes the one end closes the other.
      let segment = connection.segment(fromServer: atServer, [.fin, .ack])
      connection.send(fromServer: atServer, at: event.time, isPDU: false)
      try write(segment, of: &connection, at: event.time, comment: text)
      schedule(&connection, atServer: !atServer, at: event.time + (event.time - sent))
    } else {
      try acknowledge(&connection, fromServer: atServer, event, text)
    }
    if isSimulated { connection[atServer].state = .closed }
    keep(connection)
  }

  /// Acknowledges what arrived, unless that has been done.
  mutating func acknowledge(
    _ connection: inout ExportedConnection, fromServer: Bool, _ event: TraceEvent, _ text: String
  ) throws {
    let end = connection[fromServer]
    guard end.expected != end.acknowledged else { return leaveOut(event, .noPacketDue) }
    let segment = connection.segment(fromServer: fromServer, .ack)
    try write(segment, of: &connection, at: event.time, comment: text)
  }
}
