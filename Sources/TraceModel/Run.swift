/// What a run was started from: all that is needed to simulate it again.
package struct RunHeader: Equatable, Sendable {
  /// Where a run's events come from.
  package enum Source: UInt8, CaseIterable, Sendable {
    case simulation = 1
    case capture = 2
    package var name: String { self == .simulation ? "simulation" : "capture" }
  }

  /// The scenario's name: `q181721`.
  package var scenario: String
  /// The build of Windows NT on the hosts whose build the scenario leaves open: `nt4-sp3`, `nt4-sp4`.
  package var build: String
  /// The source of every random choice; at most `Int64.max`.
  package var seed: UInt64
  /// The version of the rules that made the events.
  ///
  /// Another version may make others from the same parameters.
  package var engineVersion: String
  package var source: Source
  /// Every parameter by its full name, in the scenario's order.
  package var parameters: [Parameter]
  /// The hosts, by ``HostIndex``.
  package var hosts: [Host]
  /// When the run ends unless a limit ends it first.
  package var duration: TraceDuration

  package init(
    scenario: String, build: String, seed: UInt64, engineVersion: String, source: Source,
    parameters: [Parameter], hosts: [Host], duration: TraceDuration
  ) {
    self.scenario = scenario
    self.build = build
    self.seed = seed
    self.engineVersion = engineVersion
    self.source = source
    self.parameters = parameters
    self.hosts = hosts
    self.duration = duration
  }

  /// The value of the parameter with this full name, or `nil`.
  package func value(of name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }
}

/// A scenario's parameter as text, in the scenario files' notation: `mta.threshold`, `50`.
package struct Parameter: Equatable, Sendable {
  package var name: String
  package var value: String
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

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

/// A transport connection, declared before the first event that names it.
package struct RPCConnection: Equatable, Sendable {
  package var id: RPCConnectionID
  package var client: HostIndex
  package var server: HostIndex
  /// The client's port, as text: SPX and VNS have sockets too.
  package var clientEndpoint: String
  /// The index of the server's address in ``Host/addresses``.
  package var serverAddress: UInt8
  package var association: MTAAssociationID?

  package init(
    id: RPCConnectionID, client: HostIndex, server: HostIndex, clientEndpoint: String,
    serverAddress: UInt8, association: MTAAssociationID?
  ) {
    self.id = id
    self.client = client
    self.server = server
    self.clientEndpoint = clientEndpoint
    self.serverAddress = serverAddress
    self.association = association
  }
}

/// How a run ended.
package enum RunOutcome: UInt32, CaseIterable, Sendable {
  /// The scenario's duration passed.
  case finished = 1
  /// The limit on events was reached.
  case eventLimit = 2
  /// The limit on queued messages was reached.
  case queueLimit = 3
  /// The limit on scheduled events was reached.
  case scheduleLimit = 4

  package var name: String {
    ["finished", "event_limit", "queue_limit", "schedule_limit"][Int(rawValue) - 1]
  }
}
