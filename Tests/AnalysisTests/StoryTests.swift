import Testing
import TraceModel
import TraceStore

@testable import Analysis

/// What sequence diagrams tell of trouble that the default scenario does not have.
struct StoryTests {
  static func contrast(_ scripts: MailScript...) throws -> SequenceContrast {
    let trace = try MailScript.trace(scripts)
    return try SequenceContrast(
      reading: trace.reader, runs: trace.reader.runs(), link: MailScript.link)
  }

  static func lines(_ story: SequenceStory) -> [String] {
    story.rows.map { row in
      switch row {
      case .arrow(let arrow):
        "\(arrow.sent.preciseText) \(arrow.from)→\(arrow.to) \(arrow.label)"
          + (arrow.received == nil ? " (\(arrow.fate))" : "")
      case .note(let note): "\(note.time.preciseText) at \(note.at) \(note.text)"
      case .fold(let fold): "\(fold.first.preciseText) [\(fold.title)] \(fold.detail)"
      case .pause(let pause): "… \(pause.label)"
      }
    }
  }

  @Test func `a turn is lost, and then asked for in vain`() throws {
    let contrast = try Self.contrast(.lostTurn(isFixed: false), .lostTurn(isFixed: true))
    #expect(
      contrast.headline
        == "The same request for the turn: Exchange RTM never grants it, Exchange SP does")
    #expect(contrast.hasDifference)
    #expect(
      contrast.stories[0].lifelines.map(\.subtitle) == ["MTA", "RPC runtime", "tcp[1912]", "MTA"])
    let faulty = Self.lines(contrast.stories[0])
    let fixed = Self.lines(contrast.stories[1])
    let shared = [
      "1:40.000 3→0 asks for the turn", "1:40.200 0→3 gives the turn (lost)",
      "1:40.300 at 1 connection reset", "1:40.300 at 0 association 1 lost",
      "1:40.300 at 2 connection reset", "1:40.300 at 3 association 1 lost",
      "1:45.000 at 0 association was lost: open association 1",
      "1:45.150 at 1 asks the endpoint mapper where the MTA listens: [1912]",
      "1:45.600 1→2 bind · group 0", "1:45.650 at 2 filed under tcp[1912]",
      "1:45.650 2→1 bind_ack · group 0xA1", "1:45.700 0→3 MtaBind",
      "1:45.900 3→0 MtaBind returns · association 1 open",
      "1:46.000 at 0 association 1 recovered", "… 2 min, 1 message arrives",
      "3:20.000 0→3 asks for the turn",
    ]
    #expect(contrast.sharedRows == shared.count)
    #expect(Array(faulty.prefix(shared.count)) == shared)
    #expect(Array(fixed.prefix(shared.count)) == shared)
    #expect(
      faulty.dropFirst(shared.count).prefix(2) == [
        "… 5 min, 50 messages arrive",
        "8:43.000 at 0 queue 50, threshold reached: open association 2",
      ])
    #expect(
      faulty.last
        == "8:44.600 [50 × transfer → delivered, every 200 ms] 0:08:44 – 0:08:54 · "
        + "backlog cleared in 9.9 s")
    #expect(
      fixed.dropFirst(shared.count).prefix(3) == [
        "3:20.100 3→0 gives the turn", "3:20.200 0→3 transfer · message 2",
        "3:20.250 at 3 delivered 2",
      ])
  }

  @Test func `a single run's story says who never gives the turn`() throws {
    let contrast = try Self.contrast(.lostTurn(isFixed: false))
    #expect(contrast.headline == "HUB1 asks for the turn and SLPS100 never gives it")
    #expect(!contrast.hasDifference)
  }

  @Test func `a bind refused on the way back is drawn while MtaBind waits for it`() throws {
    let contrast = try Self.contrast(.refusedWayBack())
    #expect(contrast.headline == "SP3 refuses a bind that joins a group it formed")
    #expect(
      Self.lines(contrast.stories[0]).filter { !$0.hasPrefix("…") } == [
        "0:11.000 0→3 MtaBind", "0:12.100 0→3 bind_nak on the way back · reason 0",
        "2:11.000 1→2 co_cancel", "2:11.100 at 0 event 9277: the call is cancelled",
      ])
  }

  static let cancelled = [
    "5:00.000 at 3 the MTA hangs", "… 11 s, 1 message arrives",
    "5:11.000 0→3 transfer · message 2 (brokenOff)", "… 2 min, nothing in this direction",
    "7:11.000 1→2 co_cancel", "7:11.050 at 0 event 9277: the call is cancelled",
    "… 1 min, nothing in this direction", "8:11.000 1→2 orphaned",
    "8:11.050 1→0 1726: call failed", "… 1 min, 1 message arrives",
    "9:11.000 [4 × transfer → co_cancel → orphaned, every 4 min] 0:09:11 – 0:21:11 · "
      + "4 × event 9277",
    "… 49 s, nothing in this direction",
    "25:00.000 at 3 the MTA answers again after 20 min", "… 22 s, nothing in this direction",
    "25:22.000 0→3 transfer · message 2", "25:22.050 at 3 delivered 2",
    "25:23.000 [4 × transfer → delivered, every 1 s] 0:25:23 – 0:25:26 · "
      + "backlog cleared in 3.1 s",
  ]

  @Test func `calls that are cancelled again and again are one box`() throws {
    let contrast = try Self.contrast(.slowCalls("nt4-sp3"), .slowCalls("nt4-sp4"))
    #expect(
      contrast.headline
        == "A call without a response is cancelled after two minutes, with SP3 and with SP4 alike")
    #expect(contrast.stories.map(Self.lines) == [Self.cancelled, Self.cancelled])
    #expect(contrast.sharedRows == Self.cancelled.count)
    #expect(!contrast.hasDifference)
  }

  @Test func `an outage, a slow line and a restart are told where they happen`() throws {
    var script = MailScript()
    script.hasMappers = true
    script.enqueue(1, at: 10, queue: 1)
    let connection = script.open(1, at: 10)
    script.transfer(1, at: 12, over: connection)
    script.add(.linkDown, at: 100)
    script.enqueue(2, at: 110, queue: 1)
    for number in 0..<3 {
      let time = 111 + Double(number) * 60
      let lost = script.connect(to: MailScript.mapper, at: time)
      script.add(.connectRefused, at: time + 21) { $0.connection = lost }
      script.add(.callFailed, at: time + 21) { ($0.connection, $0.code) = (lost, 1_722) }
      script.log(289, at: time + 21)
    }
    script.add(.linkUp, at: 400)
    script.add(.bandwidthChanged, at: 401) { $0.code = 9_600 }
    script.add(.hostStopped, at: 410, host: MailScript.site, peer: nil)
    script.add(.hostStarted, at: 470, host: MailScript.site, peer: nil) { $0.code = 1 }
    script.add(.associationRefused, at: 480, host: MailScript.site, peer: MailScript.hub) {
      $0.association = MTAAssociationID(rawValue: 2)
    }
    script.add(.bandwidthChanged, at: 500) { $0.code = 256_000 }
    let again = script.open(3, at: 510)
    script.add(.transferResumed, at: 512) {
      ($0.message, $0.code) = (MessageID(rawValue: 2), 3)
    }
    script.transfer(2, at: 512, over: again)
    let contrast = try Self.contrast(script)
    #expect(
      contrast.headline
        == "Mail waits, and no bind is refused: outage from HUB1 to SLPS100 and 2 more")
    #expect(
      Self.lines(contrast.stories[0]).filter { !$0.hasPrefix("…") } == [
        "1:40.000 at 0 HUB1 → SLPS100 is cut off", "2:12.000 at 1 no connection to tcp[135]",
        "2:12.000 1→0 1722: server unavailable",
        "2:12.000 at 0 event 289: a connection could not be opened",
        "3:12.000 [2 × no connection to tcp[135] → 1722] 0:03:12 – 0:04:12 · "
          + "2 × event 289",
        "6:40.000 at 0 HUB1 → SLPS100 works again after 5 min",
        "6:41.000 at 0 HUB1 → SLPS100 now has 9.6 kbit/s", "6:50.000 at 3 SLPS100 stops",
        "7:50.000 at 3 SLPS100 runs again after 1 min as SP4",
        "8:00.000 at 3 association 2 refused",
        "8:20.000 at 0 HUB1 → SLPS100 now has 256 kbit/s",
        "8:30.000 at 0 mail waits: open association 3",
        "8:30.150 at 1 asks the endpoint mapper where the MTA listens: [1912]",
        "8:30.600 1→2 bind · group 0", "8:30.650 at 2 filed under tcp[1912]",
        "8:30.650 2→1 bind_ack · group 0xA3", "8:30.700 0→3 MtaBind",
        "8:30.900 3→0 MtaBind returns · association 3 open",
        "8:32.000 at 0 transfer of message 2 goes on, 3 checkpoints kept",
        "8:32.000 0→3 transfer · message 2", "8:32.050 at 3 delivered 2",
      ])
  }

  @Test func `a request for the turn that is repeated is one box`() throws {
    var script = MailScript()
    script.enqueue(1, at: 10, queue: 1)
    _ = script.open(1, at: 10)
    for number in 0..<6 {
      script.send(.turnPlease, at: 20 + Double(number) * 60, over: nil) {
        $0.association = MTAAssociationID(rawValue: 1)
      }
    }
    let lines = Self.lines(try Self.contrast(script).stories[0])
    #expect(lines.contains("1:20.000 [5 × asks for the turn, every 60 s] 0:01:20 – 0:05:20"))
  }

  @Test func `what the server refuses, what is sent twice and what is given up have rows`() throws {
    var script = MailScript()
    script.hasMappers = true
    script.enqueue(1, at: 10, queue: 1)
    let connection = script.open(1, at: 10)
    script.send(.alterContext, at: 12, over: connection)
    script.send(.alterContextResponse, at: 12.1, over: connection, fromServer: true)
    script.send(.request, at: 12.2, over: connection) {
      ($0.opnum, $0.call, $0.message) = (2, 2, MessageID(rawValue: 1))
    }
    script.add(.duplicateRecognised, at: 12.3, host: MailScript.site, peer: MailScript.hub) {
      $0.message = MessageID(rawValue: 1)
    }
    script.send(.fault, at: 13, over: connection, fromServer: true) { $0.code = 0x1C01_0014 }
    script.add(.callFailed, at: 13.1) { ($0.connection, $0.code) = (connection, 1_723) }
    script.add(.contextRundown, at: 14, host: MailScript.site, peer: MailScript.hub) {
      $0.association = MTAAssociationID(rawValue: 1)
    }
    script.add(.associationAborted, at: 15) {
      ($0.direction, $0.association) = (.received, MTAAssociationID(rawValue: 1))
    }
    script.add(.messageNonDelivered, at: 30) {
      ($0.message, $0.queue) = (MessageID(rawValue: 1), 0)
    }
    let lines = Self.lines(try Self.contrast(script).stories[0])
    for line in [
      "0:12.000 1→2 alter_context", "0:12.100 2→1 alter_context_response",
      "0:12.200 0→3 transfer · message 1", "0:12.300 at 3 message 1 was delivered before: dropped",
      "0:13.000 2→1 fault · server too busy", "0:13.100 1→0 1723: server too busy",
      "0:14.000 at 3 context handle run down",
      "0:15.000 at 0 association 1 aborted by the other side",
      "0:30.000 at 0 message 1 given up: not delivered",
    ] {
      #expect(lines.contains(line), "\(line) in \(lines)")
    }
  }
}
