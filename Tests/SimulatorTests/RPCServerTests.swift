import Testing
import TraceModel

@testable import Simulator

/// A server whose decisions are asked for one after another.
private struct Trial {
  var server: RPCServer
  var now = TraceInstant.start

  init(
    _ build: Build, _ misfiling: Assumptions.Misfiling = .race, addresses: Int = 3,
    change: (inout Assumptions) -> Void = { _ in }
  ) {
    var assumptions = Assumptions()
    assumptions.misfiling = misfiling
    change(&assumptions)
    server = RPCServer(addressCount: addresses, build: build, assumptions: assumptions)
  }

  /// The decisions on binds for these groups, each arriving on an address; new groups get the ids
  /// 101, 102, ….
  mutating func decisions(
    _ binds: [(group: UInt32, address: Int)], chance: Bool = false
  ) -> [RPCServer.BindDecision] {
    var decisions: [RPCServer.BindDecision] = []
    for (index, bind) in binds.enumerated() {
      decisions.append(
        server.bind(
          bind.group, arrivingOn: bind.address, newGroup: 101 + UInt32(index), chance: chance,
          at: now))
    }
    return decisions
  }
}

struct RPCServerTests {
  @Test(arguments: Build.allCases)
  func `a group is filed under the address of its bind, and a later bind joins it`(build: Build) {
    var trial = Trial(build)
    trial.server.accepted(on: 0)
    let decisions = trial.decisions([(0, 0), (101, 0)])
    #expect(decisions == [.formed(group: 101, filedUnder: 0), .joined(group: 101)])
  }

  @Test func `a connection accepted elsewhere before the bind misfiles the group on SP3`() {
    var trial = Trial(.nt4SP3)
    trial.server.accepted(on: 0)
    trial.server.accepted(on: 2)
    let decisions = trial.decisions([(0, 0), (101, 0), (101, 2)])
    #expect(
      decisions == [.formed(group: 101, filedUnder: 2), .groupMissed, .joined(group: 101)])
  }

  @Test func `a connection accepted elsewhere before the bind changes nothing on SP4`() {
    var trial = Trial(.nt4SP4)
    trial.server.accepted(on: 0)
    trial.server.accepted(on: 2)
    let decisions = trial.decisions([(0, 0), (101, 0)])
    #expect(decisions == [.formed(group: 101, filedUnder: 0), .joined(group: 101)])
  }

  @Test func `under A3 = always every group of SP3 is misfiled and none of SP4`() {
    var faulty = Trial(.nt4SP3, .always)
    var fixed = Trial(.nt4SP4, .always)
    let misfiled = faulty.decisions([(0, 2)])
    let kept = fixed.decisions([(0, 2)])
    #expect(misfiled == [.formed(group: 101, filedUnder: 0)])
    #expect(kept == [.formed(group: 101, filedUnder: 2)])
  }

  @Test func `under A3 = probability the draw decides`() {
    var trial = Trial(.nt4SP3, .probability)
    let kept = trial.decisions([(0, 1)], chance: false)
    let misfiled = trial.decisions([(0, 1)], chance: true)
    #expect(kept == [.formed(group: 101, filedUnder: 1)])
    #expect(misfiled == [.formed(group: 101, filedUnder: 2)])
  }

  @Test func `a host with one address cannot misfile`() {
    var trial = Trial(.nt4SP3, .always, addresses: 1)
    let decisions = trial.decisions([(0, 0)], chance: true)
    #expect(decisions == [.formed(group: 101, filedUnder: 0)])
  }

  @Test func `a group ends with its last connection and is missed afterwards`() {
    var trial = Trial(.nt4SP4)
    let joined = trial.decisions([(0, 0), (101, 0)])
    #expect(joined.last == .joined(group: 101))
    let endings = [trial.server.leave(101), trial.server.leave(101), trial.server.leave(101)]
    #expect(endings == [.stays, .ended(hadContext: false), .stays])
    let missed = trial.decisions([(101, 0)])
    #expect(missed == [.groupMissed])
  }

  @Test func `a misfiled group is found once the time of A4 is over, and not before`() {
    var trial = Trial(.nt4SP3, .always) { $0.misfiledFor = .seconds(300) }
    let misfiled = trial.decisions([(0, 0)])
    #expect(misfiled == [.formed(group: 101, filedUnder: 1)])
    trial.now = .start + .seconds(299)
    let early = trial.decisions([(101, 0)])
    #expect(early == [.groupMissed])
    trial.now = .start + .seconds(300)
    let late = trial.decisions([(101, 0)])
    #expect(late == [.joined(group: 101)])
    let gone = [trial.server.leave(101), trial.server.leave(101)]
    #expect(gone == [.stays, .ended(hadContext: false)])
  }

  @Test func `a group that ends with an open context handle says so`() {
    var trial = Trial(.nt4SP4)
    _ = trial.decisions([(0, 0)])
    trial.server.setContext(of: 101, open: true)
    let ending = trial.server.leave(101)
    #expect(ending == .ended(hadContext: true))
  }

  @Test func `under A2 = rebind a group with a context handle waits for another connection`() {
    var trial = Trial(.nt4SP4) { $0.nextBind = .rebind }
    _ = trial.decisions([(0, 0)])
    trial.server.setContext(of: 101, open: true)
    let first = trial.server.leave(101)
    #expect(first == .lingers)
    let joined = trial.decisions([(101, 0)])
    #expect(joined == [.joined(group: 101)])
    let rejoined = trial.server.endLingering(101)
    #expect(rejoined == .stays)
    _ = trial.server.leave(101)
    let ended = trial.server.endLingering(101)
    #expect(ended == .ended(hadContext: true))
  }

  @Test func `an unknown group is missed`() {
    var trial = Trial(.nt4SP4)
    let decisions = trial.decisions([(99, 0)])
    #expect(decisions == [.groupMissed])
  }
}
