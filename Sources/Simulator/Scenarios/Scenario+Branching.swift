package import TraceModel

/// What a run's scenario may become halfway.
extension Scenario {
  /// What keeps a what-if from being one.
  package enum BranchObstacle: Error, Equatable, CustomStringConvertible {
    /// A parameter that says what a run is, and not how it goes on.
    case fixed(name: String)
    /// Trouble of the parent that was changed or taken away.
    case scheduled(name: String)
    /// Trouble that begins before the branch.
    case past(name: String)
    /// The run would end before the branch.
    case ended

    package var description: String {
      switch self {
      case .fixed(let name): "\(name) cannot change halfway through a run; record a run with it"
      case .scheduled(let name):
        "\(name) is scheduled already; a what-if adds trouble under another name"
      case .past(let name): "\(name) begins before the branch; name a later time"
      case .ended: "the duration would end the run before the branch; name a longer one"
      }
    }
  }

  /// What says how a run came about, or who takes part in it: draws and events depend on it from
  /// the start.
  private static let fixed: Set<String> = [
    "scenario", "title", "seed", "contrast", "topology", "rpc.endpointMapper",
  ]

  /// What keeps this scenario from becoming another one at an instant; `nil` if nothing does.
  package func obstacle(toBecoming other: Scenario, at now: TraceInstant) -> BranchObstacle? {
    guard hosts.map(\.name) == other.hosts.map(\.name) else { return .fixed(name: "hosts") }
    for (host, next) in zip(hosts, other.hosts) where host.addresses != next.addresses {
      return .fixed(name: "hosts.\(host.name).addresses")
    }
    for (one, next) in zip(settings, other.settings)
    where Self.fixed.contains(one.name) && one != next {
      return .fixed(name: one.name)
    }
    for (index, fault) in faults.enumerated() {
      guard other.faults.indices.contains(index), other.faults[index] == fault else {
        return .scheduled(name: "faults.\(fault.name)")
      }
    }
    for fault in other.faults.dropFirst(faults.count) where fault.time.map({ $0 < now }) ?? false {
      return .past(name: "faults.\(fault.name)")
    }
    return .start + other.parameters.duration < now ? .ended : nil
  }
}

extension ScheduledFault {
  /// The line that installs a build on a host: it stops, and starts again as that.
  package static func upgrade(
    of host: String, to build: Build, at start: TraceInstant, lasting length: TraceDuration
  ) -> String {
    "upgrade \(host) to \(build.rawValue) at \((start - .start).scenarioText) "
      + "for \(length.scenarioText)"
  }
}

extension Build {
  /// The build that its service pack makes of it; `nil` if it has that.
  package var upgraded: Build? {
    switch self {
    case .nt4SP3: .nt4SP4
    case .nt4TSE: .nt4TSESP4
    case .nt4SP4, .nt4TSESP4: nil
    }
  }
}
