import Foundation
import Testing

/// tshark reads every scenario that is exported, and finds the PDUs that the trace holds.
struct ExportJudgeTests {
  static let cases = ["q181721", "q166594", "q189494", "healthy"].flatMap { scenario in
    (1...5).map { (scenario, $0) }
  }

  /// The PTYPE of a PDU that is called so in views.
  static let types = [
    "request": 0, "response": 2, "fault": 3, "bind": 11, "bind_ack": 12, "bind_nak": 13,
    "alter_context": 14, "alter_context_response": 15, "auth3": 16, "co_cancel": 18,
    "orphaned": 19,
  ]

  /// PDUs sent in a run, by PTYPE.
  static func sent(
    in run: Int, of trace: String, _ folder: TemporaryFolder
  ) throws -> [Int: Int] {
    let rows = try CommandRun.tool(
      "sqlite3",
      [
        trace,
        "SELECT kind, count(*) FROM events WHERE run = \(run) AND direction = 'sent' GROUP BY kind",
      ], in: folder)
    let pairs = rows.output.split(separator: "\n").compactMap { row in
      let parts = row.split(separator: "|")
      return types[String(parts[0])].flatMap { type in Int(parts[1]).map { (type, $0) } }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Records, exports and judges both runs.
  private func judge(_ record: [String], _ export: [String] = []) throws {
    let folder = TemporaryFolder()
    let recorded = try CommandRun.mtatrace(["record"] + record + ["-o", "a.sqlite"], in: folder)
    try #require(recorded.exitCode == 0, "\(recorded.errors)")
    let run = try CommandRun.mtatrace(
      ["export", "a.sqlite", "--format", "pcapng", "-o", "a.pcapng"] + export, in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    for number in 1...2 {
      let capture = try CapturedPackets("a-\(number).pcapng", in: folder)
      capture.expectSound()
      let sent = try Self.sent(in: number, of: "a.sqlite", folder)
      #expect(capture.counts == sent)
      let naks = capture.packets.filter { $0.messages.contains("Bind not acknowledged") }
      #expect(naks.count == sent[13, default: 0])
      #expect(naks.allSatisfy { $0.comment.contains("Bind refused") })
    }
  }

  @Test(arguments: cases)
  func `tshark finds nothing wrong and every PDU`(scenario: String, seed: Int) throws {
    // One seed is judged to its end; of the others, as much as shows what the scenario is about.
    let minutes = scenario == "q181721" ? 100 : 45
    let part = seed == 1 ? [] : ["--set", "duration=\(minutes) min"]
    try judge([scenario, "--seed", "\(seed)"] + part)
  }

  @Test(arguments: [
    ["healthy", "--set", "faults.cut=outage between HUB1 and SLPS100 at 15 min for 10 min"],
    ["healthy", "--set", "faults.cut=outage from HUB1 to SLPS100 at 15 min for 3 min"],
    ["healthy", "--set", "faults.boot=restart SLPS100 at 15 min for 5 min"],
    ["healthy", "--set", "resetRate=20 /h"],
    ["q181721", "--set", "loss=5 %", "--set", "retransmissions=1"],
    ["q181721", "--set", "assumptions.A12=reusable"],
    ["q189494", "--set", "testsCancel=yes"],
  ])
  func `trouble of every kind stays sound TCP`(settings: [String]) throws {
    try judge(settings + ["--set", "burstGap=1 min", "--set", "duration=40 min"])
  }

  @Test(arguments: [["--ipv6"], ["--mss", "64"], ["--mss", "536", "--ipv6"]])
  func `every size and version is sound`(options: [String]) throws {
    try judge(["q181721", "--set", "duration=60 min"], options)
  }
}
