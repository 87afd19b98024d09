import GRDB
import TraceModel

/// What only runs read from captures have, on its way into the file.
struct CapturedRows: Sendable {
  /// How many octets of PDUs a batch of events has at most; some batches may wait to be stored.
  static let greatestOctets = 4 << 20

  private var hosts: [(position: Int, host: TraceModel.Host)] = []
  private var addresses: [(host: Int, position: Int, address: TraceModel.Host.Address)] = []
  private var connections: [WireConnection] = []
  private var contexts: [ProposedContext] = []
  private var pdus: [PDURow] = []
  /// The octets of the PDUs that wait, one's behind the other's.
  private var pduOctets: [UInt8] = []
  private var unread: [UnreadCount] = []
  private var unreadPosition = 0

  /// A PDU but for its octets.
  private struct PDURow {
    var event: EventSequence
    var frame: Int64
    var place: Int
    var time: Int64
    var flags: UInt8
    var octets: Range<Int>
  }

  /// How many octets the PDUs have that wait.
  var octets: Int { pduOctets.count }

  mutating func declare(_ host: TraceModel.Host, at position: Int) {
    hosts.append((position, host))
  }

  mutating func declare(
    _ address: TraceModel.Host.Address, of host: Int, at position: Int
  ) {
    addresses.append((host, position, address))
  }

  mutating func describe(_ connection: WireConnection) { connections.append(connection) }
  mutating func propose(_ context: ProposedContext) { contexts.append(context) }
  mutating func count(_ count: UnreadCount) { unread.append(count) }

  mutating func keep(_ pdu: WirePDU, at event: EventSequence) {
    let start = pduOctets.count
    pduOctets += pdu.octets
    pdus.append(
      PDURow(
        event: event, frame: pdu.frame, place: pdu.place, time: pdu.time, flags: pdu.flags,
        octets: start..<pduOctets.count))
  }

  /// Forgets what was taken to be stored.
  mutating func forgetTaken() {
    let position = unreadPosition + unread.count
    self = CapturedRows()
    unreadPosition = position
  }

  func store(in database: Database, run: Run.ID) throws {
    try storeHosts(in: database, run: run)
    try storeConnections(in: database, run: run)
    try RowInserter.insert(
      pdus, into: "captured_pdu", columns: 6, octets: pduOctets, of: database
    ) { row, pdu in
      row.put(EventKey.key(run: run, sequence: pdu.event.rawValue))
      row.put(pdu.frame)
      row.put(pdu.place)
      row.put(pdu.time)
      row.put(pdu.flags)
      row.put(pdu.octets)
    }
    for (position, count) in unread.enumerated() {
      try database.execute(
        sql: "INSERT INTO unread_count VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          run, unreadPosition + position, count.layer, count.reason, count.count, count.octets,
          count.firstFrame,
        ])
    }
  }

  private func storeHosts(in database: Database, run: Run.ID) throws {
    let host = try database.cachedStatement(sql: "INSERT INTO host VALUES (?, ?, ?, ?)")
    for (position, value) in hosts {
      try host.execute(arguments: [run, position, value.name, value.build])
    }
    let address = try database.cachedStatement(
      sql: "INSERT INTO address VALUES (?, ?, ?, ?, ?, ?)")
    for (host, position, value) in addresses {
      try address.execute(
        arguments: [
          run, host, position, value.protocolSequence, value.network, value.endpoint,
        ])
    }
  }

  private func storeConnections(in database: Database, run: Run.ID) throws {
    try RowInserter.insert(
      connections, into: "captured_connection", columns: 7, of: database
    ) { row, connection in
      row.put(run)
      row.put(connection.id.rawValue)
      row.put(connection.transport)
      row.put(connection.clientAddress)
      row.put(connection.clientPort)
      row.put(connection.serverAddress)
      row.put(connection.serverPort)
    }
    var last: (event: EventSequence, position: Int)?
    try RowInserter.insert(
      contexts, into: "presentation_context", columns: 7, of: database
    ) { row, context in
      let position = last?.event == context.event ? (last?.position ?? 0) + 1 : 0
      last = (context.event, position)
      row.put(run)
      row.put(context.connection.rawValue)
      row.put(context.id)
      row.put(context.event.rawValue)
      row.put(position)
      row.put(context.interface)
      row.put(context.version)
    }
  }
}
