import Testing

/// `mtatrace demo`.
struct DemoTests {
  private static let files = [
    "reports/q181721-chart.png", "reports/q181721-diagram.png",
    "reports/q181721-report-data/associations.csv", "reports/q181721-report-data/backlog.csv",
    "reports/q181721-report-data/delivery-times.csv", "reports/q181721-report-data/diagram.csv",
    "reports/q181721-report-data/incidents.csv", "reports/q181721-report.pdf",
    "traces/q181721.sqlite",
  ]

  @Test func `the demo writes what it says, ends with the finding, and can be repeated`() throws {
    let folder = TemporaryFolder()
    let run = try CommandRun.mtatrace(["demo"], in: folder)
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    #expect(folder.names.filter { $0.contains(".") } == Self.files)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.first == "Written:")
    for file in Self.files { #expect(lines.contains("  \(file)")) }
    #expect(lines.suffix(5).allSatisfy { !$0.isEmpty })
    let result = lines.suffix(5).map { String($0) }
    #expect(result[0].hasPrefix("SP3 stalls ") && result[0].hasSuffix("."))
    for (line, run) in zip(result[2...3], 1...2) {
      let mail =
        "SELECT count(*) FROM messages WHERE run = \(run) AND from_host = 'HUB1' AND state = "
      for (state, word) in [("'delivered'", "delivered"), ("'waiting'", "waiting")] {
        let count = try CommandRun.tool(
          "sqlite3", ["traces/q181721.sqlite", mail + state], in: folder
        ).output
        #expect(line.contains(" \(count.prefix { $0 != "\n" }) \(word)"))
      }
    }

    let first = try Self.files.map { try folder.octets($0) }
    let older = "UPDATE run SET engine_version = '0'"
    _ = try CommandRun.tool("sqlite3", ["traces/q181721.sqlite", older], in: folder)
    #expect(try CommandRun.mtatrace(["demo"], in: folder).exitCode == 0)
    #expect(try Self.files.map { try folder.octets($0) } == first)
    #expect(folder.names.filter { $0.contains(".") } == Self.files)
  }

  @Test(arguments: [["--seed", "7"], ["--build", "nt4-sp3"], ["--set", "threshold=20"]])
  func `the demo keeps a trace that is the user's own`(options: [String]) throws {
    let folder = TemporaryFolder()
    #expect(try CommandRun.mtatrace(["record", "q181721"] + options, in: folder).exitCode == 0)
    let trace = "traces/q181721.sqlite"
    let own = try folder.octets(trace)
    let run = try CommandRun.mtatrace(["demo"], in: folder)
    #expect(run.exitCode == 73)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("mtatrace: \(trace) is there already and holds something else; "))
    #expect(try folder.octets(trace) == own)
    #expect(folder.names == ["traces", trace])
  }

  @Test func `the demo replaces its own trace that was cut off`() throws {
    let folder = TemporaryFolder()
    let trace = "traces/q181721.sqlite"
    let record = try CommandRun.mtatrace(
      ["record", "q181721", "--build", "nt4-sp3"], in: folder)
    #expect(record.exitCode == 0)
    let cut = "UPDATE run SET status = 1, outcome = NULL"
    _ = try CommandRun.tool("sqlite3", [trace, cut], in: folder)
    let info = try CommandRun.mtatrace(["info", trace], in: folder)
    #expect(info.output.contains("interrupted"))
    #expect(try CommandRun.mtatrace(["demo"], in: folder).exitCode == 0)
  }
}
