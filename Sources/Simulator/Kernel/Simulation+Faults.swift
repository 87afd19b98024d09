import TraceModel

/// The trouble that a scenario schedules.
extension Simulation {
  /// Tells the links what will become of them, and schedules what is to be recorded.
  ///
  /// - Parameter first: The first place of the scenario's faults that is meant.
  mutating func scheduleFaults(from first: Int) {
    for (place, fault) in scenario.faults.enumerated().dropFirst(first) {
      guard let start = fault.time else { continue }
      queue.schedule(.faultBegins(place), at: start, cause: nil)
      switch fault.kind {
      case .outage(let ends, let length):
        for link in directions(ends) { links[link].outages.add((), from: start, lasting: length) }
      case .bandwidth(let bandwidth, let ends, let length):
        for link in directions(ends) {
          links[link].bandwidths.add(bandwidth, from: start, lasting: length)
        }
      case .restart(let host, _, let length):
        for peer in hosts.indices where peer != Int(host.rawValue) {
          links[direction(host, HostIndex(peer))].outages.add((), from: start, lasting: length)
          links[direction(HostIndex(peer), host)].outages.add((), from: start, lasting: length)
        }
      case .hang, .reset, .resetOnGive:
        break
      }
      if let length = fault.kind.length {
        queue.schedule(.faultEnds(place), at: start + length, cause: nil)
      }
    }
  }

  mutating func faultBegins(_ place: Int) throws {
    switch scenario.faults[place].kind {
    case .outage(let ends, _):
      for link in directions(ends) { try record(.linkDown, ofLink: link) }
    case .bandwidth(_, let ends, _):
      for link in directions(ends) { try recordBandwidth(of: link) }
    case .reset(let ends):
      for id in connections(between: ends.from, and: ends.to) { try reset(id) }
    case .hang(let host, _):
      try record(.hostHung, at: host)
      hosts[Int(host.rawValue)].hangs += 1
    case .restart(let host, _, _):
      try stop(host)
    case .resetOnGive(let ends, _):
      guard let association = givenAssociations[place] else { return }
      for id in connections(between: ends.from, and: ends.to, of: association) { try reset(id) }
    }
  }

  mutating func faultEnds(_ place: Int) throws {
    switch scenario.faults[place].kind {
    case .outage(let ends, _):
      for link in directions(ends) { try record(.linkUp, ofLink: link) }
    case .bandwidth(_, let ends, _):
      for link in directions(ends) { try recordBandwidth(of: link) }
    case .hang(let host, _):
      hosts[Int(host.rawValue)].hangs -= 1
      cause = try record(.hostResumed, at: host)
      if hosts[Int(host.rawValue)].hangs == 0 { try answerHeldCalls(at: host) }
    case .restart(let host, let build, _):
      try start(host, build: build)
    case .reset, .resetOnGive:
      break
    }
  }

  /// Notes an RT-TURN-GIVE that leaves, and resets its association while it is on its way if a
  /// fault says so.
  mutating func turnGiveLeaves(_ connection: Connection) {
    for (place, fault) in scenario.faults.enumerated() {
      guard case .resetOnGive(let ends, let number) = fault.kind,
        [ends.from, ends.to].contains(connection.client),
        [ends.from, ends.to].contains(connection.server)
      else { continue }
      gives[place] += 1
      guard gives[place] == number else { continue }
      givenAssociations[place] = connection.association
      // In flight: between a nanosecond and the time the link takes.
      queue.schedule(
        .faultBegins(place), at: now + TraceDuration(nanoseconds: 1), cause: nil)
    }
  }

  /// A host stops: its memory is lost, and nobody is told.
  private mutating func stop(_ host: HostIndex) throws {
    let index = Int(host.rawValue)
    cause = try record(.hostStopped, at: host)
    hosts[index].isDown = true
    hosts[index].heldCalls.removeAll()
    let lost = connections.ids { connection, _ in
      connection.client == host || connection.server == host
    }
    for id in lost {
      guard let connection = connections[id] else { continue }
      let isServer = connection.server == host
      // The other end hears nothing; it finds out when it sends, or by keep-alive.
      tellOtherEnd(of: connection, atServer: !isServer)
      _ = connections.update(id) {
        if isServer {
          $0.serverIsOpen = false
          $0.serverGroup = nil
        } else {
          $0.rpcClient.close()
          $0.sending = nil
        }
      }
      removeIfOver(id)
    }
    hosts[index].mta.restart(at: now, &output)
    try performEffects(at: host)
  }

  private mutating func start(_ host: HostIndex, build: Build?) throws {
    let index = Int(host.rawValue)
    hosts[index].isDown = false
    if let build { hosts[index].build = build }
    hosts[index].startRuntime(scenario.hosts[index], scenario.parameters.assumptions)
    cause = try record(.hostStarted, at: host, code: hosts[index].build.code)
    for peer in hosts.indices where peer != index {
      hosts[index].mta.started(with: HostIndex(peer), at: now, &output)
    }
    try performEffects(at: host)
  }

  private func directions(_ ends: ScheduledFault.Ends) -> [Int] {
    let forward = direction(ends.from, ends.to)
    return ends.isBothWays ? [forward, direction(ends.to, ends.from)] : [forward]
  }

  private mutating func record(_ kind: EventKind, ofLink link: Int, code: UInt32? = nil) throws {
    try record(
      kind, at: HostIndex(link / hosts.count), peer: HostIndex(link % hosts.count), code: code)
  }

  private mutating func recordBandwidth(of link: Int) throws {
    let bandwidth = links[link].bandwidths[now] ?? links[link].parameters.bandwidth
    try record(
      .bandwidthChanged, ofLink: link,
      code: bandwidth.bitsPerSecond.map { UInt32(clamping: $0) })
  }
}

extension ScheduledFault.Kind {
  /// How long it lasts; `nil` for what happens at one moment.
  fileprivate var length: TraceDuration? {
    switch self {
    case .outage(_, let length), .bandwidth(_, _, let length), .hang(_, let length),
      .restart(_, _, let length):
      length
    case .reset, .resetOnGive: nil
    }
  }
}
