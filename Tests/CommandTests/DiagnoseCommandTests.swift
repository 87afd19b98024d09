import Foundation
import Testing

/// `mtatrace diagnose` as its user meets it.
struct DiagnoseCommandTests {
  @Test func `a fault is told with its evidence and ends with exit code 1`() throws {
    let folder = try SampleTrace.folder()
    let run = try CommandRun.mtatrace(["diagnose", SampleTrace.name], in: folder)
    #expect(run.exitCode == 1)
    #expect(run.errors == "")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "run 1 · NT 4.0 SP3 · q181721 · seed 8: binds refused into groups that the server "
        + "holds (KB Q181721)")
    #expect(lines.last == "run 2 · NT 4.0 SP4 · q181721 · seed 8: nothing wrong")
    #expect(
      lines.contains(
        "  SLPS100 refused 60 binds of HUB1 into 3 association groups that it had acknowledged "
          + "and not let go."))
    #expect(lines.contains { $0.hasSuffix("SLPS100 refuses the bind: reason 0") })
    #expect(lines.contains { $0.hasPrefix("  To settle it: the version of rpcrt4.dll on SLPS100") })
  }

  @Test func `a run without a fault ends with exit code 0`() throws {
    let folder = try SampleTrace.folder()
    let run = try CommandRun.mtatrace(["diagnose", SampleTrace.name, "--run", "2"], in: folder)
    #expect(run.exitCode == 0)
  }

  @Test func `each piece of evidence names an event of the trace`() throws {
    let folder = try SampleTrace.folder()
    let run = try CommandRun.mtatrace(["diagnose", SampleTrace.name, "--json"], in: folder)
    #expect(run.exitCode == 1)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let runs = try #require(json["runs"] as? [[String: Any]])
    #expect(runs.count == 2)
    let fault = try #require((runs[0]["faults"] as? [[String: Any]])?.first)
    #expect(fault["fault"] as? String == "q181721")
    #expect(fault["sureness"] as? String == "certain")
    let evidence = try #require(fault["evidence"] as? [[String: Any]])
    let naks = evidence.filter { ($0["what"] as? String)?.contains("refuses") == true }
    for nak in naks {
      let event = try #require(nak["event"] as? Int)
      let kind = try CommandRun.tool(
        "sqlite3",
        [SampleTrace.name, "SELECT kind, time FROM events WHERE run = 1 AND sequence = \(event)"],
        in: folder)
      #expect(kind.output == "bind_nak|\(nak["time"] as? Int ?? 0)\n")
    }
    #expect(naks.count > 1)
    #expect((runs[1]["faults"] as? [Any])?.isEmpty == true)
  }
}
