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

/// The live connections, by id, in places that are used again.
struct ConnectionTable {
  private var places: [Connection?] = []
  private var free: [Int] = []
  /// Only looked up, never walked: its order decides nothing.
  private var placeByID: [UInt32: Int] = [:]

  /// The connection of this id, or `nil` if it is gone.
  subscript(id: RPCConnectionID) -> Connection? {
    placeByID[id.rawValue].flatMap { places[$0] }
  }

  /// Changes a connection in place; `nil` if it is gone.
  mutating func update<Result>(
    _ id: RPCConnectionID, _ change: (inout Connection) -> Result
  ) -> Result? {
    guard let place = placeByID[id.rawValue], var connection = places[place].take() else {
      return nil
    }
    defer { places[place] = connection }
    return change(&connection)
  }

  mutating func insert(_ connection: Connection) {
    let place = free.popLast() ?? places.count
    if place == places.count { places.append(connection) } else { places[place] = connection }
    placeByID[connection.id.rawValue] = place
  }

  mutating func remove(_ id: RPCConnectionID) {
    guard let place = placeByID.removeValue(forKey: id.rawValue) else { return }
    places[place] = nil
    free.append(place)
  }
}
