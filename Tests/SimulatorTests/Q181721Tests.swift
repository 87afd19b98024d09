import Simulator
import Testing
import TraceModel

/// The fault emerges from the rules, and only where the article says it does.
struct Q181721Tests {
  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `SP4 never refuses a bind and never lets a queue grow`(seed: UInt64) throws {
    let sink = try run("q181721", .nt4SP4, seed: seed)
    #expect(sink.count(.bindNak, .sent) == 0)
    #expect(sink.count(.logEntry) == 0)
    #expect(sink.peakBacklog <= 6)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `SP3 without cross traffic does what SP4 does, event for event`(seed: UInt64) throws {
    let sp3 = try run("healthy", .nt4SP3, seed: seed)
    let sp4 = try run("healthy", .nt4SP4, seed: seed)
    #expect(sp3.events == sp4.events)
    #expect(sp3.count(.bindNak, .sent) == 0)
  }

  @Test func `on a line of less than a millisecond the race never opens`() throws {
    let sink = try run(
      "q181721", .nt4SP3, seed: 8,
      [("latency", "200 us"), ("jitter", "0 s"), ("bandwidth", "100 Mbit/s")])
    #expect(sink.count(.messageDelivered) > 100)
    #expect(sink.count(.groupMissed) == 0)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `both builds get the same mail`(seed: UInt64) throws {
    func mail(_ build: Build) throws -> [[Int64]] {
      try run("q181721", build, seed: seed).events.filter { $0.kind == .messageEnqueued }.map {
        [
          $0.time.nanoseconds, Int64($0.host.rawValue), Int64($0.length ?? 0),
          Int64($0.message?.rawValue ?? 0),
        ]
      }
    }
    #expect(try mail(.nt4SP3) == mail(.nt4SP4))
  }

  @Test func `the default seed shows rescues at the threshold and mail that stays`() throws {
    let sp3 = try run("q181721", .nt4SP3, seed: 8)
    let rescues = sp3.events.filter {
      $0.kind == .associationOpening && $0.code == OpeningReason.threshold.rawValue
    }
    #expect(rescues.count >= 2)
    #expect(rescues.allSatisfy { ($0.queue ?? 0) >= 50 })
    let enqueued = sp3.count(.messageEnqueued)
    #expect(sp3.count(.messageDelivered) < enqueued)
  }

  @Test func `each nak answers a bind for a group that was filed under another address`() throws {
    let sink = try run("q181721", .nt4SP3, seed: 8)
    var filed: [UInt32: UInt32] = [:]
    for event in sink.events where event.kind == .groupFiled {
      let group = try #require(event.group)
      filed[group] = event.code
    }
    let missed = sink.events.filter { $0.kind == .groupMissed }
    #expect(!missed.isEmpty)
    for event in missed {
      let group = try #require(event.group)
      #expect(filed[group] != nil && filed[group] != event.code)
    }
    #expect(sink.count(.bindNak, .sent) == missed.count)
  }

  @Test func `a nak leads to 1727, that to event 9316, and that to another try a minute later`()
    throws
  {
    let sink = try run("q181721", .nt4SP3, seed: 8)
    func event(_ sequence: EventSequence?) throws -> TraceEvent {
      sink.events[Int(try #require(sequence).rawValue) - 1]
    }
    let entries = sink.events.filter { $0.kind == .logEntry && $0.code == 9316 }
    #expect(!entries.isEmpty)
    for entry in entries {
      let failure = try event(entry.cause)
      #expect(failure.kind == .callFailed && failure.code == 1727)
      #expect(try event(failure.cause).kind == .bindNak)
    }
    let retries = sink.events.filter {
      $0.kind == .timerExpired && $0.code == TimerKind.recovery.rawValue
    }
    #expect(!retries.isEmpty)
    for retry in retries {
      let entry = try event(retry.cause)
      #expect(entry.kind == .logEntry)
      #expect(retry.time - entry.time == .seconds(60))
    }
  }

  @Test func `event 9316 reads as in KB Q181721`() throws {
    let sink = try run("q181721", .nt4SP3, seed: 8)
    let entry = try #require(sink.entries.first?.entry)
    #expect(
      entry.text == """
        An RPC communications error occurred. No data was sent over the RPC connection. \
        Locality table (LTAB) index: 4. Windows NT error: 1727. \
        The MTA will attempt to recover the RPC connection. [BASE IL KERNEL 24 512] (12)
        """)
    #expect(entry.type == .warning && entry.category == "Interface")
  }

  @Test func `event 57 is logged where the limit on associations stops another`() throws {
    let settings = [
      ("A3", "always"), ("threshold", "5"), ("normalAssociations", "2"), ("duration", "1 h"),
    ]
    let sink = try run("q181721", .nt4SP3, seed: 8, settings)
    let (sequence, entry) = try #require(sink.entries.first { $0.entry.id == 57 })
    let peer = sink.events[Int(sequence.rawValue) - 1].peer == HostIndex(0) ? "HUB1" : "SLPS100"
    #expect(
      entry.text == """
        The limit on the number of associations allowed to and from entity \(peer) has been reached. \
        The limit is 2. [MTA MAIN BASE 1 43] (14)
        """)
  }

  @Test func `event 57 is logged once while the limit holds, not for each message`() throws {
    let settings = [
      ("threshold", "5"), ("messageRate", "120 /min"), ("bandwidth", "64 kbit/s"),
      ("duration", "1 h"),
    ]
    let sink = try run("q181721", .nt4SP3, seed: 8, settings)
    let count = sink.entries.filter { $0.entry.id == 57 }.count
    #expect(count >= 1)
    #expect(count * 20 < sink.count(.messageEnqueued))
  }

  @Test func `another reject reason is another Win32 status and still event 9316`() throws {
    let settings = [("A1", "2"), ("A3", "always"), ("duration", "1 h")]
    let sink = try run("q181721", .nt4SP3, seed: 8, settings)
    let failures = sink.events.filter { $0.kind == .callFailed }
    #expect(!failures.isEmpty)
    // Wine, dlls/rpcrt4/rpc_assoc.c: reason 2 is RPC_S_SERVER_TOO_BUSY.
    #expect(failures.allSatisfy { $0.code == 1723 })
    #expect(
      sink.entries.allSatisfy { $0.entry.id != 9316 || $0.entry.text.contains("error: 1723.") })
  }
}
