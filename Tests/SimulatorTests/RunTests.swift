import Simulator
import Testing
import TraceModel

/// What holds in every run.
struct RunTests {
  static let samples: [(scenario: String, build: Build, seed: UInt64)] = [
    ("q181721", .nt4SP3, 8), ("q181721", .nt4SP4, 8), ("q181721", .nt4SP3, 12),
    ("healthy", .nt4SP3, 3),
  ]

  @Test(arguments: samples)
  func `a run is the same every time`(scenario: String, build: Build, seed: UInt64) throws {
    let first = try run(scenario, build, seed: seed)
    let second = try run(scenario, build, seed: seed)
    #expect(first.fingerprint == second.fingerprint)
    #expect(first.events == second.events)
  }

  @Test(arguments: samples)
  func `each message is delivered once or still waits`(
    scenario: String, build: Build, seed: UInt64
  ) throws {
    let sink = try run(scenario, build, seed: seed)
    let enqueued = sink.events.filter { $0.kind == .messageEnqueued }.compactMap(\.message)
    let delivered = sink.events.filter { $0.kind == .messageDelivered }.compactMap(\.message)
    #expect(Set(enqueued).count == enqueued.count)
    #expect(Set(delivered).count == delivered.count)
    #expect(Set(delivered).isSubset(of: enqueued))
    // The backlog that the last event of each direction states is what the messages themselves add
    // up to.
    for sender in [HostIndex(0), HostIndex(1)] {
      let of = sink.events.filter {
        $0.kind == .messageEnqueued && $0.host == sender
          || $0.kind == .messageDelivered && $0.peer == sender
      }
      let waiting = of.reduce(0) { $0 + ($1.kind == .messageEnqueued ? 1 : -1) }
      #expect(of.last?.queue.map(Int.init) == waiting)
    }
  }

  @Test(arguments: samples)
  func `each received PDU was sent before, over the same connection`(
    scenario: String, build: Build, seed: UInt64
  ) throws {
    let sink = try run(scenario, build, seed: seed)
    for event in sink.events where event.kind.isPDU && event.direction == .received {
      let sent = sink.events[Int(try #require(event.cause).rawValue) - 1]
      #expect(sent.kind == event.kind && sent.direction == .sent)
      #expect(sent.connection == event.connection && sent.call == event.call)
      #expect(sent.length == event.length)
      #expect(event.time - sent.time >= .milliseconds(30))
    }
  }

  @Test(arguments: samples)
  func `every cause is earlier, and only arrivals and storms have none`(
    scenario: String, build: Build, seed: UInt64
  ) throws {
    let sink = try run(scenario, build, seed: seed)
    for event in sink.events {
      if let cause = event.cause {
        #expect(cause < event.sequence)
        #expect(sink.events[Int(cause.rawValue) - 1].time <= event.time)
      } else {
        #expect([.messageEnqueued, .stormBegan].contains(event.kind))
      }
    }
  }

  @Test(arguments: samples)
  func `the turn is held by at most one side of an association`(
    scenario: String, build: Build, seed: UInt64
  ) throws {
    let sink = try run(scenario, build, seed: seed)
    var holder: [MTAAssociationID: HostIndex] = [:]
    for event in sink.events {
      guard let association = event.association else { continue }
      switch (event.kind, event.direction) {
      case (.associationOpening, _): holder[association] = event.host
      case (.turnGive, .sent):
        #expect(holder[association] == event.host)
        holder[association] = nil
      case (.turnGive, .received):
        #expect(holder[association] == nil)
        holder[association] = event.host
      case (.transferStarted, _):
        #expect(holder[association] == event.host)
      default: break
      }
    }
  }

  @Test func `opening an association costs the octets that KB Q159298 shows`() throws {
    let sink = try run("healthy", .nt4SP4, seed: 1)
    let opening = sink.events.prefix { $0.kind != .transferStarted }
    let sent = opening.filter { $0.kind.isPDU && $0.direction == .sent }
    #expect(
      sent.map { "\($0.kind.name) \($0.length ?? 0)" } == [
        // The endpoint mapper is asked first.
        "bind 72", "bind_ack 60", "request 156", "response 152",
        "bind 136", "bind_ack 108", "auth3 206", "request 336", "bind 136", "bind_ack 108",
        "auth3 206", "request 56", "response 80", "response 80",
      ])
    // MtaBind (opnum 0) returns last: MtaBindBack (1) is nested in it.
    #expect(
      sent.filter { $0.kind == .request || $0.kind == .response }.map(\.opnum) == [
        3, 3, 0, 1, 1, 0,
      ])
  }

  @Test(arguments: samples)
  func `a bind is received after its connection is accepted`(
    scenario: String, build: Build, seed: UInt64
  ) throws {
    for settings in [[], [("dispatchDelay", "2 s")]] as [[(name: String, value: String)]] {
      var accepted: Set<RPCConnectionID> = []
      for event in try run(scenario, build, seed: seed, settings).events {
        guard let connection = event.connection else { continue }
        if event.kind == .accept { accepted.insert(connection) }
        if event.kind == .bind, event.direction == .received {
          #expect(accepted.contains(connection))
        }
      }
    }
  }

  @Test func `two sides that both wait for recovery do not pass the turn to and fro`() throws {
    let sink = try run("q181721", .nt4SP3, seed: 8, [("A3", "always")])
    #expect(sink.count(.bindNak, .received) > 100)
    #expect(sink.count(.turnPlease, .sent) <= 2 * sink.count(.bindNak, .received))
  }

  @Test func `a turn asked for while the holder is still opening is given`() throws {
    let settings = [
      ("urgentShare", "50 %"), ("jitter", "20 s"), ("latency", "0 s"), ("threshold", "1"),
      ("messageRate", "6 /min"),
    ]
    let sink = try run("healthy", .nt4SP4, seed: 2, settings)
    var asked: [MTAAssociationID: TraceInstant] = [:]
    for event in sink.events {
      guard let association = event.association else { continue }
      if event.kind == .turnPlease, event.direction == .received { asked[association] = event.time }
      if event.kind == .turnGive, event.direction == .sent,
        let since = asked.removeValue(forKey: association)
      {
        #expect(event.time - since < .minutes(10), "association \(association.rawValue)")
      }
    }
  }

  @Test func `a run that reaches a limit says so and ends`() throws {
    let events = try run("q181721", .nt4SP3, seed: 1, [("limits.events", "5000")])
    #expect(events.outcome == .eventLimit)
    #expect(events.events.last?.kind == .limitReached)
    let queue = try run(
      "q181721", .nt4SP3, seed: 8, [("queuedMessages", "30"), ("A3", "always")])
    #expect(queue.outcome == .queueLimit)
    #expect(queue.peakBacklog == 30)
    let schedule = try run("q181721", .nt4SP3, seed: 1, [("scheduledEvents", "1")])
    #expect(schedule.outcome == .scheduleLimit)
  }

  @Test func `urgent mail opens an association of its own, which carries nothing else`() throws {
    let sink = try run(
      "healthy", .nt4SP4, seed: 4, [("urgentShare", "20 %"), ("nonUrgentShare", "20 %")])
    let urgent = Set(
      sink.events.filter {
        $0.kind == .associationOpening && $0.code == OpeningReason.urgent.rawValue
      }.compactMap(\.association))
    #expect(!urgent.isEmpty)
    var priorities: [MessageID: UInt32] = [:]
    for event in sink.events where event.kind == .messageEnqueued {
      if let message = event.message { priorities[message] = event.code }
    }
    for event in sink.events where event.kind == .transferStarted {
      guard let association = event.association, urgent.contains(association) else { continue }
      #expect(priorities[try #require(event.message)] == 2)
    }
  }

  @Test func `three hosts exchange mail in every direction`() throws {
    let text = """
      scenario: three
      duration: 2 h
      hosts:
        A: {addresses: ["ncacn_ip_tcp:10.0.0.1[1024]"]}
        B: {addresses: ["ncacn_ip_tcp:10.0.0.2[1024]"]}
        C: {addresses: ["ncacn_ip_tcp:10.0.0.3[1024]"]}
      """
    let sink = MemorySink()
    var simulation = Simulation(
      scenario: try scenario(text), build: .nt4SP4, seed: 2, sink: sink)
    try simulation.run()
    let directions = Set(
      sink.events.filter { $0.kind == .messageDelivered }.map { [$0.peer, $0.host] })
    #expect(directions.count == 6)
  }
}
