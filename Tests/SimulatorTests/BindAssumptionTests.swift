import Simulator
import Testing
import TraceModel

/// What A1 to A4, the assumptions about refused binds, change in a trace.
struct BindAssumptionTests {
  /// `q181721` on SP3 to behind its first stall, from 1:09:38 to 1:14:17 by default.
  private static func sp3(
    _ settings: (name: String, value: String)..., until duration: String = "80 min"
  ) throws -> MemorySink {
    try run("q181721", .nt4SP3, seed: 8, settings + [("duration", duration)])
  }

  // MARK: - A1: the reject reason

  /// The statuses are those of Wine's client, `dlls/rpcrt4/rpc_assoc.c`.
  @Test(arguments: [
    (0, 1727), (1, 1723), (2, 1723), (3, 1727), (4, 1728), (5, 1727), (6, 1727), (7, 1727),
    (8, 1747), (9, 5),
  ])
  func `under A1 another reject reason changes two codes and a text, and nothing else`(
    reason: UInt32, status: UInt32
  ) throws {
    let usual = try Self.sp3()
    let other = try Self.sp3(("A1", "\(reason)"))
    #expect(usual.count(.bindNak, .received) > 0)
    let expected = usual.events.map { event in
      var event = event
      if event.kind == .bindNak { event.code = reason }
      if event.kind == .callFailed { event.code = status }
      return event
    }
    #expect(other.events == expected)
    #expect(
      other.texts(9316)
        == usual.texts(9316).map { $0.replacing("error: 1727.", with: "error: \(status).") })
  }

  // MARK: - A2: which bind is the next one

  @Test func `under A2 = joining a refused bind is that of a transfer, and nothing is cancelled`()
    throws
  {
    let usual = try Self.sp3()
    #expect(!usual.all(.callFailed).isEmpty)
    #expect(usual.all(.callFailed).allSatisfy { $0.opnum == 2 })
    #expect(usual.count(.coCancel, .sent) == 0 && usual.logged(9322).isEmpty)
  }

  @Test func `under A2 = bindback MtaBindBack is refused, and MtaBind is cancelled and orphaned`()
    throws
  {
    let sink = try Self.sp3(("A2", "bindback"))
    let (back, forth) = (sink.all(.callFailed).filter { $0.opnum == 1 }, sink.all(.coCancel, .sent))
    #expect(!back.isEmpty && back.allSatisfy { $0.code == 1727 })
    #expect(sink.logged(9322).map(\.cause) == back.map(\.sequence))
    #expect(sink.texts(9322).allSatisfy { $0.contains("An MtaBindBack over RPC has failed.") })
    #expect(!forth.isEmpty)
    for cancel in forth {
      let call = try #require(
        sink.all(.request, .sent).last {
          $0.connection == cancel.connection && $0.call == cancel.call
        })
      #expect(call.opnum == 0 && cancel.time - call.time == .seconds(120))
      let orphaned = try #require(
        sink.all(.orphaned, .sent).first { $0.connection == cancel.connection })
      #expect(orphaned.call == cancel.call && orphaned.time - cancel.time == .seconds(60))
    }
    #expect(sink.texts(9277).count == forth.count)
    #expect(
      sink.texts(9277).allSatisfy { $0.contains("Time (ms): 120000") && $0.contains(" MtaBind ") })
    let lost = sink.all(.callFailed).filter { $0.opnum == 0 }
    #expect(lost.map(\.code) == forth.map { _ in 1726 })
    for log in [9318, 289, 301] as [UInt32] { #expect(sink.logged(log).count == lost.count) }
  }

  @Test func `under A2 = bindback transfers use a second context, and none is refused`() throws {
    let sink = try Self.sp3(("A2", "bindback"))
    #expect(sink.count(.alterContext, .sent) > 0)
    #expect(sink.all(.callFailed).allSatisfy { $0.opnum != 2 })
    let usual = try Self.sp3()
    #expect(usual.count(.alterContext, .sent) == 0)
  }

  /// A is on SP3 and misfiles the group of the way back; the build of B, which holds MtaBind,
  /// decides what becomes of the cancel (KB Q192127).
  @Test(arguments: [
    (build: "nt4-sp4", tests: "yes", status: UInt32(1818), orphaned: 0),
    (build: "nt4-sp4", tests: "no", status: 1726, orphaned: 1),
    (build: "nt4-sp3", tests: "yes", status: 1726, orphaned: 1),
    (build: "nt4-tse-sp4", tests: "yes", status: 1818, orphaned: 0),
  ])
  func `under A2 = bindback a peer that looks for cancels ends MtaBind with 1818, others hang on`(
    build: String, tests: String, status: UInt32, orphaned: Int
  ) throws {
    let sink = try small(
      """
      hosts.A.build: nt4-sp3
      hosts.B.build: \(build)
      rpc: {testsCancel: \(tests)}
      assumptions: {A2: bindback, A3: always}
      """, for: "5 min")
    let failure = try #require(sink.all(.callFailed).first { $0.opnum == 0 })
    #expect(failure.code == status)
    #expect(sink.count(.orphaned, .sent) == orphaned)
    let answer = sink.all(.fault, .received).first
    #expect(answer?.code == (orphaned == 0 ? 0x1C00_000D : nil))
    #expect(sink.texts(9318).contains { $0.contains("NT/MTA error code: \(status).") })
  }

  @Test func `under A2 = rebind nothing is refused as long as no connection is lost`() throws {
    let sink = try Self.sp3(("A2", "rebind"), until: "4 h")
    #expect(sink.count(.bindNak, .sent) == 0 && sink.logged(9316).isEmpty)
    #expect(sink.all(.groupFiled).contains { $0.code != 0 })
    #expect(sink.longestStall(from: hostA, to: hostB) == nil)
    #expect(try Self.sp3().longestStall(from: hostA, to: hostB) != nil)
  }

  @Test func `under A2 = rebind each refused bind replaces a connection that was reset`() throws {
    let resets = ("resetRate", "20 /h")
    let sink = try Self.sp3(("A2", "rebind"), resets, until: "4 h")
    let refused = sink.all(.bindNak, .received)
    #expect(!refused.isEmpty)
    for nak in refused { #expect(sink.causes(of: nak).contains { $0.kind == .reset }) }
    // Otherwise mail alone leads to one.
    let usual = try Self.sp3(resets, until: "4 h").all(.bindNak, .received)
    #expect(usual.count > refused.count)
  }

  // MARK: - A3: what makes the runtime misfile

  @Test func `under A3 = race a group is filed where a connection was accepted last`() throws {
    let sink = try Self.sp3(until: "4 h")
    var lastAccept: [HostIndex: UInt32] = [:]
    var misfiled = 0
    for event in sink.events {
      // Code 3 is the endpoint mapper's address, behind those of the MTA.
      if event.kind == .accept, event.code != 3 { lastAccept[event.host] = event.code }
      guard event.kind == .groupFiled else { continue }
      #expect(event.code == lastAccept[event.host])
      if event.code != 0 { misfiled += 1 }
    }
    #expect(misfiled > 0)
  }

  @Test func `under A3 = always every group is misfiled without anybody else, and nothing arrives`()
    throws
  {
    let race = try small("", .nt4SP3)
    #expect(race.all(.groupFiled).allSatisfy { $0.code == 0 } && race.waitingMessages <= 2)
    let always = try small("assumptions: {A3: always}", .nt4SP3)
    #expect(!always.all(.groupFiled).isEmpty)
    #expect(always.all(.groupFiled).allSatisfy { $0.code == 1 })
    #expect(always.count(.messageDelivered) == 0)
    let fixed = try small("assumptions: {A3: always}", .nt4SP4)
    #expect(fixed.events == race.events)
  }

  @Test func `under A3 = probability a share of the groups is misfiled`() throws {
    func filed(_ share: String, _ build: Build = .nt4SP3) throws -> MemorySink {
      try small(
        """
        assumptions: {A3: probability, A3probability: \(share), A4: 1 s, A5: 1 s}
        mta: {lifetime: 1 s, disconnect: 0 s}
        workload: {messageRate: 2 /min}
        """, build, for: "2 h")
    }
    let some = try filed("45 %").all(.groupFiled)
    let misfiled = some.filter { $0.code == 1 }.count
    // Four standard deviations of a draw of 200 or more.
    #expect(some.count > 200)
    #expect(abs(misfiled * 100 / some.count - 45) < 14)
    #expect(try filed("0 %").events == filed("0 %", .nt4SP4).events)
    #expect(try filed("100 %").all(.groupFiled).allSatisfy { $0.code == 1 })
  }

  // MARK: - A4: how long a misfiled entry lasts

  @Test(arguments: [("1 min", 60), ("5 min", 300)] as [(String, Int64)])
  func `under A4 = a time a misfiled group is found again after it, and the stall ends`(
    text: String, seconds: Int64
  ) throws {
    let healed = try Self.sp3(("A4", text), until: "4 h")
    let filed = Dictionary(
      uniqueKeysWithValues: healed.all(.groupFiled).map { ($0.group, $0.time) })
    let missed = healed.all(.groupMissed)
    let joined = Set(healed.all(.bindAck, .received).map(\.connection))
    #expect(!missed.isEmpty)
    for event in missed {
      #expect(event.time - (try #require(filed[event.group])) < .seconds(seconds))
      // The bind that was tried last into this group was acknowledged.
      let bind = try #require(healed.all(.bind, .sent).last { $0.group == event.group })
      #expect(joined.contains(bind.connection))
    }
    #expect(healed.waitingMessages <= 2 && healed.openings(.threshold).isEmpty)
    // By default none is found again, at whatever age.
    let usual = try Self.sp3(until: "4 h")
    let lost = Set(usual.all(.groupMissed).map(\.group))
    let acknowledged = Set(usual.all(.bindAck, .received).map(\.connection))
    let binds = usual.all(.bind, .sent).filter { lost.contains($0.group) }
    #expect(binds.count >= lost.count)
    #expect(binds.allSatisfy { !acknowledged.contains($0.connection) })
    #expect(!usual.openings(.threshold).isEmpty)
  }
}
