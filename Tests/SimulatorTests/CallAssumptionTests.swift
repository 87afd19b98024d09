import Simulator
import Testing
import TraceModel

/// What A8 and A9, the assumptions about calls without a response, change in a trace.
struct CallAssumptionTests {
  // MARK: - A8: the time in event 9277

  /// The number behind `Time (ms):`.
  private static func milliseconds(in text: String) throws -> Int64 {
    let rest = try #require(text.split(separator: "Time (ms): ").last)
    return try #require(Int64(rest.prefix { $0.isNumber }))
  }

  /// The call that is cancelled is RT-TURN-PLEASE, which is no use of the association.
  private static func hung(_ time: String, at start: String = "6 min") throws -> MemorySink {
    try small(
      """
      faults: {hang: hang B at \(start) for 4 min}
      mta: {lifetime: 20 min}
      assumptions: {A8: \(time)}
      """, for: "15 min")
  }

  @Test func `under A8 only the time in event 9277 changes`() throws {
    let usual = try Self.hung("operation")
    #expect(usual.logged(9277).count > 0)
    for other in ["lastUse", "tickCount"] {
      let sink = try Self.hung(other)
      #expect(sink.events == usual.events)
      #expect(sink.texts(9277) != usual.texts(9277))
    }
  }

  @Test func `under A8 = operation it is the call's age of two minutes`() throws {
    #expect(
      try Self.hung("operation").texts(9277).map(Self.milliseconds).allSatisfy { $0 == 120_000 })
  }

  @Test func `under A8 = tickCount it is the time since the host started, in clock ticks`() throws {
    let sink = try Self.hung("tickCount")
    let times = try sink.texts(9277).map(Self.milliseconds)
    #expect(times == sink.logged(9277).map { $0.time.nanoseconds / 10_000_000 * 10 })
    let restarted = try small(
      """
      faults: {stop: restart A at 5 min for 1 min, hang: hang B at 10 min for 4 min}
      assumptions: {A8: tickCount}
      """, for: "15 min")
    let entry = try #require(restarted.logged(9277).first { $0.host == hostA })
    let place = try #require(restarted.logged(9277).firstIndex(of: entry))
    let start = try #require(restarted.all(.hostStopped).first).time
    #expect(
      try Self.milliseconds(in: restarted.texts(9277)[place])
        == (entry.time - start).nanoseconds / 10_000_000 * 10)
  }

  /// From 6 min on neither side sends; from 8 min on B, which has the turn, still does.
  @Test(arguments: [("6 min", true), ("8 min", false)])
  func `under A8 = lastUse it is the time since the association carried anything`(
    start: String, isLonger: Bool
  ) throws {
    let sink = try Self.hung("lastUse", at: start)
    let entry = try #require(sink.logged(9277).first)
    let use = try #require(
      sink.events.last {
        $0.association == entry.association && $0.host == entry.host && $0.time < entry.time
          && ($0.kind == .transferStarted || $0.direction == .received && $0.message != nil)
      })
    let time = try Self.milliseconds(in: try #require(sink.texts(9277).first))
    #expect(time == (entry.time - use.time).nanoseconds / 10_000_000 * 10)
    #expect(isLonger == (time > 120_000) && time != 120_000)
  }

  // MARK: - A9: what becomes of the call

  private static func unanswered(_ rule: String, hang: String = "45 min") throws -> MemorySink {
    try small(
      "faults: {hang: hang B at 10 min for \(hang)}\nassumptions: {A9: \(rule)}", for: "70 min")
  }

  /// What a client sent about the first call that it cancelled, with the ages of that call.
  private static func firstCancelled(
    in sink: MemorySink
  ) throws -> (sent: TraceEvent, cancels: [TraceEvent], orphans: [TraceEvent]) {
    let first = try #require(sink.all(.coCancel, .sent).first)
    func isAbout(_ event: TraceEvent) -> Bool {
      event.connection == first.connection && event.call == first.call
    }
    return (
      try #require(sink.all(.request, .sent).first(where: isAbout)),
      sink.all(.coCancel, .sent).filter(isAbout), sink.all(.orphaned, .sent).filter(isAbout)
    )
  }

  @Test func `under A9 = orphaned a call is cancelled after two minutes and given up after three`()
    throws
  {
    let sink = try Self.unanswered("orphaned")
    let (sent, cancels, orphans) = try Self.firstCancelled(in: sink)
    #expect(cancels.map { $0.time - sent.time } == [.seconds(120)])
    #expect(orphans.map { $0.time - sent.time } == [.seconds(180)])
    let failure = try #require(sink.all(.callFailed).first { $0.connection == sent.connection })
    #expect(failure.code == 1726 && failure.time == orphans.first?.time)
  }

  @Test func `under A9 = infinite a call is cancelled once, never given up, and answered at last`()
    throws
  {
    let sink = try Self.unanswered("infinite")
    #expect(sink.count(.orphaned, .sent) == 0)
    let (sent, cancels, _) = try Self.firstCancelled(in: sink)
    #expect(cancels.count == 1)
    let answer = try #require(
      sink.all(.response, .received).first {
        $0.connection == sent.connection && $0.call == sent.call
      })
    #expect(answer.time > .seconds(55 * 60))
    #expect(sink.all(.callFailed).allSatisfy { $0.code != 1726 })
  }

  @Test func `under A9 = retried a call is cancelled every two minutes for half an hour`() throws {
    let sink = try Self.unanswered("retried")
    let (sent, cancels, orphans) = try Self.firstCancelled(in: sink)
    #expect(cancels.map { $0.time - sent.time } == (1...15).map { .seconds($0 * 120) })
    #expect(orphans.map { $0.time - sent.time } == [.minutes(30)])
    // The samples of KB Q181721 and Q225206 are 1275740 and 1318100 ms.
    let ages = try sink.texts(9277).map(Self.milliseconds)
    #expect(ages.contains { (1_260_000...1_800_000).contains($0) })
    let usual = try Self.unanswered("orphaned").texts(9277).map(Self.milliseconds)
    #expect(!usual.isEmpty && usual.allSatisfy { $0 == 120_000 })
  }

  @Test(arguments: ["infinite", "retried"])
  func `under A9 without orphans a call outlives a hang of five minutes`(rule: String) throws {
    let sink = try Self.unanswered(rule, hang: "5 min")
    #expect(sink.count(.coCancel, .sent) > 0)
    #expect(sink.count(.orphaned, .sent) == 0 && sink.all(.callFailed).isEmpty)
    #expect(try Self.unanswered("orphaned", hang: "5 min").count(.orphaned, .sent) > 0)
  }
}
