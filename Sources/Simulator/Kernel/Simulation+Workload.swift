import TraceModel

/// Connections from other servers, all at once: the working day's bursts begin for them too.
struct Storm {
  let host: HostIndex
  let end: TraceInstant
  var random: RandomStream
}

/// What comes from outside: mail and cross traffic.
extension Simulation {
  /// Schedules a flow's next message, and the storm around the burst it may open.
  mutating func scheduleArrival(of flow: Int) {
    guard let next = workloads[flow].next() else { return }
    queue.schedule(.arrival(flow: flow), at: next.arrival, cause: nil)
    if let burstStart = next.burstStart { scheduleStorms(around: burstStart, of: flow) }
  }

  mutating func messageArrives(_ flow: Int) throws {
    let (from, to) = (workloads[flow].from, workloads[flow].to)
    lastMessage += 1
    try enqueue(workloads[flow].message(MessageID(rawValue: lastMessage)), from: from, to: to)
    scheduleArrival(of: flow)
  }

  private mutating func enqueue(
    _ message: QueuedMessage, from: HostIndex, to: HostIndex
  ) throws {
    let place = direction(from, to)
    let host = Int(from.rawValue)
    backlog[place] += 1
    overfullQueue = backlog[place] >= scenario.parameters.limits.queuedMessages
    cause = try record(
      .messageEnqueued, at: from, peer: to, message: message.id,
      length: UInt32(message.octets), code: message.priority.rawValue, queue: backlog[place])
    hosts[host].mta.enqueue(message, for: to, isDown: hosts[host].isDown, at: now, &output)
    try performEffects(at: from)
  }

  /// The receiver of a message may owe its sender a report, which travels as urgent mail does.
  ///
  /// No report is made about a report. Draws are keyed by the message, so that every build of a
  /// scenario asks for the same ones.
  mutating func reportDelivery(
    of message: MessageID, from receiver: HostIndex, to sender: HostIndex
  ) throws {
    let share = scenario.parameters.workload.reportShare
    guard share.partsPerMillion > 0, reports.remove(message) == nil else { return }
    var random = RandomStream(seed: seed, .reports, UInt64(message.rawValue))
    guard random.happens(share) else { return }
    lastMessage += 1
    let report = MessageID(rawValue: lastMessage)
    reports.insert(report)
    try enqueue(
      QueuedMessage(id: report, priority: .urgent, octets: 1024), from: receiver, to: sender)
  }

  private mutating func scheduleStorms(around burstStart: TraceInstant, of flow: Int) {
    let cross = scenario.parameters.crossTraffic
    for host in [workloads[flow].from, workloads[flow].to]
    where scenario.hosts[Int(host.rawValue)].crossTraffic {
      var random = RandomStream(
        seed: seed, .storms, UInt64(host.rawValue), UInt64(flow), workloads[flow].burstCount)
      guard cross.stormRate > .zero, random.happens(cross.stormShare) else { continue }
      let begin = max(
        now, TraceInstant(nanoseconds: burstStart.nanoseconds - cross.stormLead.nanoseconds))
      storms.append(Storm(host: host, end: begin + cross.stormLength, random: random))
      queue.schedule(.stormBegins(storm: storms.count - 1), at: begin, cause: nil)
    }
  }

  mutating func stormBegins(_ storm: Int) throws {
    cause = try record(.stormBegan, at: storms[storm].host)
    queue.schedule(.stormEnds(storm: storm), at: storms[storm].end, cause: cause)
    scheduleStormConnection(storm)
  }

  mutating func stormEnds(_ storm: Int) throws {
    try record(.stormEnded, at: storms[storm].host)
  }

  /// A connection of a storm is accepted, on an address where no MTA connects.
  mutating func stormConnection(_ storm: Int) throws {
    let began = cause
    try crossTrafficAccepted(at: storms[storm].host, draw: storms[storm].random.next())
    cause = began
    scheduleStormConnection(storm)
  }

  private mutating func scheduleStormConnection(_ storm: Int) {
    let rate = scenario.parameters.crossTraffic.stormRate
    let time = now + storms[storm].random.exponential(mean: rate)
    guard time < storms[storm].end else { return }
    queue.schedule(.stormConnection(storm: storm), at: time, cause: cause)
  }

  /// Schedules the next connection of the traffic that goes on all day.
  mutating func scheduleSteadyTraffic(_ host: HostIndex) {
    let rate = scenario.parameters.crossTraffic.steadyRate
    guard scenario.hosts[Int(host.rawValue)].crossTraffic, rate > .zero else { return }
    let time = now + steadyTraffic[Int(host.rawValue)].exponential(mean: rate)
    queue.schedule(.crossConnection(host: host), at: time, cause: nil)
  }

  mutating func steadyConnection(_ host: HostIndex) throws {
    try crossTrafficAccepted(at: host, draw: steadyTraffic[Int(host.rawValue)].next())
    scheduleSteadyTraffic(host)
  }

  /// Another server's connection is accepted on one of the addresses behind the first, if there are
  /// any.
  private mutating func crossTrafficAccepted(at host: HostIndex, draw: UInt64) throws {
    let others = UInt64(scenario.hosts[Int(host.rawValue)].addresses.count - 1)
    let address = others == 0 ? 0 : 1 + Int(draw.multipliedFullWidth(by: others).high)
    hosts[Int(host.rawValue)].rpcServer.accepted(on: address)
    try record(.accept, at: host, code: UInt32(address))
  }
}
