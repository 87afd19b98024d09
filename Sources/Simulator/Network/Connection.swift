import TraceModel

/// A transport connection between two hosts: what does not change about it.
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

  /// The host at an end.
  func host(atServer: Bool) -> HostIndex { atServer ? server : client }
}

/// How a connection stands: the octet streams and the RPC state of both ends.
struct ConnectionState {
  var rpcClient: RPCClientConnection
  /// The group it belongs to.
  var serverGroup: ServerGroup?
  /// Whether the server's end is open.
  var serverIsOpen = false
  var toServer = Stream()
  var toClient = Stream()
  /// A request of several fragments that is being sent.
  var sending: PartlySent?
  /// Whether the client's runtime looks for calls without a response.
  var isWatched = false

  init(rpcClient: RPCClientConnection) { self.rpcClient = rpcClient }

  /// A group at the server, and the index of the address that the runtime filed it under.
  struct ServerGroup {
    var id: UInt32
    var filedUnder: Int
  }

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

  /// Whether neither end is open any more.
  var isOver: Bool { !serverIsOpen && rpcClient.state == .closed }
}
