import Foundation
import Testing

/// Slices as every other command meets them, changed ones included.
struct SliceUseTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try SampleTrace.folder()
    let run = try mtatrace(
      "slice", SampleTrace.name, "--between", "1:09:30..1:12:00", "-o", "part.sqlite")
    try #require(run.exitCode == 0, "\(run.errors)")
  }

  @discardableResult
  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func tamper(_ sql: String) throws {
    let run = try CommandRun.tool("sqlite3", ["-batch", "part.sqlite", sql], in: folder)
    try #require(run.exitCode == 0 && run.errors.isEmpty, "\(sql): \(run.errors)")
  }

  @Test(arguments: [
    "info part.sqlite", "show part.sqlite", "show part.sqlite --ladder", "stats part.sqlite",
    "query part.sqlite 'SELECT * FROM slices'", "chart part.sqlite -o a.png",
    "chart part.sqlite --of associations -o a.pdf", "diagram part.sqlite -o a.svg",
    "report part.sqlite -o a.pdf", "replay part.sqlite", "replay part.sqlite --play max",
    "export part.sqlite -o a.pcapng", "why part.sqlite 1:10:00", "why part.sqlite 1:10:00 -o a.png",
    "slice part.sqlite --between 1:10:00..1:11:00 -o b.sqlite",
  ])
  func `every command takes a slice`(line: String) throws {
    let run = try CommandRun.shell("\"$mtatrace\" \(line)", in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(!run.output.isEmpty)
  }

  @Test func `a slice says what it is`() throws {
    let info = try mtatrace("info", "part.sqlite").output
    #expect(info.contains("  slice of      37,608 events until 4:00:00, fingerprint "))
    #expect(info.contains("  holds         1:09:30.000 to 1:12:00.000, all hosts\n"))
    let json = try mtatrace("info", "part.sqlite", "--json").output
    #expect(json.contains("\"whole_event_count\": 37608"))
    let diagnosis = try mtatrace("diagnose", "part.sqlite")
    #expect(diagnosis.exitCode == 1 && diagnosis.output.contains("Q181721"))
  }

  @Test func `a cause that a slice does not hold is named`() throws {
    let cut = try CommandRun.tool(
      "sqlite3",
      [
        "part.sqlite",
        "SELECT event & 1099511627775, cause FROM cut_cause WHERE event >> 40 = 1 LIMIT 1",
      ], in: folder
    ).output.trimmingCharacters(in: .newlines).components(separatedBy: "|")
    try #require(cut.count == 2)
    let why = try mtatrace("why", "part.sqlite", cut[0]).output
    #expect(why.contains("what led to it\n  event \(cut[1]), which this slice does not hold\n"))
    try mtatrace("why", "part.sqlite", cut[0], "-o", "a.pdf")
    let picture = try CommandRun.tool("pdftotext", ["-raw", "a.pdf", "-"], in: folder).output
    #expect(picture.contains("no causes, led to by #\(cut[1]) outside of this slice"))
  }

  @Test func `equal slices are equal files, and pictures say how to make them again`() throws {
    try mtatrace("slice", SampleTrace.name, "--between", "1:09:30..1:12:00", "-o", "again.sqlite")
    #expect(try folder.octets("again.sqlite") == folder.octets("part.sqlite"))
    try mtatrace("diagram", "part.sqlite", "-o", "a.pdf")
    let words = try CommandRun.tool("pdfinfo", ["a.pdf"], in: folder).output
    let line = try #require(words.split(separator: "\n").first { $0.contains("Reproduce: ") })
    let command = String(line.split(separator: "Reproduce: ", maxSplits: 1)[1])
    let elsewhere = TemporaryFolder()
    let run = try CommandRun.shell(
      "mtatrace() { \"$mtatrace\" \"$@\"; }; \(command)", in: elsewhere)
    #expect(run.exitCode == 0, "\(command): \(run.errors)")
    #expect(try elsewhere.octets("part.sqlite") == folder.octets("part.sqlite"))
    try mtatrace("diagram", "part.sqlite")
    #expect(try elsewhere.octets("part-diagram.png") == folder.octets("part-diagram.png"))
  }

  /// An event in the middle of what the slice holds.
  private static let event = "(SELECT id FROM event WHERE kind = 43 AND time > 4170e9 LIMIT 1)"

  @Test(arguments: [
    "UPDATE event SET code = 7 WHERE id = \(event)",
    "DELETE FROM event WHERE id = \(event)",
    "DELETE FROM event WHERE id = (SELECT min(id) FROM event WHERE time > 4170e9)",
    "UPDATE event SET cause = NULL WHERE id = \(event)",
    "UPDATE cut_cause SET cause = cause - 1 WHERE event = (SELECT min(event) FROM cut_cause)",
    "DELETE FROM cut_cause",
    "UPDATE slice SET whole_fingerprint = 1",
    "UPDATE log_entry SET text = 'nothing' WHERE event = (SELECT min(event) FROM log_entry)",
    "UPDATE connection SET client_endpoint = '7'",
  ])
  func `a slice that was changed is not what its trace holds`(change: String) throws {
    try tamper(change)
    let comparison = try mtatrace("compare", "part.sqlite", SampleTrace.name, "--brief")
    #expect(comparison.exitCode == 1, "\(comparison.output)")
    let replay = try mtatrace("replay", "part.sqlite")
    #expect(replay.exitCode == 1 || replay.exitCode == 65, "\(replay.output)")
  }

  @Test(arguments: [
    "UPDATE slice SET start_time = -1", "UPDATE slice SET end_time = 1",
    "UPDATE slice SET whole_events = 5", "UPDATE slice SET whole_events = -5",
    "UPDATE slice SET whole_end = -1", "UPDATE run SET event_count = event_count * 100",
    "INSERT INTO slice_host VALUES (1, 70000)",
    "UPDATE event SET cause = id & 1099511627775 WHERE kind = 45",
  ])
  func `what no slice has is refused`(change: String) throws {
    try tamper(change)
    for line in ["chart part.sqlite", "compare part.sqlite q181721.sqlite"] {
      let run = try CommandRun.shell("\"$mtatrace\" \(line)", in: folder)
      #expect(run.exitCode == 65 && run.errors.hasPrefix("mtatrace: part.sqlite"), "\(run.errors)")
    }
  }

  @Test(arguments: [
    ("slice q181721.sqlite -o q181721.sqlite", 64, "is the trace itself"),
    ("slice q181721.sqlite -o part.sqlite", 73, "is there already"),
    ("slice q181721.sqlite --between 9:00:00..9:01:00", 64, "the runs end at 4:00:00"),
    ("slice q181721.sqlite --between 1:00..2:00 --around 7", 64, "give one of them"),
    ("slice q181721.sqlite --message 999999", 64, "no mail of message 999999"),
    ("slice q181721.sqlite --around 999999", 64, "There is no event 999999"),
    ("slice q181721.sqlite --host NOBODY", 64, "There is no host NOBODY"),
    ("slice q181721.sqlite --run 7", 66, "has no run 7"),
    ("slice q181721.sqlite --between 29:00.9..29:01", 64, "Nothing happened from 29:00.900"),
    ("slice part.sqlite", 64, "Say which part"),
    ("record --resume part.sqlite", 65, "is a slice"),
    ("replay part.sqlite --at 1:10:30 --set build=nt4-sp4", 64, "branch the whole trace"),
    ("why part.sqlite 3:00:00", 64, "ends at 1:15:30"),
    ("export part.sqlite --format jsonl", 64, "it is a slice"),
    ("diagram part.sqlite --between 3:00:00..3:30:00 -o a.png", 64, "nothing after 3:00:00"),
    ("diagram part.sqlite --between 0:10:00..0:30:00 -o a.png", 64, "nothing of that time"),
  ])
  func `what makes no sense is refused`(line: String, code: Int32, words: String) throws {
    let before = try folder.octets("part.sqlite")
    let run = try CommandRun.shell("\"$mtatrace\" \(line)", in: folder)
    #expect(run.exitCode == code, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(try folder.octets("part.sqlite") == before)
    #expect(folder.names == ["part.sqlite", SampleTrace.name].sorted())
  }
}
