import TraceModel

/// How connections are lost, and what closes them for good.
extension CaptureExporter {
  /// An end lost its connection: a reset came to it, unless it gave up or sent the reset itself.
  mutating func reset(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    let atServer = connection.isAtServer(event)
    let other = connection[!atServer].state
    let isFirst = other == .open || other == .gone
    // What the network resets has no cause; an end that waits in vain has one.
    let gaveUp = event.cause != nil && !connection[atServer].underway.isEmpty
    if isSimulated, isFirst, gaveUp {
      leaveOut(event, .nothingArrived)
    } else if isSimulated || other == .lost {
      try writeReset(of: &connection, toServer: atServer, event, comment(event).reset)
    }
    connection[atServer].state = .lost
    keep(connection)
  }

  /// A reset goes to one end, in the name of the other: RFC 9293, 3.5.2.
  mutating func writeReset(
    of connection: inout ExportedConnection, toServer: Bool, _ event: TraceEvent, _ text: String
  ) throws {
    var segment = connection.segment(fromServer: !toServer, [.rst, .ack])
    if !toServer, connection.client.hasSentSYN, !connection.server.hasSentSYN {
      // Who never answered has no number of its own, and acknowledges the request.
      segment.sequence = 0
      segment.acknowledgement = connection.client.next
    }
    try write(segment, of: &connection, at: event.time, comment: text)
  }

  /// A host that stops sends nothing more; its peers find out later.
  mutating func hostStopped(_ event: TraceEvent) {
    leaveOut(event, .insideHost)
    for id in connections.keys.sorted() {
      guard var connection = connections[id] else { continue }
      if connection.client.host == event.host { connection.client.state = .gone }
      if connection.server.host == event.host { connection.server.state = .gone }
      keep(connection)
    }
  }

  /// Has an end acknowledge the close of the other one at a time to come.
  mutating func schedule(
    _ connection: inout ExportedConnection, atServer: Bool, at time: TraceInstant
  ) {
    connection.closingCount += 1
    let place = closings.firstIndex { $0.time > time } ?? closings.endIndex
    closings.insert(
      Closing(time: time, connection: connection.id, atServer: atServer), at: place)
  }

  /// Writes the acknowledgements that are due.
  mutating func writeClosings(until time: TraceInstant) throws {
    while let next = closings.first, next.time <= time {
      closings.removeFirst()
      try write(next)
    }
  }

  /// An end that is closed acknowledges a close, and answers data with a reset.
  private mutating func write(_ closing: Closing) throws {
    guard var connection = connections[closing.connection] else { return }
    connection.closingCount -= 1
    let atServer = closing.atServer
    let hasData = connection[!atServer].underway.contains(where: \.isPDU)
    if connection[atServer].state != .gone, connection[!atServer].state != .lost {
      if hasData {
        let segment = connection.segment(fromServer: atServer, [.rst, .ack])
        try write(segment, of: &connection, at: closing.time, comment: nil)
      } else {
        while connection.receive(atServer: atServer, at: closing.time) != nil {}
        if connection[atServer].expected != connection[atServer].acknowledged {
          let segment = connection.segment(fromServer: atServer, .ack)
          try write(segment, of: &connection, at: closing.time, comment: nil)
        }
      }
    }
    keep(connection)
  }
}
