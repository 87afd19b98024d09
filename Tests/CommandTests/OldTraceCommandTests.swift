import Foundation
import Testing

/// Every verb reads a trace that an older version recorded.
struct OldTraceCommandTests {
  private static let fixture = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "TraceStoreTests/Fixtures/schema-1.sqlite")

  @Test(arguments: ["info", "show", "replay", "chart", "diagram", "report", "export"])
  func `an old trace is read like one of today, and stays as it is`(verb: String) throws {
    let folder = TemporaryFolder()
    let old = try Data(contentsOf: Self.fixture)
    try old.write(to: folder.path("a.sqlite"))
    let run = try CommandRun.mtatrace([verb, "a.sqlite"], in: folder)
    // What today's rules make of the same parameters may differ, and replay then says so.
    #expect(run.exitCode == 0 || verb == "replay" && run.exitCode == 1)
    #expect(run.errors == "")
    #expect(!run.output.isEmpty)
    #expect(try folder.octets("a.sqlite") == old)
    // A report has the numbers of its five figures in a folder beside it.
    let files = ["info": 0, "show": 0, "replay": 0, "export": 2, "report": 7][verb] ?? 1
    #expect(folder.names.count == 1 + files)
  }
}
