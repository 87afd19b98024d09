import Simulator
import Testing
import TraceModel

/// What A10 to A12, the assumptions about transfers, change in a trace.
struct TransferAssumptionTests {
  // MARK: - A10: what a request carries

  /// The calls that carried each message that was transferred once, by its octets.
  private static func calls(in sink: MemorySink) -> [UInt32: Set<Int>] {
    var calls: [MessageID: Set<UInt32>] = [:]
    for request in sink.all(.request, .sent) {
      if let message = request.message, let call = request.call {
        calls[message, default: []].insert(call)
      }
    }
    var result: [UInt32: Set<Int>] = [:]
    for event in sink.all(.messageEnqueued) {
      guard let message = event.message, let octets = event.length, let used = calls[message]
      else { continue }
      result[octets, default: []].insert(used.count)
    }
    return result
  }

  @Test func `under A10 = checkpoint a message of 43 KiB takes two requests, under message one`()
    throws
  {
    let (largest, smaller) = (43 * 1024 as UInt32, 16 * 1024 as UInt32)
    let segments = Self.calls(in: try small())
    #expect(segments[largest] == [2] && segments[smaller] == [1])
    let whole = Self.calls(in: try small("assumptions: {A10: message}"))
    #expect(whole[largest] == [1] && whole[smaller] == [1])
    #expect(whole.keys.sorted() == segments.keys.sorted())
  }

  @Test func `under A10 = checkpoint as many segments are under way as the window allows`() throws {
    for window in [1, 3] {
      let sink = try small(
        "mta: {checkpointSize: 1, window: \(window)}\nnetwork: {latency: 300 ms}")
      var (open, most) = ([RPCConnectionID: Set<UInt32>](), 0)
      for event in sink.events where event.message != nil {
        guard let connection = event.connection, let call = event.call else { continue }
        if event.kind == .request, event.direction == .sent {
          open[connection, default: []].insert(call)
        }
        if event.kind == .response, event.direction == .received { open[connection]?.remove(call) }
        most = max(most, open[connection]?.count ?? 0)
      }
      #expect(most == window)
    }
  }

  @Test func `under A10 = message a transfer that was broken off begins again`() throws {
    func resumed(_ unit: String) throws -> [UInt32] {
      try small(
        """
        faults: {break: reset between A and B at 200 s}
        network: {bandwidth: 8 kbit/s}
        mta: {checkpointSize: 1}
        assumptions: {A10: \(unit)}
        """, for: "5 min"
      ).all(.transferResumed).compactMap(\.code)
    }
    let (segments, whole) = (try resumed("checkpoint"), try resumed("message"))
    #expect(segments.contains { $0 > 0 })
    #expect(!whole.isEmpty && whole.allSatisfy { $0 == 0 })
  }

  // MARK: - A11: who starts with the turn

  /// What the initiator of the first association does first about the turn or a transfer.
  private static func firstAct(in sink: MemorySink) throws -> EventKind {
    let opening = try #require(sink.all(.associationOpening).first)
    let acts: [EventKind] = [.turnPlease, .turnGive, .transferStarted]
    return try #require(
      sink.events.first {
        $0.association == opening.association && $0.host == opening.host && acts.contains($0.kind)
      }
    ).kind
  }

  @Test func `under A11 = initiator it transfers at once, under responder it asks first`() throws {
    let (initiator, responder) = (try small(), try small("assumptions: {A11: responder}"))
    #expect(try Self.firstAct(in: initiator) == .transferStarted)
    #expect(try Self.firstAct(in: responder) == .turnPlease)
    let given = try #require(responder.all(.turnGive, .received).first)
    let started = try #require(responder.all(.transferStarted).first)
    #expect(given.host == started.host && given.time == started.time)
    #expect(responder.waitingMessages <= 2)
  }

  @Test func `under A11 = monologue each side sends on its own associations, and no turn passes`()
    throws
  {
    let sink = try small("assumptions: {A11: monologue}")
    #expect(sink.count(.turnPlease, .sent) == 0 && sink.count(.turnGive, .sent) == 0)
    let openers = Dictionary(
      uniqueKeysWithValues: sink.all(.associationOpening).map { ($0.association, $0.host) })
    #expect(Set(openers.values) == [hostA, hostB])
    for transfer in sink.all(.transferStarted) {
      #expect(openers[transfer.association] == transfer.host)
    }
    #expect(sink.waitingMessages <= 2)
    let usual = try small()
    #expect(usual.all(.associationOpening).count == 1 && usual.count(.turnGive, .sent) > 100)
  }

  // MARK: - A12: what the control connection is used for

  @Test func `under A12 = reserved a side's first transfer joins the group of MtaBind`() throws {
    let sink = try small()
    let joining = sink.all(.bind, .sent).filter { $0.group != 0 }
    #expect(joining.count == 2)
    for bind in joining {
      let groups = sink.all(.groupFiled).filter { $0.peer == bind.host }.map(\.group)
      #expect(groups.contains(bind.group))
    }
    let connections = Set(joining.map(\.connection))
    let transfers = sink.all(.request, .sent).filter { $0.message != nil }
    #expect(transfers.allSatisfy { connections.contains($0.connection) && $0.context == 0 })
    #expect(sink.count(.alterContext, .sent) == 0)
  }

  @Test func `under A12 = reusable no bind joins, no bind is refused, and nothing stalls`() throws {
    let sink = try run("q181721", .nt4SP3, seed: 8, [("A12", "reusable")])
    // Groups are misfiled all the same; nobody looks for them.
    #expect(sink.all(.groupFiled).contains { $0.code != 0 })
    #expect(sink.all(.bind, .sent).allSatisfy { $0.group == 0 })
    #expect(sink.count(.bindNak, .sent) == 0 && sink.logged(9316).isEmpty)
    #expect(sink.longestStall(from: hostA, to: hostB) == nil)
    #expect(sink.longestStall(from: hostB, to: hostA) == nil)
    let transfers = sink.all(.request, .sent).filter { $0.message != nil }
    #expect(!transfers.isEmpty && transfers.allSatisfy { $0.context == 1 })
    let asked = Set(sink.all(.alterContext, .sent).map(\.connection))
    #expect(Set(transfers.map(\.connection)) == asked)
    let usual = try run("q181721", .nt4SP3, seed: 8)
    #expect(usual.all(.bind, .sent).contains { $0.group != 0 })
    #expect(usual.count(.bindNak, .sent) > 0)
    #expect(usual.longestStall(from: hostA, to: hostB) != nil)
  }
}
