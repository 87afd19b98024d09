/// The runs that a scenario is recorded as.
extension Scenario {
  /// A scenario for one run, with the build of the hosts that leave it open.
  package struct Variant: Equatable, Sendable {
    package var scenario: Scenario
    package var build: Build

    package init(scenario: Scenario, build: Build) {
      self.scenario = scenario
      self.build = build
    }

    /// What tells it from the others of its recording: `nt4-sp3`, `exchange rtm`.
    package var name: String {
      scenario.parameters.contrast == .exchange
        ? "exchange \(scenario.parameters.mta.exchange.rawValue)" : build.rawValue
    }
  }

  /// What one recording simulates: the faulty variant first, then the one without the fault.
  ///
  /// - Parameter build: Where the contrast is one of builds, the only one to simulate; where it is
  ///   one of Exchange, the build that both run on instead of SP4.
  package func variants(on build: Build? = nil) -> [Variant] {
    switch parameters.contrast {
    case .build: variants(of: build.map { [$0] } ?? [.nt4SP3, .nt4SP4])
    case .terminalServer: variants(of: build.map { [$0] } ?? [.nt4TSE, .nt4TSESP4])
    case .exchange:
      ExchangeServicing.allCases.map { servicing in
        var scenario = self
        scenario.parameters.mta.exchange = servicing
        return Variant(scenario: scenario, build: build ?? .nt4SP4)
      }
    }
  }

  private func variants(of builds: [Build]) -> [Variant] {
    builds.map { Variant(scenario: self, build: $0) }
  }
}
