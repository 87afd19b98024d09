import Analysis
import Testing
import TraceModel
import TraceStore

/// What `record q181721` shows with the scenario's own seed.
struct DefaultRunTests {
  @Test func `SP3 is rescued twice or more and strands mail; SP4 does neither`() throws {
    let trace = try RecordedScenario("q181721", seed: 8)
    let analysis = TraceAnalysis(reader: trace.reader)
    let contrast = try analysis.contrast()
    #expect(contrast.link == Link(from: HostIndex(0), to: HostIndex(1)))
    let (sp3, sp4) = (contrast.chosen[0], contrast.chosen[1])
    #expect(sp3.rescues >= 2 && sp3.strands >= 1 && sp3.waiting > 0)
    #expect(sp3.peakBacklog >= 50 && sp3.naks > 0 && sp3.misfiled > 0)
    #expect(sp4.stalls.isEmpty && sp4.waiting == 0 && sp4.naks == 0)
    #expect(sp3.enqueued == sp4.enqueued)
  }

  @Test func `fingerprints are those that the rules have always given`() throws {
    let trace = try RecordedScenario("q181721", seed: 8)
    let lines = try trace.runs.map { run in
      "\(run.header.build) \(run.eventCount) events \(run.fingerprint.text)"
    }
    try expect(lines, matchesGolden: "q181721-fingerprints.txt")
  }

  @Test func `the views tell the same numbers as the summary`() throws {
    let trace = try RecordedScenario("q181721", seed: 8)
    let contrast = try TraceAnalysis(reader: trace.reader).contrast()
    for (run, summary) in zip(contrast.runs, contrast.chosen) {
      let delivered = try trace.reader.deliveryTimes(
        of: run.run.id, from: contrast.link.from, to: contrast.link.to)
      #expect(delivered.count == summary.delivered)
    }
  }
}
