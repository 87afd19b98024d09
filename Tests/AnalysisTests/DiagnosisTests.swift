import Analysis
import Testing
import TraceModel
import TraceStore

/// What binds and their answers say of a server.
struct DiagnosisTests {
  static let group: UInt32 = 0xA1

  /// HUB1 gets a group of SLPS100 on its first connection.
  static func acknowledged() -> (MailScript, RPCConnectionID) {
    var script = MailScript(build: "nt4-sp3")
    let first = script.connect(to: 0, at: 1)
    script.send(.bind, at: 1.1, over: first) { $0.group = 0 }
    script.send(.bindAck, at: 1.2, over: first, fromServer: true) { $0.group = group }
    return (script, first)
  }

  /// HUB1 binds into a group over another connection, and is refused.
  static func refuse(
    in script: inout MailScript, at seconds: Double, address: UInt8 = 0, group: UInt32 = group,
    reason: UInt32 = 0
  ) {
    let second = script.connect(to: address, at: seconds)
    script.send(.bind, at: seconds + 0.1, over: second) { $0.group = group }
    script.send(.bindNak, at: seconds + 0.2, over: second, fromServer: true) { $0.code = reason }
  }

  static func diagnosis(of script: MailScript) throws -> Diagnosis {
    let trace = try MailScript.trace([script])
    return try trace.analysis.diagnosis(of: try #require(try trace.reader.runs().first))
  }

  @Test func `a bind refused into a group that the server holds is the fault of Q181721`() throws {
    var (script, _) = Self.acknowledged()
    Self.refuse(in: &script, at: 2)
    Self.refuse(in: &script, at: 62)
    let diagnosis = try Self.diagnosis(of: script)
    #expect(
      diagnosis.verdict == "binds refused into groups that the server holds (KB Q181721)")
    let finding = try #require(diagnosis.faults.first)
    #expect((finding.count, finding.places, finding.sureness) == (2, 1, .likely))
    #expect(
      finding.evidence.map(\.role) == [
        .acknowledged(group: Self.group), .joins(group: Self.group), .refuses(reason: 0),
      ])
    #expect(
      finding.sentence(in: diagnosis.run)
        == "SLPS100 refused 2 binds of HUB1 into 1 association group that it had acknowledged "
        + "and not let go.")
  }

  @Test func `that the server still answers in the group makes it certain`() throws {
    var (script, first) = Self.acknowledged()
    Self.refuse(in: &script, at: 2)
    script.send(.response, at: 3, over: first, fromServer: true) { $0.call = 1 }
    let finding = try #require(try Self.diagnosis(of: script).faults.first)
    #expect(finding.sureness == .certain)
    #expect(finding.evidence.last?.role == .stillAnswers(group: Self.group))
  }

  @Test func `that the group was filed elsewhere makes it certain whatever the reason`() throws {
    var script = MailScript(build: "nt4-sp3")
    let first = script.connect(to: 0, at: 1)
    script.send(.bind, at: 1.1, over: first) { $0.group = 0 }
    script.add(.groupFiled, at: 1.2, host: MailScript.site, peer: MailScript.hub) {
      ($0.connection, $0.group, $0.code) = (first, Self.group, 1)
    }
    script.send(.bindAck, at: 1.2, over: first, fromServer: true) { $0.group = Self.group }
    Self.refuse(in: &script, at: 2, reason: 2)
    let finding = try #require(try Self.diagnosis(of: script).faults.first)
    #expect(finding.sureness == .certain)
    #expect(finding.evidence.first?.role == .misfiled(group: Self.group))
  }

  /// Why a server may refuse a bind without being at fault.
  enum Innocent: CaseIterable {
    case groupEnded
    case serverRestarted
    case groupUnknown
    case otherAddress
    case congestion
    case version
    case noGroup
  }

  @Test(arguments: Innocent.allCases)
  func `a bind refused for another reason is told and is no fault`(why: Innocent) throws {
    var (script, first) = Self.acknowledged()
    let cause: Refusals.Cause
    switch why {
    case .groupEnded:
      script.send(.disconnect, at: 1.5, over: first)
      Self.refuse(in: &script, at: 2)
      cause = .endedGroup
    case .serverRestarted:
      script.add(.hostStopped, at: 1.5, host: MailScript.site, peer: nil)
      Self.refuse(in: &script, at: 2)
      cause = .endedGroup
    case .groupUnknown:
      Self.refuse(in: &script, at: 2, group: 0xB2)
      cause = .unknownGroup
    case .otherAddress:
      Self.refuse(in: &script, at: 2, address: 1)
      cause = .unknownGroup
    case .congestion:
      Self.refuse(in: &script, at: 2, reason: 1)
      cause = .reason(1)
    case .version:
      Self.refuse(in: &script, at: 2, group: 0, reason: 4)
      cause = .reason(4)
    case .noGroup:
      Self.refuse(in: &script, at: 2, group: 0)
      cause = .reason(0)
    }
    let diagnosis = try Self.diagnosis(of: script)
    #expect(diagnosis.faults.isEmpty)
    #expect(diagnosis.refusals.map(\.cause) == [cause])
    #expect(diagnosis.verdict == "no known fault; 1 bind was refused for other reasons")
  }

  @Test func `a group whose last connection closes while a bind is on its way has ended`() throws {
    var (script, first) = Self.acknowledged()
    let second = script.connect(to: 0, at: 2)
    script.send(.bind, at: 2.1, over: second, isLost: true) { $0.group = Self.group }
    script.add(.reset, at: 2.11, host: MailScript.site, peer: MailScript.hub) {
      $0.connection = first
    }
    script.add(.bind, at: 2.14, host: MailScript.site, peer: MailScript.hub) {
      ($0.direction, $0.connection, $0.group) = (.received, second, Self.group)
    }
    script.send(.bindNak, at: 2.2, over: second, fromServer: true) { $0.code = 0 }
    let diagnosis = try Self.diagnosis(of: script)
    #expect(diagnosis.faults.isEmpty)
    #expect(diagnosis.refusals.map(\.cause) == [.endedGroup])
  }

  @Test(arguments: [(119.0, 0), (120.0, 1)])
  func `only a call that is cancelled after two minutes is slow`(
    age: Double, faults: Int
  ) throws {
    var (script, first) = Self.acknowledged()
    script.send(.request, at: 10, over: first) { ($0.call, $0.opnum) = (7, 2) }
    script.send(.coCancel, at: 10 + age, over: first) { $0.call = 7 }
    let diagnosis = try Self.diagnosis(of: script)
    #expect(diagnosis.faults.count == faults)
    guard let finding = diagnosis.faults.first else { return }
    #expect(finding.fault == .slowCalls)
    #expect(
      finding.evidence.map(\.role) == [.calls(opnum: 2), .cancels(after: .seconds(120))])
  }

  @Test func `a call that was answered is not slow, whatever is cancelled later`() throws {
    var (script, first) = Self.acknowledged()
    script.send(.request, at: 10, over: first) { ($0.call, $0.opnum) = (7, 2) }
    script.send(.response, at: 11, over: first, fromServer: true) { $0.call = 7 }
    script.send(.coCancel, at: 300, over: first) { $0.call = 7 }
    #expect(try Self.diagnosis(of: script).verdict == "nothing wrong")
  }

  @Test func `a turn that is never given is found without any mail in the trace`() throws {
    var (script, _) = Self.acknowledged()
    script.send(.turnPlease, at: 100, over: nil) { $0.association = FaultTests.one }
    let diagnosis = try Self.diagnosis(of: script)
    #expect(diagnosis.verdict == "a turn asked for and never given (KB Q166594)")
    #expect(diagnosis.faults.first?.evidence.map(\.role) == [.asksForTurn(times: 1)])
  }

  /// A recovery gives the turn to the initiator without RT-TURN-GIVE; and a slow call makes waiting
  /// for the turn no sign of its own.
  @Test(arguments: [EventKind.transferStarted, .coCancel])
  func `a request for the turn is nothing where its side transfers or calls are slow`(
    kind: EventKind
  ) throws {
    var (script, _) = Self.acknowledged()
    let early = kind == .coCancel
    if early {
      script.add(kind, at: 90, host: MailScript.site, peer: MailScript.hub) {
        ($0.direction, $0.association) = (.sent, FaultTests.one)
      }
    }
    script.send(.turnPlease, at: 100, over: nil) { $0.association = FaultTests.one }
    if !early { script.add(kind, at: 101) { $0.association = FaultTests.one } }
    #expect(try Self.diagnosis(of: script).verdict == "nothing wrong")
  }
}
