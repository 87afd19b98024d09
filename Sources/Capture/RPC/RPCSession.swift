/// One connection that carries DCE/RPC, over TCP or in a named pipe: what its PDUs have in common.
///
/// A reference, since frames that are read and events that are told share it.
final class RPCSession {
  enum Transport: Equatable {
    case tcp
    case smb1(pipe: String)
    case smb2(pipe: String)

    /// The transport as views spell it.
    var name: String {
      switch self {
      case .tcp: "tcp"
      case .smb1: "smb1"
      case .smb2: "smb2"
      }
    }
  }

  let client: NetworkEndpoint
  let server: NetworkEndpoint
  let transport: Transport
  /// What the tracker knows of it, once it has an event.
  var state: SessionState?
  /// Whether an interface of the endpoint mapper was bound.
  var asksEndpointMapper: Bool

  init(client: NetworkEndpoint, server: NetworkEndpoint, transport: Transport) {
    self.client = client
    self.server = server
    self.transport = transport
    asksEndpointMapper = server.port == EndpointMap.mapperPort
  }
}
