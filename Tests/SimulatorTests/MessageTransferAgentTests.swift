import DCERPC
import Testing
import TraceModel

@testable import Simulator

/// One MTA alone: what goes in, and what it decides.
struct MessageTransferAgentTests {
  static let peer = HostIndex(1)

  /// An MTA of host 0 with the effects of its last input as short texts.
  struct Bench {
    var mta: MessageTransferAgent
    var output = MTAOutput()
    var now = TraceInstant.start
    private var lastMessage: UInt32 = 0

    init(_ change: (inout MTAParameters) -> Void = { _ in }) {
      var parameters = MTAParameters()
      change(&parameters)
      mta = MessageTransferAgent(
        host: HostIndex(0), names: ["A", "B"], bindings: ["", ""], parameters: parameters,
        assumptions: Assumptions())
    }

    mutating func enqueue(_ priority: MessagePriority = .normal, octets: Int = 1024) {
      lastMessage += 1
      let message = QueuedMessage(
        id: MessageID(rawValue: lastMessage), priority: priority, octets: octets)
      mta.enqueue(message, for: peer, at: now, &output)
    }

    /// What was decided since the last call.
    mutating func effects() -> [String] {
      defer { output.effects.removeAll() }
      return output.effects.compactMap(Self.text)
    }

    /// Opens the association that the first message asks for.
    mutating func open() {
      enqueue()
      mta.controlJoined(
        70, connection: RPCConnectionID(rawValue: 1), association: first, peer: peer, &output)
      mta.opened(first, with: peer, at: now, &output)
    }

    /// The message that is being sent has arrived.
    mutating func acknowledge() {
      mta.segmentAcknowledged(first, with: peer, at: now, &output)
    }

    /// The first association's connection of this number is of no more use.
    mutating func fail(
      _ connection: UInt32, _ reason: CallFailure.Reason,
      _ status: Win32Status = .callFailedDidNotExecute
    ) {
      mta.failed(
        CallFailure(operation: nil, status: status, reason: reason),
        on: RPCConnectionID(rawValue: connection), of: first, with: peer, at: now, &output)
    }

    private static func text(_ effect: MTAEffect) -> String? {
      switch effect {
      case .record(let kind, let direction, _, _, let message, _):
        [kind.name, direction?.name, message.map { "\($0.rawValue)" }].compactMap { $0 }
          .joined(separator: " ")
      case .log(let entry, _, _): "log \(entry.id)"
      case .connect(_, _, _, _, let group, _, _): "connect to group \(group)"
      case .call(let connection, let operation): "call \(connection.rawValue) \(operation.opnum)"
      case .answer: "answer"
      case .refuse(_, _, let status): "refuse \(String(status.rawValue, radix: 16))"
      case .giveUp(let message, _, _): "give up \(message.rawValue)"
      case .disconnect(let connection): "disconnect \(connection.rawValue)"
      case .start(let timer, _) where timer.kind == .expiry: nil
      case .start(let timer, let wait): "\(timer.kind) in \(wait.nanoseconds / 1_000_000_000) s"
      case .inputAgain: nil
      }
    }
  }

  static let first = MTAAssociationID(rawValue: 1)

  @Test func `the first message opens an association with MtaBind`() {
    var bench = Bench()
    bench.enqueue()
    #expect(bench.effects() == ["association_opening", "connect to group 0", "call 1 0"])
    bench.enqueue()
    #expect(bench.effects() == [])
  }

  @Test func `mail that waited for a peer's opening opens one of its own when that fails`() {
    var bench = Bench()
    let bind = (connection: RPCConnectionID(rawValue: 90), callID: UInt32(1))
    let association = MTAAssociationID(rawValue: 900)
    bench.mta.bindRequested(
      association, urgent: false, recovery: nil, from: Self.peer, in: 70, call: bind,
      at: bench.now, &bench.output)
    bench.enqueue()
    #expect(!bench.effects().contains("association_opening"))
    bench.mta.callerIsGone(
      association, connection: bind.connection, peer: Self.peer, at: bench.now, &bench.output)
    let effects = bench.effects()
    #expect(effects.first == "association_closed")
    #expect(effects.suffix(3) == ["association_opening", "connect to group 0", "call 2 0"])
  }

  @Test func `urgent mail alone reaches the threshold too`() {
    var bench = Bench { $0.threshold = 3 }
    bench.enqueue(.urgent)
    bench.enqueue(.urgent)
    #expect(bench.effects().filter { $0 == "association_opening" }.count == 1)
    bench.enqueue(.urgent)
    #expect(bench.effects().filter { $0 == "association_opening" }.count == 1)
    #expect(bench.mta.peers[1].associations.map(\.isUrgent) == [true, false])
  }

  @Test func `the threshold counts mail that came while the open interval ran`() {
    var bench = Bench { $0.threshold = 3 }
    bench.enqueue()
    bench.fail(1, .connectionRefused, .serverUnavailable)
    for _ in 1...4 { bench.enqueue() }
    _ = bench.effects()
    bench.mta.openRetryDue(Self.peer, at: bench.now, &bench.output)
    // Five messages wait: one association for want of any, and one for the threshold.
    #expect(bench.effects().filter { $0 == "association_opening" }.count == 2)
  }

  @Test func `a turn asked for before the recovery's MtaBind returns is given`() {
    var bench = Bench()
    bench.open()
    bench.acknowledge()
    bench.mta.contextRanDown(
      Self.first, with: Self.peer, in: 0, at: bench.now, &bench.output)
    _ = bench.effects()
    bench.mta.boundBack(
      Self.first, recovery: Operation.Recovery(hasTurn: false), by: Self.peer, in: 80)
    bench.mta.turnAsked(Self.first, by: Self.peer, &bench.output)
    bench.mta.opened(Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects().contains("turn_give sent"))
  }

  @Test func `a timer of a transfer does not recover the association that was lost meanwhile`() {
    var bench = Bench()
    bench.open()
    bench.fail(2, .orphaned)
    #expect(bench.effects().contains("transferRetry in 120 s"))
    bench.mta.contextRanDown(Self.first, with: Self.peer, in: 0, at: bench.now, &bench.output)
    #expect(bench.effects().suffix(2) == ["connect to group 0", "call 3 0"])
    bench.now = .seconds(120)
    bench.mta.recoveryDue(
      .transferRetry, Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == [])
  }

  @Test func `the first transfer joins the group of the control connection`() {
    var bench = Bench()
    bench.open()
    #expect(
      bench.effects().suffix(5) == [
        "association_open", "lifetime in 300 s", "transfer_started 1", "connect to group 70",
        "call 2 2",
      ])
  }

  @Test func `a message larger than a checkpoint is sent in segments`() {
    var bench = Bench()
    bench.open()
    bench.enqueue(octets: 3 * 30 * 1024 + 1)
    _ = bench.effects()
    bench.acknowledge()
    #expect(
      bench.effects() == ["transfer_started 2", "call 2 2", "call 2 2", "call 2 2", "call 2 2"])
  }

  @Test func `a refused transfer is logged as 9316, keeps its message and is tried again in 60 s`()
  {
    var bench = Bench()
    bench.open()
    _ = bench.effects()
    bench.fail(2, .bindRefused)
    #expect(bench.effects() == ["log 9316", "recovery in 60 s"])
    #expect(bench.mta.queuedMessages(for: Self.peer) == 1)
    bench.now = .seconds(60)
    bench.mta.recoveryDue(.recovery, Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(
      bench.effects() == [
        "timer_expired", "transfer_started 1", "connect to group 70", "call 3 2",
      ])
  }

  @Test func `recovery is not tried when no mail waits`() {
    var bench = Bench()
    bench.open()
    bench.acknowledge()
    _ = bench.effects()
    bench.fail(2, .bindRefused)
    _ = bench.effects()
    bench.now = .seconds(60)
    bench.mta.recoveryDue(.recovery, Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == [])
  }

  @Test func `the message that makes the queue reach the threshold opens another association`() {
    var bench = Bench { $0.threshold = 3 }
    bench.open()
    bench.fail(2, .bindRefused)
    bench.enqueue()
    _ = bench.effects()
    bench.enqueue()
    #expect(bench.effects() == ["association_opening", "connect to group 0", "call 3 0"])
    // Two are open now, so the next opens at twice the threshold.
    bench.enqueue()
    bench.enqueue()
    #expect(bench.effects() == [])
    bench.enqueue()
    #expect(bench.effects() == ["association_opening", "connect to group 0", "call 4 0"])
  }

  @Test func `a turn asked for is given when the transfer is over, and asked back for more mail`() {
    var bench = Bench()
    bench.open()
    bench.enqueue()
    _ = bench.effects()
    bench.mta.turnAsked(Self.first, by: Self.peer, &bench.output)
    #expect(bench.effects() == ["turn_please received"])
    bench.acknowledge()
    #expect(
      bench.effects() == ["turn_give sent", "call 1 2", "turn_please sent", "call 1 2"])
  }

  @Test func `an idle initiator with the turn closes after the lifetime`() {
    var bench = Bench()
    bench.open()
    bench.acknowledge()
    _ = bench.effects()
    bench.now = TraceInstant.start + .seconds(300)
    bench.mta.lifetimeDue(Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == ["timer_expired", "association_closing sent", "call 1 2"])
    bench.mta.closed(Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == ["association_closed", "disconnect in 120 s"])
    bench.mta.disconnectDue(Self.first, with: Self.peer, &bench.output)
    #expect(bench.effects() == ["timer_expired", "disconnect 1", "disconnect 2"])
  }

  @Test func `queued mail renews the lifetime`() {
    var bench = Bench()
    bench.open()
    bench.fail(2, .bindRefused)
    _ = bench.effects()
    bench.now = TraceInstant.start + .seconds(300)
    bench.mta.lifetimeDue(Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == ["lifetime in 300 s"])
  }

  @Test func `a responder answers MtaBind when its MtaBindBack has returned`() {
    var bench = Bench()
    bench.mta.bindRequested(
      Self.first, urgent: false, recovery: nil, from: Self.peer, in: 5,
      call: (connection: RPCConnectionID(rawValue: 9), callID: 1), at: bench.now, &bench.output)
    #expect(bench.effects() == ["connect to group 0", "call 1 1"])
    bench.mta.opened(Self.first, with: Self.peer, at: bench.now, &bench.output)
    #expect(bench.effects() == ["association_open", "lifetime in 300 s", "answer"])
  }

  @Test func `an association that cannot be opened is tried again after the open interval`() {
    var bench = Bench()
    bench.enqueue()
    _ = bench.effects()
    bench.fail(1, .connectionRefused, .serverUnavailable)
    #expect(
      bench.effects() == [
        "log 9318", "association_closed", "disconnect 1", "log 289", "log 301",
        "openRetry in 600 s",
      ])
    bench.enqueue()
    #expect(bench.effects() == [])
    bench.mta.openRetryDue(Self.peer, at: bench.now, &bench.output)
    #expect(
      bench.effects() == [
        "timer_expired", "association_opening", "connect to group 0", "call 2 0",
      ])
  }
}
