import Analysis
import Foundation
import Simulator
import Testing
import TraceModel
import TraceStore

/// What `diagnose` says of recorded runs, against what the simulator knows of them.
struct VerdictTests {
  /// The seeds tried: a few, or as many as `MTATRACE_SEEDS` says.
  static let seeds: ClosedRange<UInt64> = {
    let wanted = ProcessInfo.processInfo.environment["MTATRACE_SEEDS"].flatMap { UInt64($0) }
    return 1...max(wanted ?? 6, 1)
  }()

  private func faults(of name: String, seed: UInt64) throws -> [(run: Run, faults: Set<Fault>)] {
    let trace = try RecordedScenario(name, seed: seed)
    let analysis = TraceAnalysis(reader: trace.reader)
    return try trace.runs.map { run in
      let diagnosis = try analysis.diagnosis(of: run)
      #expect(diagnosis.faults.allSatisfy { $0.sureness == .certain && !$0.evidence.isEmpty })
      #expect(diagnosis.refusals.isEmpty)
      return (run, Set(diagnosis.faults.map(\.fault)))
    }
  }

  private func happens(_ kind: EventKind, in run: Run, of name: String, seed: UInt64) throws -> Bool
  {
    let trace = try RecordedScenario(name, seed: seed)
    return try trace.reader.events(of: run.id, EventFilter(kinds: [kind])).nextEvent() != nil
  }

  @Test(arguments: seeds)
  func `q181721 is found on SP3 where a bind missed its group, and never on SP4`(
    seed: UInt64
  ) throws {
    for (run, faults) in try faults(of: "q181721", seed: seed) {
      let missed = try happens(.groupMissed, in: run, of: "q181721", seed: seed)
      #expect(faults == (missed ? [.misfiledGroup] : []), "\(run.header.build)")
      #expect(!missed || run.header.build == "nt4-sp3")
    }
  }

  @Test(arguments: seeds)
  func `q166594 is found in Exchange as released where the turn was lost, and never fixed`(
    seed: UInt64
  ) throws {
    for (run, faults) in try faults(of: "q166594", seed: seed) {
      let isReleased = run.header.value(of: "mta.exchange") == "rtm"
      let lost = try happens(.associationLost, in: run, of: "q166594", seed: seed)
      #expect(faults == (isReleased && lost ? [.lostTurn] : []))
    }
  }

  @Test(arguments: seeds)
  func `q189494 is found on either build`(seed: UInt64) throws {
    for (_, faults) in try faults(of: "q189494", seed: seed) { #expect(faults == [.slowCalls]) }
  }

  @Test(arguments: seeds)
  func `healthy runs have nothing wrong on either build`(seed: UInt64) throws {
    for (_, faults) in try faults(of: "healthy", seed: seed) { #expect(faults == []) }
  }
}
