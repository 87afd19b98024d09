import DCERPC

/// The endpoints that endpoint mappers have named: a connection to one of them carries DCE/RPC.
struct EndpointMap {
  /// More than a capture has, so that a hostile one fills no memory.
  private static let greatestCount = 65_536
  /// Where the endpoint mapper listens: C706, appendix H.
  static let mapperPort: UInt16 = 135

  private var endpoints: Set<NetworkEndpoint> = []

  func contains(_ endpoint: NetworkEndpoint) -> Bool { endpoints.contains(endpoint) }

  /// Learns from what an endpoint mapper answers.
  ///
  /// The floors of TCP and IP are found by their shape (C706, appendix I and L), whatever the call
  /// was: `ept_lookup` answers with towers too.
  mutating func learn(from response: CapturedPDU, of server: NetworkAddress) {
    let octets = response.octets.span
    var place = 24
    while place + 14 <= octets.count, endpoints.count < Self.greatestCount {
      defer { place += 1 }
      // One octet of protocol: TCP; two of port.
      guard octets[place] == 1, octets[place + 1] == 0, octets[place + 2] == 7,
        octets[place + 3] == 2, octets[place + 4] == 0,
        let port = octets.network16(at: place + 5), octets[place + 7] == 1,
        octets[place + 8] == 0, octets[place + 9] == 9, octets[place + 10] == 4
      else { continue }
      endpoints.insert(NetworkEndpoint(address: server, port: port))
      if let address = octets.network32(at: place + 12), address != 0 {
        let other = NetworkAddress(version4: address)
        endpoints.insert(NetworkEndpoint(address: other, port: port))
      }
    }
  }
}
