import TraceModel

/// The hosts that a capture shows, by their addresses.
struct HostDirectory {
  /// As many as a trace's events can name.
  private static let greatestHostCount = 65_535
  private static let greatestAddressCount = 256

  private struct HostKey: Hashable {
    var address: NetworkAddress
    /// Whether it is the client's end of a connection of a machine to itself.
    var isOwnClient: Bool
  }

  private struct ListenerKey: Hashable {
    var host: HostIndex
    var sequence: String
    var endpoint: String
  }

  private var hosts: [HostKey: HostIndex] = [:]
  private var listeners: [ListenerKey: UInt8] = [:]
  private var listenerCounts: [HostIndex: Int] = [:]

  /// The hosts of a session, which are declared if they are new; `nil` if there is no room.
  ///
  /// A machine that talks to itself is two hosts, so that pictures have two lifelines.
  mutating func ends(
    of session: RPCSession, _ sink: any CaptureSink
  ) throws -> (client: HostIndex, server: HostIndex)? {
    let server = session.server.address
    let client = session.client.address
    guard let serverHost = try host(HostKey(address: server, isOwnClient: false), sink),
      let clientHost = try host(HostKey(address: client, isOwnClient: client == server), sink)
    else { return nil }
    return (clientHost, serverHost)
  }

  private mutating func host(_ key: HostKey, _ sink: any CaptureSink) throws -> HostIndex? {
    if let known = hosts[key] { return known }
    guard hosts.count < Self.greatestHostCount else { return nil }
    let host = HostIndex(hosts.count)
    hosts[key] = host
    let name = key.isOwnClient ? "\(key.address) client" : "\(key.address)"
    try sink.declare(Host(name: name, build: "unknown", addresses: []))
    return host
  }

  /// The address that a session's server listens on; `nil` if there is no room.
  mutating func listener(
    of session: RPCSession, at host: HostIndex, _ sink: any CaptureSink
  ) throws -> UInt8? {
    let (sequence, endpoint) = Self.binding(of: session)
    let key = ListenerKey(host: host, sequence: sequence, endpoint: endpoint)
    if let known = listeners[key] { return known }
    let count = listenerCounts[host, default: 0]
    guard count < Self.greatestAddressCount else { return nil }
    listenerCounts[host] = count + 1
    listeners[key] = UInt8(count)
    let network = "\(session.server.address)"
    try sink.declare(
      Host.Address(protocolSequence: sequence, network: network, endpoint: endpoint), of: host)
    return UInt8(count)
  }

  /// The protocol sequence and the endpoint: C706, appendix I, and [MS-RPCE] 2.1.1.
  private static func binding(of session: RPCSession) -> (sequence: String, endpoint: String) {
    switch session.transport {
    case .tcp: ("ncacn_ip_tcp", "\(session.server.port)")
    case .smb1(let pipe), .smb2(let pipe): ("ncacn_np", Self.endpoint(ofPipe: pipe))
    }
  }

  /// The endpoint of a named pipe: `\pipe\lsarpc`; `\pipe` if its name is not known.
  private static func endpoint(ofPipe name: String) -> String {
    if name.isEmpty { return "\\pipe" }
    return name.hasPrefix("pipe\\") ? "\\" + name : "\\pipe\\" + name
  }
}
