import DCERPC

/// What is found in streams on its way to a trace, and what all connections know together.
struct WireFindings {
  var order = WireEventOrder()
  var unread = UnreadTally()
  var endpoints = EndpointMap()
  /// Where the streams of all connections put octets that are read at once.
  var room = OctetStream.Room()
  /// Ports of TCP that carry DCE/RPC because the user says so.
  let ports: Set<UInt16>

  init(ports: Set<UInt16> = []) { self.ports = ports }

  /// What listens at an endpoint, as far as that is known without looking at octets.
  func service(at endpoint: NetworkEndpoint) -> Service? {
    switch endpoint.port {
    case EndpointMap.mapperPort: return .rpc
    // The session service of NetBIOS (RFC 1002, 4.3), and SMB over TCP directly.
    case 139, 445: return .smb
    default:
      return ports.contains(endpoint.port) || endpoints.contains(endpoint) ? .rpc : nil
    }
  }

  enum Service { case rpc, smb }

  /// Takes a PDU of a session.
  mutating func take(_ pdu: CapturedPDU, of session: RPCSession, isFromClient: Bool) {
    if pdu.octets.count < pdu.header.fragmentLength {
      unread.add(
        .pduSnapped, octets: pdu.header.fragmentLength - pdu.octets.count, frame: pdu.stamp.frame)
    }
    if session.asksEndpointMapper, pdu.header.type == PDUOutline.response {
      endpoints.learn(from: pdu, of: session.server.address)
    } else if !session.asksEndpointMapper, pdu.header.proposesContexts {
      session.asksEndpointMapper = PDUFields(pdu).contexts.contains {
        $0.interface.uuid == SyntaxID.endpointMapper.uuid
      }
    }
    order.add(
      WireEvent(
        kind: .pdu(pdu), session: session, isFromClient: isFromClient, stamp: pdu.stamp))
  }

  /// Takes what happened to a session besides its PDUs.
  mutating func take(
    _ kind: WireEvent.Kind, of session: RPCSession, isFromClient: Bool,
    _ stamp: OctetStream.Stamp
  ) {
    order.add(
      WireEvent(kind: kind, session: session, isFromClient: isFromClient, stamp: stamp))
  }
}
