import TraceModel

/// A transport connection between two hosts, with the RPC state of both ends.
struct Connection {
  /// What a connection is for.
  enum Purpose: Equatable {
    /// MtaBind or MtaBindBack, and the control traffic of a side.
    case control
    /// A side's transfers.
    case transfer
    /// Asks the endpoint mapper where to connect to, on behalf of a connection that waits for it.
    case endpointMapper(for: RPCConnectionID)
  }

  let id: RPCConnectionID
  let purpose: Purpose
  let client: HostIndex
  let server: HostIndex
  let association: MTAAssociationID
  /// The index of the server's address.
  let address: UInt8
  /// Its number among the connections from this client to this server for this purpose: a key of
  /// random draws that does not depend on what other hosts do.
  let number: UInt32
  var rpcClient: RPCClientConnection
  /// Where the server's runtime filed the group it belongs to.
  var serverGroup: (id: UInt32, filedUnder: Int)?
  /// Whether the server's end is open.
  var serverIsOpen = false
  var toServer = Stream()
  var toClient = Stream()
  /// A request of several fragments that is being sent.
  var sending: PartlySent?
  /// Whether the client's runtime looks for calls without a response.
  var isWatched = false

  /// One direction of the octet stream: what is sent arrives, in order, or the connection ends.
  struct Stream {
    /// PDUs sent so far: a key of random draws.
    var sent: UInt64 = 0
    /// When the last one arrives, or has arrived.
    var lastArrival = TraceInstant.start
    /// When the last one has left.
    var lastLeft = TraceInstant.start
    /// Whether something did not get through: nothing behind it arrives either.
    var isBroken = false
  }

  /// The rest of a request whose first fragments have been sent.
  struct PartlySent {
    var operation: Operation
    var callID: UInt32
    /// Stub octets that are still to be sent.
    var rest: Int
  }

  /// Whether an end is open.
  func isOpen(atServer: Bool) -> Bool {
    atServer ? serverIsOpen : rpcClient.state != .closed
  }

  /// The host at an end.
  func host(atServer: Bool) -> HostIndex { atServer ? server : client }
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

  /// The connections that fulfil a condition, in the order of their ids.
  func ids(where matches: (Connection) -> Bool) -> [RPCConnectionID] {
    places.compactMap { $0 }.filter(matches).map(\.id).sorted { $0.rawValue < $1.rawValue }
  }
}
