import Foundation
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
  private var pdus: [(event: EventSequence, pdu: WirePDU)] = []
  private var unread: [UnreadCount] = []
  private var unreadPosition = 0
  /// The octets of the PDUs that wait.
  private(set) var octets = 0

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
    octets += pdu.octets.count
    pdus.append((event, pdu))
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
    let row = try database.cachedStatement(
      sql: "INSERT INTO captured_pdu VALUES (?, ?, ?, ?, ?, ?)")
    for (event, pdu) in pdus {
      try row.execute(
        arguments: [
          EventKey.key(run: run, sequence: event.rawValue), pdu.frame, pdu.place, pdu.time,
          Int(pdu.flags), Data(pdu.octets),
        ])
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
    let row = try database.cachedStatement(
      sql: "INSERT INTO captured_connection VALUES (?, ?, ?, ?, ?, ?, ?)")
    for connection in connections {
      try row.execute(
        arguments: [
          run, Int64(connection.id.rawValue), connection.transport, connection.clientAddress,
          Int(connection.clientPort), connection.serverAddress, Int(connection.serverPort),
        ])
    }
    let context = try database.cachedStatement(
      sql: "INSERT INTO presentation_context VALUES (?, ?, ?, ?, ?, ?, ?)")
    var last: (event: EventSequence, position: Int)?
    for value in contexts {
      let position = last?.event == value.event ? (last?.position ?? 0) + 1 : 0
      last = (value.event, position)
      try context.execute(
        arguments: [
          run, Int64(value.connection.rawValue), Int(value.id), value.event.rawValue, position,
          value.interface, value.version,
        ])
    }
  }
}
