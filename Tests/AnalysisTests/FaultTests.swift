import Analysis
import Testing
import TraceModel
import TraceStore

struct FaultTests {
  static let one = MTAAssociationID(rawValue: 1)

  /// HUB1 waits with mail for the turn on an association that stands until `closed`.
  ///
  /// - Parameter between: What happens between the request and its end.
  static func askedForTurn(
    isReceived: Bool = true, closed: Double = 1_500,
    between: (inout MailScript) -> Void = { _ in }
  ) -> MailScript {
    var script = MailScript(build: "nt4-sp4")
    script.pass(1, at: 10)
    script.enqueue(2, at: 1_000, queue: 1)
    script.add(.turnPlease, at: 1_000) { ($0.direction, $0.association) = (.sent, one) }
    if isReceived {
      script.add(.turnPlease, at: 1_000.1, host: MailScript.site, peer: MailScript.hub) {
        ($0.direction, $0.association) = (.received, one)
      }
    }
    between(&script)
    script.add(.associationClosed, at: closed) { $0.association = one }
    script.deliver(2, at: 1_600, queue: 0, association: 2)
    return script
  }

  static func contrast(_ scripts: MailScript...) throws -> Contrast {
    try MailScript.trace(scripts).analysis.contrast()
  }

  @Test func `a request for the turn that is never granted is the fault of Q166594`() throws {
    let contrast = try Self.contrast(Self.askedForTurn())
    #expect(contrast.chosen[0].trouble.unansweredTurnRequests == 1)
    #expect(contrast.runs[0].faults(on: contrast.link) == [.lostTurn])
    #expect(
      contrast.verdict == [
        """
        SP4: of 2 messages from HUB1 to SLPS100, 2 were delivered; no bind was refused, and at most 1 \
        waited at a time. HUB1 asked for the turn once on an open association and never got \
        it, though SLPS100 had received the request: after a lost connection neither side holds the \
        turn, as KB Q166594 describes. Nothing was delivered for 10 m in all, 10 m at a stretch.
        """
      ])
    let remedies = contrast.remedies
    #expect(
      remedies.first?.action == "Install the latest Exchange service pack on HUB1 and SLPS100")
    #expect(remedies.first?.sources == "KB Q166594")
    #expect(remedies.allSatisfy { !$0.action.contains("Windows NT") })
  }

  /// Why a request that is not granted need not be the fault of Q166594.
  enum OtherStory: CaseIterable {
    case granted
    case lostOnItsWay
    case closedWithinAMinute
    case lostForGood
    case besideACancelledCall
    case ofAHostThatStops

    func tell(_ script: inout MailScript) {
      switch self {
      case .granted: script.turn(.turnGive, .received, at: 1_090)
      case .lostOnItsWay, .closedWithinAMinute: break
      case .lostForGood: script.add(.associationLost, at: 1_040) { $0.association = one }
      case .besideACancelledCall:
        script.add(.coCancel, at: 1_120) { ($0.direction, $0.association) = (.sent, one) }
      case .ofAHostThatStops: script.add(.hostStopped, at: 1_040, peer: nil)
      }
    }
  }

  @Test(arguments: OtherStory.allCases)
  func `a request that has another story is none`(story: OtherStory) throws {
    let contrast = try Self.contrast(
      Self.askedForTurn(
        isReceived: story != .lostOnItsWay, closed: story == .closedWithinAMinute ? 1_050 : 1_500
      ) { story.tell(&$0) })
    #expect(contrast.chosen[0].trouble.unansweredTurnRequests == 0)
    #expect(contrast.runs[0].faults(on: contrast.link).isEmpty)
    #expect(contrast.remedies.isEmpty)
  }

  @Test func `a request survives the association's recovery`() throws {
    let contrast = try Self.contrast(
      Self.askedForTurn {
        $0.add(.associationLost, at: 1_030) { $0.association = Self.one }
        $0.add(.associationRecovered, at: 1_035) { $0.association = Self.one }
        $0.turn(.turnPlease, .sent, at: 1_200)
      })
    let trouble = contrast.chosen[0].trouble
    #expect([trouble.lost, trouble.recovered, trouble.unansweredTurnRequests] == [1, 1, 2])
    #expect(contrast.verdict[0].contains("HUB1 lost 1 association and recovered 1."))
  }

  @Test func `a refused bind explains what would be another fault`() throws {
    var script = Self.askedForTurn()
    script.add(.coCancel, at: 2_000) { $0.direction = .sent }
    let log = script.add(.logEntry, at: 2_000) { $0.code = 9_277 }
    script.entries[log] = EventLogEntry(
      id: 9_277, type: .warning, category: "Interface", text: "An RPC was cancelled.")
    let both = try Self.contrast(script)
    #expect(both.runs[0].faults(on: both.link) == [.lostTurn, .slowCalls])
    script.add(.bindNak, at: 2_001, host: MailScript.site, peer: MailScript.hub) {
      $0.direction = .received
    }
    let contrast = try Self.contrast(script)
    #expect(contrast.runs[0].faults(on: MailScript.link).isEmpty)
  }

  @Test func `cancelled calls without a refused bind are the trouble of Q189494`() throws {
    var script = MailScript()
    script.pass(1, at: 10)
    script.add(.hostHung, at: 900, host: MailScript.site, peer: nil)
    script.enqueue(2, at: 1_000, queue: 1)
    for time in [1_120.0, 1_300] {
      script.add(.coCancel, at: time) { $0.direction = .sent }
      let log = script.add(.logEntry, at: time) { $0.code = 9_277 }
      script.entries[log] = EventLogEntry(
        id: 9_277, type: .warning, category: "Interface", text: "An RPC was cancelled.")
      script.add(.orphaned, at: time + 60) { $0.direction = .sent }
      script.add(.callFailed, at: time + 60) { $0.code = time == 1_120 ? 1_726 : 1_818 }
    }
    script.add(.hostResumed, at: 1_500, host: MailScript.site, peer: nil)
    script.deliver(2, at: 1_502, queue: 0)
    let contrast = try Self.contrast(script)
    let trouble = contrast.chosen[0].trouble
    #expect(contrast.chosen[0].cancels == 2)
    #expect(trouble.orphaned == 2)
    #expect(trouble.failedCalls.map(\.code) == [1_726, 1_818])
    #expect(trouble.logged(9_277) == 2)
    #expect(
      contrast.verdict == [
        """
        SP3: of 2 messages from HUB1 to SLPS100, 2 were delivered; no bind was refused, and at most 1 \
        waited at a time. HUB1 cancelled 2 calls that had no response within two minutes, and logged \
        event 9277, as KB Q189494 describes. Nothing was delivered for 8 m 22 s in all, 8 m 22 s at \
        a stretch. In these stalls or just before them: MTA of SLPS100 hung from 0:15:00 for 10 min.
        """
      ])
    #expect(contrast.remedies.map(\.sources) == ["KB Q189494"])
    let analysis = try MailScript.trace([script]).analysis
    let incident = try #require(
      try analysis.incidents(of: contrast.runs[0], on: contrast.link).first)
    #expect(incident.cancels == 2)
    #expect(incident.disturbances.map(\.kind) == [.hung])
  }

  @Test func `a bind refused on the way back is the fault of Q181721 at the sender`() throws {
    let contrast = try Self.contrast(.refusedWayBack())
    #expect(contrast.runs[0].faults(on: contrast.link) == [.misfiledGroup])
    #expect(
      contrast.verdict == [
        """
        SP3: of 1 messages from HUB1 to SLPS100, 0 were delivered; at most 1 waited at a time. HUB1 \
        filed 1 association group of SLPS100 under another address than the one their bind came in \
        on, and refused 1 bind that joined a group, as KB Q181721 describes. HUB1 cancelled 1 call \
        that waited for them. Nothing was delivered for 3 h 59 m 50 s in all, 3 h 59 m 50 s at a \
        stretch; 1 message still waits.
        """
      ])
    #expect(
      contrast.remedies.first?.action == "Install Windows NT 4.0 Service Pack 4 on HUB1")
  }

  @Test func `resets, duplicates and what is given up are counted`() throws {
    var script = MailScript()
    script.pass(1, at: 10)
    for (host, peer) in [(MailScript.hub, MailScript.site), (MailScript.site, MailScript.hub)] {
      script.add(.reset, at: 20, host: host, peer: peer) {
        $0.connection = RPCConnectionID(rawValue: 3)
      }
    }
    script.connections = [
      RPCConnection(
        id: RPCConnectionID(rawValue: 3), client: MailScript.hub, server: MailScript.site,
        clientEndpoint: "1024", serverAddress: 0, association: nil)
    ]
    script.add(.duplicateRecognised, at: 30, host: MailScript.site, peer: MailScript.hub) {
      $0.message = MessageID(rawValue: 1)
    }
    script.enqueue(2, at: 40, queue: 1)
    script.add(.messageNonDelivered, at: 45) {
      ($0.message, $0.queue) = (MessageID(rawValue: 2), 0)
    }
    let contrast = try Self.contrast(script)
    #expect(contrast.chosen[0].trouble.resets == 1)
    #expect(contrast.chosen[0].trouble.duplicates == 1)
    #expect(
      contrast.verdict == [
        """
        SP3: of 2 messages from HUB1 to SLPS100, 1 were delivered and 1 given up; no bind was \
        refused, and at most 1 waited at a time. 1 connection was reset; SLPS100 was sent 1 message \
        twice and delivered none twice.
        """
      ])
  }

  @Test func `Terminal Server Edition has a service pack of its own`() throws {
    var script = SummaryTests.fault()
    script.build = "nt4-tse"
    #expect(
      try Self.contrast(script).remedies.first?.action == """
        Install Service Pack 4 of Windows NT Server 4.0, Terminal Server Edition, on SLPS100
        """)
  }
}

extension MailScript {
  /// The sending or receiving of the turn or of a request for it at HUB1, on association 1.
  mutating func turn(_ kind: EventKind, _ direction: EventDirection, at seconds: Double) {
    add(kind, at: seconds) {
      ($0.direction, $0.association) = (direction, MTAAssociationID(rawValue: 1))
    }
  }
}
