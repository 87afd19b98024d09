import Analysis
import Testing
import TraceModel

/// What a contrast says to a reader who decides.
struct BriefingTests {
  @Test func `a stall, what is left and what the cure changes are told in plain words`() throws {
    let briefing = try Self.briefing([
      ContrastTests.run(stalls: 2, left: 7), ContrastTests.run("nt4-sp4", stalls: 0),
    ])
    #expect(briefing.happened.contains("came to a halt 3 times"))
    #expect(briefing.happened.contains("7 still waited at the end"))
    #expect(briefing.figures.map(\.title).count == 4)
    #expect(briefing.figures[3].values == ["7", "0"])
    // Nothing tells why: no bind was refused, and nothing disturbed the line.
    #expect(briefing.reason == nil)
    #expect(briefing.action == nil)
  }

  @Test func `mail that keeps moving is said to`() throws {
    let briefing = try Self.briefing([ContrastTests.run(stalls: 0, peak: 4)])
    #expect(briefing.happened.contains("kept moving: 4 of 4 messages arrived"))
    #expect(briefing.afterwards == nil)
    #expect(briefing.figures[0].values == ["none"])
  }

  private static func briefing(_ scripts: [MailScript]) throws -> Briefing {
    try MailScript.trace(scripts).analysis.contrast().briefing
  }
}
