package import TraceModel

/// What is simulated: hosts, links, mail, and every parameter.
///
/// A scenario is built from a list of named values, whether they come from a file, the command line
/// or a trace, and gives back the complete list, so that a trace stores all that is needed to
/// simulate it again.
package struct Scenario: Equatable, Sendable {
  /// A named value with the line it stands on.
  package struct Setting: Equatable, Sendable {
    package var name: String
    package var value: String
    /// The line in the scenario's file, from 1; `nil` if it comes from elsewhere.
    package var line: Int?
    package init(name: String, value: String, line: Int? = nil) {
      self.name = name
      self.value = value
      self.line = line
    }
  }

  /// The scenario's name: `q181721`.
  package var name: String
  /// What it shows, in a few words.
  package var title: String
  package var parameters: ScenarioParameters
  package var hosts: [ScenarioHost]
  /// Links that differ from ``ScenarioParameters/network``, by direction.
  package var links: [ScenarioLink]
  /// Trouble at set times, in the order in which it is written.
  package var faults: [ScheduledFault]

  /// The seed that the scenario's author chose to show it with.
  package var defaultSeed: UInt64 { parameters.defaultSeed }

  /// The directions in which mail is sent, in a fixed order.
  var flows: [(from: HostIndex, to: HostIndex)] {
    var result: [(HostIndex, HostIndex)] = []
    for a in hosts.indices {
      for b in hosts.indices where a != b && (parameters.topology == .mesh || a == 0 || b == 0) {
        result.append((HostIndex(a), HostIndex(b)))
      }
    }
    return result
  }

  /// What a run of this scenario is started from.
  package func header(build: Build, seed: UInt64) -> RunHeader {
    RunHeader(
      scenario: name, build: build.rawValue, seed: seed, engineVersion: Engine.version,
      source: .simulation, parameters: settings,
      hosts: hosts.map {
        $0.traceHost(
          runBuild: build, hasEndpointMapper: parameters.rpc.endpointMapper == .yes)
      },
      duration: parameters.duration)
  }

  init(
    name: String, title: String, parameters: ScenarioParameters, hosts: [ScenarioHost],
    links: [ScenarioLink], faults: [ScheduledFault]
  ) {
    self.name = name
    self.title = title
    self.parameters = parameters
    self.hosts = hosts
    self.links = links
    self.faults = faults
  }

  /// The scenario that a trace's run was recorded from.
  ///
  /// - Throws: ``ScenarioError`` if the run's parameters are not those of a scenario that this
  ///   version knows.
  package init(replaying header: RunHeader) throws {
    try self.init(
      header.parameters.map { Setting(name: $0.name, value: $0.value) }, file: nil)
  }
}

/// A host as a scenario describes it.
package struct ScenarioHost: Equatable, Sendable {
  package var name: String
  /// Where its RPC runtime listens; the first is where other MTAs connect.
  package var addresses: [Host.Address]
  /// The build of its RPC runtime; `nil` for the run's.
  package var build: Build?
  /// Whether other servers connect to it too.
  package var crossTraffic: Bool

  /// The host as a run's header declares it: where its MTA listens, and behind that its endpoint
  /// mapper, if it can be asked for an MTA's endpoint.
  func traceHost(runBuild: Build, hasEndpointMapper: Bool) -> Host {
    let mapper = hasEndpointMapper ? endpointMapper.map { [$0] } ?? [] : []
    return Host(name: name, build: (build ?? runBuild).rawValue, addresses: addresses + mapper)
  }

  /// TCP port 135 of the host (KB Q159298); `nil` if MTAs connect to it over another transport,
  /// whose endpoint mapper no source describes.
  var endpointMapper: Host.Address? {
    guard let first = addresses.first, first.protocolSequence == "ncacn_ip_tcp" else { return nil }
    return Host.Address(
      protocolSequence: first.protocolSequence, network: first.network, endpoint: "135")
  }
}

/// A link in one direction that differs from the scenario's network.
package struct ScenarioLink: Equatable, Sendable {
  package var from: HostIndex
  package var to: HostIndex
  package var network: NetworkParameters
}

/// The rules that turn a scenario into events.
package enum Engine {
  /// Rises whenever the same scenario and seed would give other events.
  package static let version = "3"
}
