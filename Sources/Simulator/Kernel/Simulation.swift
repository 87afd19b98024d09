import DCERPC
package import TraceModel

/// A run of a scenario: the only place that performs what the protocol machines decide, draws,
/// schedules and records.
package struct Simulation {
  /// What is simulated at the moment.
  var scenario: Scenario
  /// The build of the hosts that leave it open, at the moment.
  var build: Build
  /// What the scenario is going to become, in order.
  var changes: [ScenarioChange]
  let header: RunHeader
  let seed: UInt64
  let sink: any TraceSink
  var queue = EventQueue<ScheduledEvent>()
  var now = TraceInstant.start
  /// The event that leads to what happens now.
  var cause: EventSequence?
  var recorded: Int64 = 0

  var hosts: [SimulatedHost]
  var output = MTAOutput()
  var workloads: [Workload]
  var storms: [Storm] = []
  var steadyTraffic: [RandomStream]
  var links: [NetworkLink]
  var connections = ConnectionTable()
  var connectionNumbers: [UInt32]
  /// Numbers of the connections to endpoint mappers, which have an order of their own.
  var mapperConnectionNumbers: [UInt32]
  /// When the network resets connections, by pair of hosts.
  var resets: [RandomStream]
  /// RT-TURN-GIVEs that count towards a fault, and the association of the one it strikes, by the
  /// fault's place in the scenario.
  var gives: [Int]
  var givenAssociations: [MTAAssociationID?]
  /// Closed connections whose group waits for another; only looked up.
  var lingering: [RPCConnectionID: (Connection, ConnectionState.ServerGroup)] = [:]
  /// Messages that were delivered, and those that were given up.
  var delivered = MessageSet()
  var givenUp = MessageSet()
  /// Reports that have not been delivered; only looked up.
  var reports: Set<MessageID> = []
  /// Buffers for effects, used again.
  var spareEffects: [[MTAEffect]] = []
  var transmissions = TransmissionStore<Transmission>()
  /// Messages enqueued and not delivered, by sender and receiver.
  var backlog: [UInt32]
  var lastMessage: UInt32 = 0
  /// Whether the last arrival filled a queue.
  var overfullQueue = false
  private var outcome: RunOutcome?

  /// Prepares a run that hands its events to `sink`.
  ///
  /// - Parameter changes: What the scenario becomes halfway, in the order of events; each must be
  ///   one that the one before it can become (``Scenario/obstacle(toBecoming:at:)``).
  package init(
    scenario: Scenario, build: Build, seed: UInt64, changes: [ScenarioChange] = [],
    sink: any TraceSink
  ) {
    self.scenario = scenario
    self.build = build
    self.changes = changes
    self.seed = seed
    self.sink = sink
    let last = changes.last?.variant ?? Scenario.Variant(scenario: scenario, build: build)
    header = last.scenario.header(build: last.build, seed: seed)
    let count = scenario.hosts.count
    let names = scenario.hosts.map(\.name)
    let bindings = scenario.hosts.map { $0.addresses.first?.stringBinding ?? "" }
    hosts = scenario.hosts.indices.map { index in
      SimulatedHost(
        scenario: scenario, index: HostIndex(index), names: names, bindings: bindings,
        build: scenario.hosts[index].build ?? build)
    }
    let end = TraceInstant.start + scenario.parameters.duration
    workloads = scenario.flows.map {
      Workload(
        from: $0.from, to: $0.to, parameters: scenario.parameters.workload, seed: seed, end: end)
    }
    steadyTraffic = (0..<count).map { RandomStream(seed: seed, .crossTraffic, UInt64($0)) }
    links = Array(repeating: NetworkLink(scenario.parameters.network), count: count * count)
    for link in scenario.links {
      links[Int(link.from.rawValue) * count + Int(link.to.rawValue)] = NetworkLink(link.network)
    }
    connectionNumbers = Array(repeating: 0, count: count * count)
    mapperConnectionNumbers = connectionNumbers
    resets = (0..<count * count).map {
      RandomStream(seed: seed, .resets, UInt64($0 / count), UInt64($0 % count))
    }
    gives = Array(repeating: 0, count: scenario.faults.count)
    givenAssociations = Array(repeating: nil, count: scenario.faults.count)
    backlog = Array(repeating: 0, count: count * count)
  }

  /// Simulates the whole run.
  ///
  /// - Parameter progress: Called now and then with virtual time and the events recorded so far.
  /// - Throws: What the sink throws; the run then is not ended.
  package mutating func run(
    progress: ((_ time: TraceInstant, _ events: Int64) -> Void)? = nil
  ) throws {
    try sink.begin(header)
    for index in workloads.indices { scheduleArrival(of: index) }
    for index in hosts.indices { scheduleSteadyTraffic(HostIndex(index)) }
    scheduleFaults(from: 0)
    for a in hosts.indices {
      for b in hosts.indices where a < b {
        scheduleRandomReset(direction(HostIndex(a), HostIndex(b)))
      }
    }
    var handled: UInt64 = 0
    while outcome == nil, let next = queue.popNext() {
      guard next.time <= end else { break }
      now = next.time
      cause = next.cause
      try handle(next.event)
      if !changes.isEmpty { makeChanges() }
      try checkLimits()
      handled += 1
      if handled & 0x3FFF == 0 { progress?(now, recorded) }
    }
    if outcome == nil { now = end }
    progress?(now, recorded)
    try sink.end(outcome ?? .finished, at: now)
  }

  /// When the run ends unless a limit ends it first.
  private var end: TraceInstant { .start + scenario.parameters.duration }

  private mutating func handle(_ event: ScheduledEvent) throws {
    switch event {
    case .arrival(let flow): try messageArrives(flow)
    case .stormBegins(let storm): try stormBegins(storm)
    case .stormEnds(let storm): try stormEnds(storm)
    case .stormConnection(let storm): try stormConnection(storm)
    case .crossConnection(let host): try steadyConnection(host)
    case .connectArrives(let id): try connectArrives(id)
    case .accepts(let id): try accepts(id)
    case .connectedArrives(let id): try connectedArrives(id)
    case .pduArrives(let transmission): try pduArrives(transmission)
    case .fragmentLeft(let id): try fragmentLeft(id)
    case .givenUp(let id, let atServer): try givenUp(id, atServer: atServer)
    case .resetArrives(let id, let atServer): try resetArrives(id, atServer: atServer)
    case .randomReset(let pair): try randomReset(pair)
    case .callsDue(let id): try callsDue(id)
    case .lingerEnds(let id): try lingerEnds(id)
    case .faultBegins(let place): try faultBegins(place)
    case .faultEnds(let place): try faultEnds(place)
    case .disconnectArrives(let id, let atServer): try disconnectArrives(id, atServer: atServer)
    case .timer(let timer): try timerExpired(timer)
    }
  }

  /// Ends the run when it has reached one of its bounds, which then is its outcome.
  private mutating func checkLimits() throws {
    let limits = scenario.parameters.limits
    let reached: RunOutcome? =
      if recorded >= limits.events {
        .eventLimit
      } else if queue.count >= limits.scheduledEvents {
        .scheduleLimit
      } else if overfullQueue {
        .queueLimit
      } else {
        nil
      }
    guard let reached else { return }
    outcome = reached
    try record(.limitReached, at: HostIndex(0), code: reached.rawValue)
  }

  /// The place of a direction in ``backlog``, ``links`` and ``connectionNumbers``.
  func direction(_ from: HostIndex, _ to: HostIndex) -> Int {
    Int(from.rawValue) * hosts.count + Int(to.rawValue)
  }
}

/// A PDU on its way, with what its stub would say.
struct Transmission {
  var pdu: PDU
  /// Its octets on the wire.
  var octets: Int
  /// What a request asks for or a response answers; its stub holds zeros in its stead.
  var operation: Operation?
  var connection: RPCConnectionID
  var toServer: Bool
}
