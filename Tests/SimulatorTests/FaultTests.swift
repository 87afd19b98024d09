import Testing
import TraceModel

@testable import Simulator

/// What trouble leaves in a trace, each kind on a run that is healthy without it.
struct FaultTests {
  private static func sink(
    _ fault: String, _ settings: [(name: String, value: String)] = []
  ) throws -> MemorySink {
    try run(
      "healthy", .nt4SP4, seed: 8,
      [("messageRate", "20 /min"), ("burstLength", "30 min"), ("burstGap", "10 s")]
        + [("duration", "40 min"), ("faults.f", fault)] + settings)
  }

  /// The ids that MTAs logged.
  private static func logged(_ sink: MemorySink) -> Set<UInt32> {
    Set(sink.events.filter { $0.kind == .logEntry }.compactMap(\.code))
  }

  @Test func `a connection that is asked for in an outage fails after 45 s with 1722`() throws {
    let sink = try Self.sink("outage between HUB1 and SLPS100 at 1 s for 20 min")
    let refused = try #require(sink.events.first { $0.kind == .connectRefused })
    let asked = try #require(
      sink.events.first { $0.kind == .connect && $0.connection == refused.connection })
    #expect(refused.time - asked.time == .seconds(45))
    #expect(sink.events.contains { $0.kind == .callFailed && $0.code == 1722 })
    #expect(Self.logged(sink).isSuperset(of: [9318, 289, 301]))
    // The open interval of ten minutes passes before the next attempt.
    let openings = sink.events.filter { $0.kind == .associationOpening && $0.host == refused.host }
    #expect(openings[1].time - refused.time >= .seconds(600))
    #expect(sink.events.last { $0.kind == .messageDelivered } != nil)
  }

  @Test func `a peer that hangs has its calls cancelled after two minutes, and takes mail later`()
    throws
  {
    let sink = try Self.sink("hang SLPS100 at 5 min for 10 min")
    let cancel = try #require(sink.events.first { $0.kind == .coCancel && $0.direction == .sent })
    let call = try #require(
      sink.events.first {
        $0.kind == .request && $0.direction == .sent && $0.connection == cancel.connection
          && $0.call == cancel.call
      })
    #expect(cancel.time - call.time == .seconds(120))
    #expect(Self.logged(sink).contains(9277))
    let orphan = try #require(sink.events.first { $0.kind == .orphaned && $0.direction == .sent })
    #expect(orphan.time - cancel.time == .seconds(60))
    let resumed = try #require(sink.events.first { $0.kind == .hostResumed })
    let delivered = sink.events.filter { $0.kind == .messageDelivered && $0.host == resumed.host }
    #expect(!delivered.contains { $0.time > cancel.time && $0.time < resumed.time })
    #expect(delivered.contains { $0.time > resumed.time })
    #expect(!sink.events.contains { $0.kind == .bindNak })
  }

  /// C706, rpc_mgmt_set_cancel_timeout: the stub of an orphaned call runs on.
  @Test func `a call that was given up is done all the same when its peer answers again`() throws {
    let sink = try Self.sink("hang SLPS100 at 5 min for 10 min")
    let resumed = try #require(sink.events.first { $0.kind == .hostResumed })
    let orphans = sink.events.filter { $0.kind == .orphaned && $0.direction == .sent }
    // What the held calls led to comes at the moment of resuming, and from their arrival.
    let done = sink.events.filter { event in
      guard event.time == resumed.time, event.host == resumed.host, let cause = event.cause else {
        return false
      }
      let request = sink.events[Int(cause.rawValue) - 1]
      return request.kind == .request
        && orphans.contains { $0.connection == request.connection && $0.call == request.call }
    }
    #expect(!done.isEmpty)
    #expect(!done.contains { $0.kind == .response })
  }

  @Test func `a restart makes group ids stale, so that a bind is refused on any build`() throws {
    var refused = 0
    for seed in 1...8 as ClosedRange<UInt64> {
      let events = try run(
        "healthy", .nt4SP4, seed: seed, [("faults.f", "restart SLPS100 at 3 h for 1 min")]
      ).events
      let stopped = try #require(events.first { $0.kind == .hostStopped })
      for missed in events where missed.kind == .groupMissed {
        refused += 1
        #expect(missed.time > stopped.time)
        let filed = events.first { $0.kind == .groupFiled && $0.group == missed.group }
        #expect(try #require(filed).time < stopped.time)
      }
    }
    #expect(refused > 0)
  }

  @Test func `a reset is recovered from within the recovery timeout, with the turn settled`() throws
  {
    let sink = try Self.sink("reset between HUB1 and SLPS100 at 5 min")
    let lost = try #require(sink.events.first { $0.kind == .associationLost })
    let recovered = try #require(sink.events.first { $0.kind == .associationRecovered })
    #expect(lost.association == recovered.association)
    #expect(recovered.time - lost.time < .seconds(60))
    #expect(
      sink.events.contains {
        $0.kind == .transferStarted && $0.association == lost.association
          && $0.time > recovered.time
      })
  }

  @Test func `mail for a host that stays down is given up when the retries are over`() throws {
    let sink = try Self.sink(
      "restart SLPS100 at 5 min for 30 min", [("openInterval", "60 s"), ("maxOpenRetries", "2")])
    #expect(sink.events.contains { $0.kind == .messageNonDelivered })
    #expect(Self.logged(sink).contains(290))
    let reports = sink.entries.filter { $0.entry.id == 290 }
    #expect(reports.count == sink.count(.messageNonDelivered))
  }

  @Test func `a message that has waited too long is given up`() throws {
    let sink = try Self.sink(
      "outage between HUB1 and SLPS100 at 5 min for 20 min", [("expiryNormal", "4 min")])
    for event in sink.events where event.kind == .messageNonDelivered {
      let enqueued = try #require(
        sink.events.first { $0.kind == .messageEnqueued && $0.message == event.message })
      #expect(event.time - enqueued.time >= .minutes(4))
    }
    #expect(sink.count(.messageNonDelivered) > 10)
  }

  @Test func `an upgrade ends misfiling`() throws {
    let settings = [
      ("A3", "always"), ("faults.sp4", "upgrade SLPS100 to nt4-sp4 at 1 h for 1 min"),
      ("faults.too", "upgrade HUB1 to nt4-sp4 at 1 h for 1 min"),
    ].map { (name: $0.0, value: $0.1) }
    let events = try run("healthy", .nt4SP3, seed: 8, settings).events
    let started = try #require(events.last { $0.kind == .hostStarted })
    #expect(started.code == Build.nt4SP4.code)
    let filings = events.filter { $0.kind == .groupFiled }
    #expect(filings.filter { $0.time < started.time }.allSatisfy { $0.code != 0 })
    #expect(filings.filter { $0.time > started.time }.allSatisfy { $0.code == 0 })
    #expect(filings.contains { $0.time > started.time })
  }

  @Test func `a full locality table is written down, and alarms ring at their marks`() throws {
    let sink = try Self.sink(
      "hang SLPS100 at 5 min for 10 min",
      [("localityTable", "1"), ("workQueueAlarm", "40"), ("outboundQueueAlarm", "30")])
    #expect(Self.logged(sink).isSuperset(of: [9280, 666, 667, 659, 660]))
  }

  @Test func `mail that a restart found waiting expires though no other comes`() throws {
    // One message, which an outage keeps from its peer for good.
    let sink = try Self.sink(
      "outage between HUB1 and SLPS100 at 0 s for 48 h",
      [
        ("faults.g", "restart HUB1 at 2 h for 1 min"), ("duration", "6 h"),
        ("burstLength", "10 s"), ("burstGap", "24 h"), ("expiryNormal", "4 h"),
      ])
    let stopped = try #require(sink.events.first { $0.kind == .hostStopped })
    let waiting = sink.events.filter {
      $0.kind == .messageEnqueued && $0.host == stopped.host && $0.time < stopped.time
    }
    try #require(!waiting.isEmpty)
    #expect(!sink.events.contains { $0.kind == .messageEnqueued && $0.time > stopped.time })
    let expired = sink.events.filter {
      $0.kind == .messageNonDelivered && $0.host == stopped.host
    }
    #expect(expired.map(\.message) == waiting.map(\.message))
    #expect(zip(expired, waiting).allSatisfy { $0.time - $1.time == .hours(4) })
  }

  @Test func `an end whose peer closed in an outage does not stay open for good`() throws {
    let sink = try Self.sink(
      "hang SLPS100 at 5 min for 1 h",
      [("faults.g", "outage between HUB1 and SLPS100 at 7 min for 8 min"), ("duration", "6 h")])
    // What the client closed, the server's end hears of, or gives up after keep-alive's two hours.
    for closed in sink.events
    where closed.kind == .disconnect && closed.direction == .sent && closed.time < .seconds(7200) {
      let accepted = sink.events.contains {
        $0.kind == .accept && $0.connection == closed.connection
      }
      guard accepted else { continue }
      let heard = sink.events.contains {
        $0.connection == closed.connection && $0.host != closed.host
          && [.disconnect, .reset].contains($0.kind)
      }
      #expect(heard, "connection \(closed.connection?.rawValue ?? 0)")
    }
  }

  @Test func `a message that arrives twice is reported once`() throws {
    var duplicates = 0
    for minute in 5...12 {
      let sink = try Self.sink(
        "reset between HUB1 and SLPS100 at \(minute) min",
        [("reportShare", "100 %"), ("network.resetRate", "200 /h")])
      duplicates += sink.events.filter { $0.kind == .duplicateRecognised }.count
      // No mail of this scenario is urgent but reports.
      let urgent = Set(
        sink.events.filter { $0.kind == .messageEnqueued && $0.code == 2 }.compactMap(\.message))
      let delivered = sink.events.filter {
        $0.kind == .messageDelivered && !urgent.contains($0.message ?? MessageID(rawValue: 0))
      }
      #expect(urgent.count == delivered.count)
    }
    #expect(duplicates > 0)
  }
}
