import TraceModel

/// A transport connection between two hosts, with the RPC state of both ends.
struct Connection {
  let id: RPCConnectionID
  let client: HostIndex
  let server: HostIndex
  let association: MTAAssociationID
  /// The index of the server's address.
  let address: UInt8
  /// Its number among the connections from this client to this server: a key of random draws that
  /// does not depend on what other hosts do.
  let number: UInt32
  var rpcClient: RPCClientConnection
  /// Where the server's runtime filed the group it belongs to.
  var serverGroup: (id: UInt32, filedUnder: Int)?
  /// Whether the server's end is open.
  var serverIsOpen = false
  var toServer = Stream()
  var toClient = Stream()

  /// One direction of the octet stream: what is sent arrives, in order.
  struct Stream {
    /// PDUs sent so far: a key of random draws.
    var sent: UInt64 = 0
    /// When the last one arrives, or has arrived.
    var lastArrival = TraceInstant.start
  }
}

/// The live connections, found by id without hashing.
///
/// Ids rise by one, so an id modulo the capacity is a place of its own until a connection lives
/// longer than as many others as the capacity counts; then the table doubles.
struct ConnectionTable {
  private var places: [Connection?] = Array(repeating: nil, count: 64)

  /// The connection of this id, or `nil` if it is gone.
  subscript(id: RPCConnectionID) -> Connection? {
    let found = places[place(of: id)]
    return found?.id == id ? found : nil
  }

  /// Changes a connection in place; `nil` if it is gone.
  mutating func update<Result>(
    _ id: RPCConnectionID, _ change: (inout Connection) -> Result
  ) -> Result? {
    let place = place(of: id)
    guard places[place]?.id == id, var connection = places[place].take() else { return nil }
    defer { places[place] = connection }
    return change(&connection)
  }

  mutating func insert(_ connection: Connection) {
    while places[place(of: connection.id)] != nil { grow() }
    places[place(of: connection.id)] = connection
  }

  mutating func remove(_ id: RPCConnectionID) {
    guard self[id] != nil else { return }
    places[place(of: id)] = nil
  }

  private func place(of id: RPCConnectionID) -> Int { Int(id.rawValue) & (places.count - 1) }

  private mutating func grow() {
    let live = places.compactMap { $0 }
    places = Array(repeating: nil, count: places.count * 2)
    for connection in live { places[place(of: connection.id)] = connection }
  }
}
