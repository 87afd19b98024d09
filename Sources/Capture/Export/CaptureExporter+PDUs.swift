import DCERPC
import TraceModel

/// How PDUs are sent, in as many segments as they need, and arrive.
extension CaptureExporter {
  mutating func send(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    try send(event, over: &connection, fromServer: connection.isAtServer(event))
    keep(connection)
  }

  private mutating func send(
    _ event: TraceEvent, over connection: inout ExportedConnection, fromServer: Bool
  ) throws {
    guard let (octets, missing) = try octets(of: event, on: &connection) else {
      return leaveOut(event, .cannotBeMade)
    }
    let size = options.segmentSize(of: connection)
    let count = (octets.count + size - 1) / size
    let known = octets.count - missing
    for part in 0..<count {
      let range = part * size..<min((part + 1) * size, octets.count)
      let isLast = part == count - 1
      let segment = connection.segment(
        fromServer: fromServer, isLast ? [.psh, .ack] : .ack, payload: octets[range])
      let text = comment(event).pdu(part: part + 1, of: count, missed: connection.missedGroup)
      try write(
        segment, of: &connection, at: event.time,
        missing: min(range.count, max(0, range.upperBound - known)), comment: text)
    }
    connection.send(fromServer: fromServer, at: event.time, isPDU: true)
    guard options.includes(connection, at: event.time) else { return }
    summary.count(event.kind)
    if missing > 0 { summary.cutPDUs += 1 }
  }

  /// The octets of a PDU and how many of them, at its end, are not known and stand as zeros; `nil`
  /// if it can neither be found nor made.
  private func octets(
    of event: TraceEvent, on connection: inout ExportedConnection
  ) throws -> (octets: [UInt8], missing: Int)? {
    guard let stored = try sources.storedOctets(event) else {
      return PDUMaker(event)?.octets(&connection.setting).map { ($0, 0) }
    }
    let missing = max(0, min(Int(event.length ?? 0), Int(UInt16.max)) - stored.count)
    let octets = stored + [UInt8](repeating: 0, count: missing)
    return octets.isEmpty ? nil : (octets, missing)
  }

  /// A PDU that arrives is acknowledged; one whose sending the trace does not tell is sent first.
  mutating func pduArrives(_ event: TraceEvent) throws {
    guard var connection = try connection(of: event) else { return }
    let atServer = connection.isAtServer(event)
    if connection[!atServer].underway.isEmpty, !isSimulated {
      try send(event, over: &connection, fromServer: !atServer)
    }
    _ = connection.receive(atServer: atServer, at: event.time)
    let text = comment(event).pdu(missed: nil)
    try acknowledge(&connection, fromServer: atServer, event, text)
    if event.kind == .bindNak, isSimulated, !atServer, connection.server.hasSentFIN,
      connection.client.state == .open
    {
      // The client's runtime lets the connection go without an event of its own.
      try close(&connection, fromServer: false, event, comment(event).letGo)
    }
    keep(connection)
  }

  /// Notes why the server will refuse a bind.
  mutating func noteMissedGroup(_ event: TraceEvent) {
    leaveOut(event, .insideHost)
    guard let id = event.connection else { return }
    connections[id]?.missedGroup = event.group
  }
}
