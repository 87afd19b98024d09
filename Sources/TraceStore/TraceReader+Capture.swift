import GRDB
package import TraceModel

extension TraceReader {
  /// What of a run's capture could not be read, in the order of layers; empty for a simulation.
  package func unreadCounts(of run: Run.ID) throws -> [UnreadCount] {
    try rows(
      "SELECT * FROM unread_count WHERE run = ? ORDER BY position", [run],
      place: { "what is unread (\($0["position"] as DatabaseValue)) of run \(run)" }
    ) { row in
      UnreadCount(
        layer: try row.text("layer"), reason: try row.text("reason"),
        count: try row.integer("count", in: 0...Int64.max),
        octets: try row.integer("octets", in: 0...Int64.max),
        firstFrame: try row.optionalInteger("first_frame", in: 0...Int64.max))
    }
  }

  /// Between which ends the connections of a run's capture stood, in the order of their numbers.
  package func wireConnections(of run: Run.ID) throws -> [WireConnection] {
    try rows(
      "SELECT * FROM captured_connection WHERE run = ? ORDER BY connection", [run],
      place: { "captured connection \($0["connection"] as DatabaseValue) of run \(run)" },
      wireConnection)
  }

  /// Between which ends one connection stood, or `nil` if the run's file does not say.
  package func wireConnection(_ id: RPCConnectionID, of run: Run.ID) throws -> WireConnection? {
    try rows(
      "SELECT * FROM captured_connection WHERE run = ? AND connection = ?",
      [run, Int64(id.rawValue)],
      place: { _ in "captured connection \(id.rawValue) of run \(run)" }, wireConnection
    ).first
  }

  private func wireConnection(of row: CheckedRow) throws -> WireConnection {
    WireConnection(
      id: RPCConnectionID(rawValue: try row.integer("connection")),
      transport: try row.text("transport"), clientAddress: try row.text("client_address"),
      clientPort: try row.integer("client_port"), serverAddress: try row.text("server_address"),
      serverPort: try row.integer("server_port"))
  }

  /// The frame that completed a PDU, from 1, by the event of its sending or receiving; `nil` if the
  /// run's file holds no such PDU.
  package func frame(at event: EventSequence, of run: Run.ID) throws -> Int64? {
    // A capture's PDU is received in the event behind the one that sends it.
    let key = EventKey.key(run: run, sequence: event.rawValue)
    return try rows(
      "SELECT frame FROM captured_pdu WHERE event BETWEEN ? AND ? ORDER BY event DESC LIMIT 1",
      [key - 1, key], place: { _ in "the PDU of event \(event.rawValue) of run \(run)" }
    ) { try $0.integer("frame", in: 1...Int64.max) }.first
  }

  /// The PDU behind the event of its sending, or `nil` if the run's file holds none.
  package func wirePDU(at event: EventSequence, of run: Run.ID) throws -> WirePDU? {
    try rows(
      "SELECT * FROM captured_pdu WHERE event = ?",
      [EventKey.key(run: run, sequence: event.rawValue)],
      place: { _ in "the PDU of event \(event.rawValue) of run \(run)" }
    ) { row in
      WirePDU(
        frame: try row.integer("frame"), place: try row.integer("place"),
        time: try row.integer("time"), flags: try row.integer("flags"),
        octets: try row.octets("octets"))
    }.first
  }
}
