import Analysis
import Simulator
import Testing
import TraceModel
import TraceStore

/// What headlines, verdicts and advice say of recorded runs.
struct StatementTests {
  static func contrast(_ trace: RecordedScenario) throws -> Contrast {
    try TraceAnalysis(reader: trace.reader).contrast()
  }

  @Test func `the default run's verdict counts what the trace holds`() throws {
    let contrast = try Self.contrast(RecordedScenario("q181721", seed: 8))
    #expect(
      contrast.headline
        == "SP3 stalls three times and leaves 30 messages waiting; SP4 never queues more than 2")
    try expect(contrast.verdict, matchesGolden: "q181721-verdict.txt")
    #expect(contrast.otherTrouble == nil)
  }

  @Test func `advice is given where a misfiled group was missed, and only there`() throws {
    let faulty = try Self.contrast(RecordedScenario("q181721", seed: 8))
    #expect(faulty.remedies.first?.action == "Install Windows NT 4.0 Service Pack 4 on SLPS100")
    #expect(faulty.remedies.count == 4)
    #expect(faulty.remedies.allSatisfy { $0.sources.contains("KB Q") })
    let healthy = try Self.contrast(RecordedScenario("healthy", seed: 8))
    #expect(healthy.remedies.isEmpty)
  }

  @Test func `a threshold of one message cannot be lowered`() throws {
    let trace = try RecordedScenario(
      "q181721", seed: 8, builds: [.nt4SP3], settings: [("threshold", "1")])
    #expect(try Self.contrast(trace).remedies.allSatisfy { !$0.action.contains("threshold") })
  }

  @Test func `a run that a limit ended says so`() throws {
    let trace = try RecordedScenario(
      "q181721", seed: 8, builds: [.nt4SP3],
      settings: [("queuedMessages", "30"), ("A3", "always")])
    #expect(try Self.contrast(trace).subtitle.contains("SP3 stopped by its queue limit at "))
  }

  @Test func `a run that delivers nothing says so although nothing stalls for a minute`() throws {
    let trace = try RecordedScenario(
      "q181721", seed: 8, builds: [.nt4SP3],
      settings: [
        ("duration", "40 s"), ("burstGap", "0 s"), ("A3", "always"), ("threshold", "1000"),
      ])
    let headline = try Self.contrast(trace).headline
    #expect(headline.hasPrefix("SP3 delivers nothing and leaves "))
  }

  @Test func `trouble in a direction that is not shown is named`() throws {
    let trace = try RecordedScenario(
      "q181721", seed: 8, builds: [.nt4SP3], settings: [("A3", "always")])
    let other = try #require(try Self.contrast(trace).otherTrouble)
    #expect(other.hasPrefix("Trouble in other directions: "))
    #expect(other.contains(" on SP3 ("))
  }
}
