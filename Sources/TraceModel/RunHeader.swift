/// What a run was started from: all that is needed to simulate it again.
package struct RunHeader: Equatable, Sendable {
  /// Where a run's events come from.
  package enum Source: UInt8, CaseIterable, Sendable {
    case simulation = 1
    case capture = 2
    /// Another simulator, which alone knows how to make them again.
    case external = 3

    /// The source as views spell it.
    package var name: String { "\(self)" }
  }

  /// The scenario's name: `q181721`.
  package var scenario: String
  /// The build of Windows NT on the hosts whose build the scenario leaves open: `nt4-sp3`,
  /// `nt4-sp4`.
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
