package import TraceModel

/// What a run becomes halfway: the scenario and build that take the place of those before.
package struct ScenarioChange: Equatable, Sendable {
  /// The event behind which they do: once all is done that happens at one go with it.
  package var event: EventSequence
  package var variant: Scenario.Variant

  package init(after event: EventSequence, to variant: Scenario.Variant) {
    self.event = event
    self.variant = variant
  }
}

/// How a run goes on with another scenario than it began with.
extension Simulation {
  /// Makes the changes that are due.
  mutating func makeChanges() {
    while let change = changes.first, recorded >= change.event.rawValue {
      changes.removeFirst()
      become(change.variant)
    }
  }

  /// Goes on with another scenario and build.
  ///
  /// Random streams go on as they are, so that mail which does not depend on what changed arrives
  /// as it would have; what has been drawn already still comes.
  private mutating func become(_ variant: Scenario.Variant) {
    let former = (scenario: scenario, build: build)
    scenario = variant.scenario
    build = variant.build
    let parameters = scenario.parameters
    for index in hosts.indices {
      let (old, new) = (former.scenario.hosts[index], scenario.hosts[index])
      // A host that was restarted as another build keeps that unless the change says otherwise.
      if new.build ?? build != old.build ?? former.build { hosts[index].build = new.build ?? build }
      hosts[index].become(parameters)
    }
    let end = TraceInstant.start + parameters.duration
    for index in workloads.indices {
      workloads[index].become(parameters.workload, until: end)
    }
    becomeLinks()
    resumeArrivals(former.scenario)
    let faults = former.scenario.faults.count
    gives += Array(repeating: 0, count: scenario.faults.count - faults)
    givenAssociations += Array(repeating: nil, count: scenario.faults.count - faults)
    scheduleFaults(from: faults)
  }

  private mutating func becomeLinks() {
    let rates = links.map(\.parameters.resetRate)
    for index in links.indices { links[index].parameters = scenario.parameters.network }
    for link in scenario.links { links[direction(link.from, link.to)].parameters = link.network }
    for a in hosts.indices {
      for b in hosts.indices where a < b {
        let pair = direction(HostIndex(a), HostIndex(b))
        if rates[pair] == .zero { scheduleRandomReset(pair) }
      }
    }
  }

  /// What never came so far may come from now on.
  private mutating func resumeArrivals(_ former: Scenario) {
    let sendsOtherMail =
      former.parameters.workload != scenario.parameters.workload
      || former.parameters.duration != scenario.parameters.duration
    for index in workloads.indices where workloads[index].hasStopped && sendsOtherMail {
      workloads[index].skip(to: now)
      scheduleArrival(of: index)
    }
    for index in hosts.indices {
      let hadSome =
        former.parameters.crossTraffic.steadyRate > .zero && former.hosts[index].crossTraffic
      if !hadSome { scheduleSteadyTraffic(HostIndex(index)) }
    }
  }
}

extension SimulatedHost {
  /// Goes on with other parameters.
  fileprivate mutating func become(_ parameters: ScenarioParameters) {
    rpcServer.become(build, parameters.assumptions)
    mta.become(parameters.mta, parameters.assumptions)
  }
}
