import Foundation
import Testing

/// `slice`: smaller traces that say what the whole says.
struct SliceCommandTests {
  let folder = TemporaryFolder()

  @discardableResult
  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  /// A copy of one of the repository's traces.
  private func sample(_ name: String) throws -> String {
    let original = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/\(name).sqlite")
    try FileManager.default.copyItem(at: original, to: folder.path("\(name).sqlite"))
    return "\(name).sqlite"
  }

  private func query(_ sql: String, of file: String = "part.sqlite") throws -> String {
    let run = try CommandRun.tool("sqlite3", ["-batch", file, sql], in: folder)
    #expect(run.errors.isEmpty, "\(sql)")
    return run.output.trimmingCharacters(in: .newlines)
  }

  /// Checks that a slice is what its trace holds, by a judge in SQL and by the program itself.
  private func expectSound(_ trace: String, _ comment: String) throws {
    let verdict = try SliceJudge.verdict(on: "part.sqlite", of: trace, in: folder)
    #expect(verdict.hasPrefix("sound "), "\(comment): \(verdict)")
    for arguments in [["compare", "part.sqlite", trace], ["replay", "part.sqlite"]] {
      let run = try CommandRun.mtatrace(arguments, in: folder)
      #expect(run.exitCode == 0, "\(comment): \(arguments) \(run.output)\(run.errors)")
    }
  }

  /// The story of a trace as text, without how it is made again.
  private func story(of arguments: [String]) throws -> String {
    let run = try CommandRun.mtatrace(["show", "--ladder"] + arguments, in: folder)
    #expect(run.exitCode == 0, "\(arguments) \(run.errors)")
    return run.output.components(separatedBy: "\nmtatrace ")[0]
  }

  static let samples = [
    "bindback", "healthy", "hub50", "q166594", "q181721", "q189494", "stalled", "whatif",
  ]

  @Test(arguments: samples)
  func `the decisive stretch is a sound trace with the same story`(name: String) throws {
    let trace = try sample(name)
    let run = try mtatrace("slice", trace, "-o", "part.sqlite")
    #expect(run.exitCode == 0 && run.output.hasPrefix("part.sqlite\n  run 1 · "), "\(run.errors)")
    try expectSound(trace, name)
    let window = try query(
      """
      SELECT printf('%d.%09d..%d.%09d', start_time / 1000000000, start_time % 1000000000,
        end_time / 1000000000, end_time % 1000000000) FROM slice LIMIT 1
      """)
    let own = try story(of: ["part.sqlite"])
    let link = try #require(own.firstMatch(of: /\n(\S+) → (\S+) ·/))
    let whole = try story(of: [trace, "--between", window, "--link", "\(link.1):\(link.2)"])
    #expect(own.contains("slice") && !whole.contains("slice"))
    // Behind the heading, which ends with an empty line, they are the same.
    let stories = [own, whole].map { $0.components(separatedBy: "\n\n").dropFirst() }
    #expect(stories[0] == stories[1] && stories[0].count > 1)
  }

  @Test(arguments: samples)
  func `any stretch of time is sound, for any hosts`(name: String) throws {
    let trace = try sample(name)
    let end = try #require(Int(query("SELECT max(end_time) / 1000000000 FROM run", of: trace)))
    let hosts = try query("SELECT name FROM host WHERE run = 1 ORDER BY position", of: trace)
      .components(separatedBy: "\n")
    for (number, (share, length)) in [(0, 9), (13, 2), (29, 90), (41, 700), (57, 31), (83, 9_000)]
      .enumerated()
    {
      let start = end * share / 100
      var part = ["--between", "\(start)..\(start + length)"]
      part += hosts.dropFirst(number).prefix(number % 4).flatMap { ["--host", $0] }
      let run = try CommandRun.mtatrace(
        ["slice", trace, "-o", "part.sqlite", "--force"] + part, in: folder)
      let isEmpty = run.exitCode == 64 && run.errors.contains("Nothing happened from ")
      if isEmpty { continue }
      #expect(run.exitCode == 0, "\(part) \(run.errors)")
      try expectSound(trace, "\(name) \(part)")
    }
  }

  @Test func `what led to an event and when a message was on its way are sound`() throws {
    let trace = try sample("hub50")
    let nak = try query(
      "SELECT min(sequence) FROM events WHERE kind = 'bind_nak' AND run = 1", of: trace)
    try mtatrace("slice", trace, "--around", nak, "-o", "part.sqlite")
    try expectSound(trace, "around \(nak)")
    // Nothing of what led to it is missing.
    let why = try ["part.sqlite", trace].map { try mtatrace("why", $0, nak).output }
    let causes = why.map { $0.components(separatedBy: "\nthe event\n")[0] }
    #expect(causes[0] == causes[1] && causes[0].contains("bind "))

    let message = try query(
      "SELECT message FROM messages WHERE run = 1 ORDER BY wait DESC LIMIT 1", of: trace)
    try mtatrace("slice", trace, "--message", message, "-o", "part.sqlite", "--force")
    try expectSound(trace, "message \(message)")
    let row = "SELECT * FROM messages WHERE run = 1 AND message = \(message)"
    #expect(try query(row) == query(row, of: trace))
    #expect(try query("SELECT count(*) FROM slice_host WHERE run = 1") == "2")
  }

  @Test func `the numbers of hub50's slice of one spoke are those of the whole`() throws {
    let trace = try sample("hub50")
    try mtatrace("slice", trace, "--host", "HUB", "--host", "SPOKE10", "-o", "part.sqlite")
    try expectSound(trace, "one spoke")
    for view in ["stalls", "messages", "deliveries", "backlog"] {
      let sql =
        "SELECT * FROM \(view) WHERE 'SPOKE10' IN (from_host, to_host) ORDER BY 1, 2, 3, 4, 5"
      let rows = try query(sql)
      #expect(rows == (try query(sql, of: trace)) && !rows.isEmpty, "\(view)")
    }
  }

  @Test func `a what-if is cut out together with the run that it branches from`() throws {
    let trace = try sample("whatif")
    try mtatrace("slice", trace, "--run", "2", "--between", "0:28:00..0:50:00", "-o", "part.sqlite")
    #expect(try query("SELECT group_concat(id) FROM run") == "1,2")
    try expectSound(trace, "what-if")
  }

  @Test func `a slice of a slice is a slice of the whole`() throws {
    let trace = try sample("q181721")
    try mtatrace("slice", trace, "-o", "first.sqlite")
    try mtatrace("slice", "first.sqlite", "--between", "1:09:30..1:10:40", "-o", "part.sqlite")
    try expectSound(trace, "second")
    let outside = try mtatrace("slice", "first.sqlite", "--between", "0:09:30..0:10:00")
    #expect(outside.exitCode == 64 && outside.errors.contains("holds 1:03:32.179 to 1:14:27.407"))
  }

  @Test func `an interrupted trace and a capture can be sliced`() throws {
    _ = try CommandRun.shell(
      "timeout --signal=KILL 0.3 \"$mtatrace\" record q181721 --set 'duration=90 h' "
        + "--set limits.events=3000000 -o cut.sqlite", in: folder)
    if try mtatrace("info", "cut.sqlite").exitCode == 0 {
      try mtatrace("slice", "cut.sqlite", "--between", "0:10:00..0:30:00", "-o", "part.sqlite")
      try expectSound("cut.sqlite", "interrupted")
    }
    let capture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/s4_smbtorture_bind.pcap.gz").path
    try mtatrace("import", capture, "-o", "capture.sqlite")
    #expect(try mtatrace("slice", "capture.sqlite").exitCode == 64)
    try mtatrace("slice", "capture.sqlite", "--between", "0..0.1", "-o", "part.sqlite", "--force")
    let verdict = try SliceJudge.verdict(on: "part.sqlite", of: "capture.sqlite", in: folder)
    #expect(verdict.hasPrefix("sound "), "\(verdict)")
    #expect(try mtatrace("compare", "part.sqlite", "capture.sqlite").exitCode == 0)
    #expect(try mtatrace("export", "part.sqlite", "-o", "part.pcapng").exitCode == 0)
  }
}
