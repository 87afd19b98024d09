import Simulator
import Testing
import TraceModel

/// What A5 to A7 and A10 to A12, the assumptions about mail and associations, change in a trace.
struct MailAssumptionTests {
  /// `q181721` on SP3, which by default has rescues at 1:14 and 2:53 and a strand at the end.
  private static func sp3(_ settings: (name: String, value: String)...) throws -> MemorySink {
    try run("q181721", .nt4SP3, seed: 8, settings)
  }

  // MARK: - A5: what is done after 9316

  @Test(arguments: [("10 s", 10), ("90 s", 90), ("5 min", 300)] as [(String, Int64)])
  func `under A5 = another wait the group is tried again after that, and still refused`(
    text: String, seconds: Int64
  ) throws {
    let sink = try Self.sp3(("A5", text))
    let retries = sink.expired(.recovery)
    #expect(retries.count > 5)
    for retry in retries {
      let entry = try #require(sink.cause(of: retry))
      #expect(entry.code == 9316 && retry.time - entry.time == .seconds(seconds))
    }
    // Only the number of attempts changes: the threshold rescues, as it does by default.
    let usual = try Self.sp3()
    #expect(sink.openings(.threshold).map(\.time) == usual.openings(.threshold).map(\.time))
    let more = sink.count(.bindNak, .sent) > usual.count(.bindNak, .sent)
    #expect(more == (seconds < 60))
  }

  @Test func `under A5 = retries three refused transfers end the association and start 301`()
    throws
  {
    let sink = try Self.sp3(("A5", "retries"))
    #expect(sink.expired(.recovery).isEmpty)
    let retries = sink.expired(.transferRetry)
    #expect(!retries.isEmpty)
    for retry in retries {
      let entry = try #require(sink.cause(of: retry))
      #expect(entry.code == 9316 && retry.time - entry.time == .seconds(120))
    }
    let dead = Set(sink.logged(9316).map(\.association))
    #expect(retries.count == 2 * dead.count)
    for association in dead {
      let refused = sink.logged(9316).filter { $0.association == association }
      #expect(refused.count == 3)
      let last = try #require(refused.last)
      let end = sink.all(.associationAborted, .sent).first { $0.association == association }
      #expect(end?.time == last.time)
      for log in [289, 301, 1294] as [UInt32] {
        #expect(sink.logged(log).contains { $0.time == last.time })
      }
    }
    #expect(sink.waitingMessages <= 2 && sink.openings(.threshold).isEmpty)
    #expect(try Self.sp3().logged(301).isEmpty)
  }

  @Test func `under A5 = retries nothing is opened before the open interval is over`() throws {
    let sink = try small("assumptions: {A3: always, A5: retries}", .nt4SP3)
    let waits = sink.logged(301)
    #expect(waits.count > 2)
    for wait in waits {
      let opened = sink.events.first {
        $0.kind == .associationOpening && $0.host == wait.host && $0.time >= wait.time
      }
      if let opened { #expect(opened.time - wait.time >= .seconds(600)) }
    }
    // What is due opens an association, unless the peer has opened one meanwhile.
    let due = sink.expired(.openRetry)
    #expect(!due.isEmpty && due.allSatisfy { sink.cause(of: $0)?.code == 301 })
    #expect(due.contains { timer in sink.openings(.mail).contains { $0.cause == timer.sequence } })
    // By default the dead association is kept, and nothing waits to be opened.
    #expect(try small("assumptions: {A3: always}", .nt4SP3).logged(301).isEmpty)
  }

  @Test func `under A5 = newGroup each stall ends after a minute with a bind for a new group`()
    throws
  {
    let sink = try Self.sp3(("A5", "newGroup"))
    let refused = sink.all(.bindNak, .received)
    #expect(!refused.isEmpty)
    #expect(Set(sink.all(.groupMissed).map(\.group)).count == refused.count)
    for retry in sink.expired(.recovery) {
      let bind = try #require(
        sink.all(.bind, .sent).first {
          $0.association == retry.association && $0.time > retry.time
        })
      #expect(bind.group == 0)
      #expect(
        sink.all(.bindAck, .received).contains {
          $0.connection == bind.connection && $0.group != 0
        })
    }
    let stall = try #require(sink.longestStall(from: hostA, to: hostB))
    #expect(stall < .seconds(62))
    #expect(sink.waitingMessages <= 2 && sink.openings(.threshold).isEmpty)
    let usual = try Self.sp3()
    #expect(try #require(usual.longestStall(from: hostA, to: hostB)) > .minutes(20))
  }

  // MARK: - A6: where mail waits

  /// The first rescue with when its mail was enqueued, in the order of its deliveries.
  private static func rescue(in sink: MemorySink) throws -> (
    opening: TraceEvent, mail: [TraceInstant]
  ) {
    let opening = try #require(sink.openings(.threshold).first)
    let enqueued = Dictionary(
      uniqueKeysWithValues: sink.all(.messageEnqueued).map { ($0.message, $0.time) })
    let delivered = sink.all(.messageDelivered).filter {
      $0.association == opening.association && $0.peer == opening.host
    }
    return (opening, delivered.compactMap { enqueued[$0.message] })
  }

  @Test func `under A6 = queue a rescue takes the oldest mail first`() throws {
    let sink = try Self.sp3()
    let (opening, mail) = try Self.rescue(in: sink)
    #expect(mail == mail.sorted())
    #expect(mail.filter { $0 < opening.time }.count >= 40)
  }

  @Test func `under A6 = bound a rescue takes new mail only, and the old stays`() throws {
    let sink = try Self.sp3(("A6", "bound"))
    let (opening, mail) = try Self.rescue(in: sink)
    #expect(!mail.isEmpty && mail.allSatisfy { $0 > opening.time })
    let backlog = sink.all(.messageDelivered).filter {
      $0.association == opening.association && $0.peer == opening.host
    }
    #expect(backlog.allSatisfy { ($0.queue ?? 0) >= 49 })
    #expect(sink.peakBacklog > 100)
    #expect(try Self.sp3().peakBacklog == 50)
  }

  // MARK: - A7: the threshold

  @Test(arguments: [("reached", 50), ("exceeded", 51)] as [(String, UInt32)])
  func `under A7 the k-th association opens when k − 1 times the threshold is reached or exceeded`(
    test: String, first: UInt32
  ) throws {
    let sink = try small("assumptions: {A3: always, A7: \(test)}", .nt4SP3)
    let queues = sink.openings(.threshold).filter { $0.host == hostA }.compactMap(\.queue)
    #expect(queues == (0..<8).map { $0 * 50 + first })
  }

  @Test func `under A7 = perAssociation a long queue opens one association after the other`() throws
  {
    // Slow associations that live, and ones that are dead: neither counts.
    for (text, build) in [
      ("{A7: perAssociation}\nnetwork: {bandwidth: 2 kbit/s}", Build.nt4SP4),
      ("{A3: always, A7: perAssociation}", .nt4SP3),
      ("{A3: always, A6: bound, A7: perAssociation}", .nt4SP3),
    ] {
      let sink = try small("assumptions: " + text, build, for: "8 min")
      let queues = sink.openings(.threshold).filter { $0.host == hostA }.compactMap(\.queue)
      #expect(queues.count == 8 && queues.allSatisfy { (50...57).contains($0) }, "\(text)")
    }
  }

  @Test
  func `under A7 = perAssociation and A6 = bound the mail of one association counts, not all`()
    throws
  {
    func openings(_ waiting: String) throws -> [TraceEvent] {
      try small(
        "mta: {threshold: 3}\nassumptions: {A3: always, A6: \(waiting), A7: perAssociation}",
        .nt4SP3,
        for: "8 min"
      ).openings(.threshold)
    }
    // The mail of B spreads over all associations that A has opened, so that none has enough.
    let bound = try openings("bound")
    #expect(bound.map(\.host) == bound.map { _ in hostA })
    #expect(bound.compactMap(\.queue) == Array(3...10))
    #expect(Set(try openings("queue").map(\.host)) == [hostA, hostB])
  }

  @Test func `under A7 = deadNotCounted dead associations open more, live ones as by default`()
    throws
  {
    let dead = try small("assumptions: {A3: always, A7: deadNotCounted}", .nt4SP3, for: "8 min")
    let queues = dead.openings(.threshold).filter { $0.host == hostA }.compactMap(\.queue)
    #expect(queues.count == 8 && queues.allSatisfy { (50...57).contains($0) })
    let usual = try small("assumptions: {A3: always}", .nt4SP3, for: "8 min")
    #expect(usual.openings(.threshold).filter { $0.host == hostA }.compactMap(\.queue) == [50])
    let slow = "network: {bandwidth: 2 kbit/s}\nmta: {threshold: 20}\nrpc: {callTimeout: 1 h}"
    let live = try small(slow + "\nassumptions: {A7: deadNotCounted}", for: "20 min")
    #expect(live.openings(.threshold).count > 3)
    #expect(try small(slow, for: "20 min").events == live.events)
  }
}
