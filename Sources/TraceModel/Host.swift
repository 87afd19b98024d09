/// A host of a run.
package struct Host: Equatable, Sendable {
  package var name: String
  /// The build that its RPC runtime behaves as.
  package var build: String
  /// Where its RPC runtime listens; events name an address by its index here.
  package var addresses: [Address]

  package init(name: String, build: String, addresses: [Address]) {
    self.name = name
    self.build = build
    self.addresses = addresses
  }

  /// A protocol sequence and endpoint that a server listens on.
  package struct Address: Equatable, Sendable {
    /// `ncacn_ip_tcp`, `ncacn_spx`, `ncacn_vns_spp`.
    package var protocolSequence: String
    /// The network address: `10.0.0.1`.
    package var network: String
    /// The endpoint: a port.
    package var endpoint: String

    package init(protocolSequence: String, network: String, endpoint: String) {
      self.protocolSequence = protocolSequence
      self.network = network
      self.endpoint = endpoint
    }

    /// The string binding of DCE/RPC: `ncacn_ip_tcp:10.0.0.1[1911]`.
    package var stringBinding: String { "\(protocolSequence):\(network)[\(endpoint)]" }

    /// A lifeline's name: `tcp[1911]`, `spx[4006]`.
    package var shortName: String {
      let name = protocolSequence.split(separator: "_").dropFirst().last { $0 != "ip" } ?? ""
      let family = protocolSequence == "ncacn_vns_spp" ? "vns_spp" : String(name)
      return "\(family.isEmpty ? protocolSequence : family)[\(endpoint)]"
    }
  }
}
