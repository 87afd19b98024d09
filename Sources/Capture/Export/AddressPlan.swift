import TraceModel

/// Which Ethernet and IP addresses and which TCP ports the hosts of a run have in an export.
///
/// What the trace says is kept: IP addresses, and the ports of `ncacn_ip_tcp`. What Ethernet cannot
/// carry here, or the trace does not say, is mapped by the rules of ``rules``.
struct AddressPlan {
  /// How other transports than TCP are carried, in words.
  static let rules = """
    Endpoints of other transports than TCP go out over TCP: SPX socket n on port 31000 + n mod \
    1000, VNS SPP port n on 33000 + n mod 1000, named pipes and others on 35000 + the place of \
    the address; a port that is taken is followed by the next free one. A simulated client's \
    port n is 50000 + n, since readers of captures take some of 1024 to 5000 for those of other \
    protocols. A host without an IP address gets one of 198.18.0.0/15 (RFC 2544), and so does the \
    second of two hosts with the same one. Ethernet addresses are locally administered: \
    02:4d:54:41 and the host's place. Addresses of IPv6 that stand for IPv4 are fd4d:5441:: and \
    the IPv4 address.
    """

  private let hosts: [Host]
  /// Each host's own address, for the connections that it makes.
  private let addresses: [NetworkAddress]
  /// The ports of each host's addresses, by the index of the address.
  private let ports: [[UInt16]]
  private let usesVersion6: Bool
  private let isSimulated: Bool

  init(_ header: RunHeader, usesVersion6: Bool) {
    let hosts = header.hosts
    self.hosts = hosts
    self.usesVersion6 = usesVersion6
    isSimulated = header.source == .simulation
    var taken: Set<NetworkAddress> = []
    addresses = hosts.enumerated().map { index, host in
      let own =
        host.addresses.lazy.compactMap { NetworkAddress($0.network) }.first
        ?? NetworkAddress(host.name)
      if let own, taken.insert(own).inserted { return own }
      // The host's place, from 1, in 198.18.0.0/15.
      let made = NetworkAddress(version4: 0xC612_0000 + UInt32(truncatingIfNeeded: index + 1))
      taken.insert(made)
      return made
    }
    ports = hosts.map { Self.ports(of: $0.addresses) }
  }

  /// The ports of a host's addresses: first those that TCP has anyway.
  private static func ports(of addresses: [Host.Address]) -> [UInt16] {
    var taken = Set(addresses.compactMap(tcpPort))
    return addresses.enumerated().map { index, address in
      if let port = tcpPort(of: address) { return port }
      var port = mappedPort(of: address, at: index)
      while !taken.insert(port).inserted { port = port == .max ? 1 : port + 1 }
      return port
    }
  }

  private static func tcpPort(of address: Host.Address) -> UInt16? {
    address.protocolSequence == "ncacn_ip_tcp" ? UInt16(address.endpoint).flatMap(nonzero) : nil
  }

  private static func nonzero(_ port: UInt16) -> UInt16? { port == 0 ? nil : port }

  private static func mappedPort(of address: Host.Address, at index: Int) -> UInt16 {
    let number = UInt32(address.endpoint).map { UInt16($0 % 1000) }
    return switch (address.protocolSequence, number) {
    case ("ncacn_spx", let number?): 31_000 + number
    case ("ncacn_vns_spp", let number?): 33_000 + number
    default: 35_000 + UInt16(clamping: index)
    }
  }

  /// Where the two ends of a connection of a capture stand: where they stood, but for named pipes,
  /// of which one connection of TCP may carry several.
  func ends(
    of connection: RPCConnection, _ wire: WireConnection?
  ) -> (client: WirePlace, server: WirePlace) {
    var ends = ends(of: connection)
    guard let wire, var client = NetworkAddress(wire.clientAddress),
      var server = NetworkAddress(wire.serverAddress)
    else { return ends }
    if usesVersion6 { (client, server) = (client.inVersion6, server.inVersion6) }
    (ends.client.address, ends.server.address) = (client, server)
    if wire.transport == "tcp" {
      (ends.client.port, ends.server.port) = (wire.clientPort, wire.serverPort)
    } else {
      ends.client.port = 40_000 + UInt16(connection.id.rawValue % 20_000)
    }
    return ends
  }

  /// Where the two ends of a connection stand.
  func ends(of connection: RPCConnection) -> (client: WirePlace, server: WirePlace) {
    let index = Int(connection.server.rawValue)
    let place = Int(connection.serverAddress)
    var server = address(of: connection.server)
    var port: UInt16 = 35_000 + UInt16(connection.serverAddress)
    if hosts.indices.contains(index), hosts[index].addresses.indices.contains(place) {
      // A host with several adapters is met under the address that it listens on.
      let network = NetworkAddress(hosts[index].addresses[place].network)
      let isOwn = hosts[index].addresses.contains { NetworkAddress($0.network) == server }
      if isOwn, let network { server = network }
      port = ports[index][place]
    }
    var client = address(of: connection.client)
    if usesVersion6 || client.isVersion6 != server.isVersion6 {
      (client, server) = (client.inVersion6, server.inVersion6)
    }
    return (
      WirePlace(
        hardware: hardware(of: connection.client), address: client,
        port: clientPort(of: connection)),
      WirePlace(hardware: hardware(of: connection.server), address: server, port: port)
    )
  }

  /// A client's port as a capture had it; a simulated one, of 1024 to 5000 as NT's are, is raised
  /// to where no reader of captures expects another protocol: tshark takes 1080 for SOCKS.
  ///
  /// One that is no port of TCP is made from the connection's number.
  private func clientPort(of connection: RPCConnection) -> UInt16 {
    guard let port = UInt16(connection.clientEndpoint).flatMap(Self.nonzero) else {
      return 50_000 + UInt16(connection.id.rawValue % 5_000)
    }
    return isSimulated && port <= 5_000 ? 50_000 + port : port
  }

  private func address(of host: HostIndex) -> NetworkAddress {
    let index = Int(host.rawValue)
    return addresses.indices.contains(index)
      ? addresses[index] : NetworkAddress(version4: 0xC612_0000 + UInt32(host.rawValue) + 1)
  }

  private func hardware(of host: HostIndex) -> UInt64 {
    0x024D_5441_0000 | UInt64(host.rawValue)
  }

  /// The names of the hosts, by their addresses; an address that is a name needs none.
  var names: [(address: NetworkAddress, name: String)] {
    zip(addresses, hosts).filter { NetworkAddress($0.1.name) == nil }
      .map { (usesVersion6 ? $0.inVersion6 : $0, $1.name) }
  }

  /// What a host is on the wire: `HUB1 100.5.51.10: ncacn_spx:~00A0[4006] on port 31006`.
  func description(of host: HostIndex) -> String {
    let index = Int(host.rawValue)
    guard hosts.indices.contains(index) else { return "host \(index)" }
    let own = address(of: host)
    let mapped = hosts[index].addresses.enumerated()
      .filter { Self.tcpPort(of: $0.element) == nil }
    let shown = mapped.prefix(16)
      .map { "\($0.element.stringBinding) on port \(ports[index][$0.offset])" }
    let rest = mapped.count > shown.count ? ["\(mapped.count - shown.count) more"] : []
    let name = "\(hosts[index].name) \(usesVersion6 ? own.inVersion6 : own)"
    return mapped.isEmpty ? name : "\(name): \((shown + rest).joined(separator: ", "))"
  }
}
