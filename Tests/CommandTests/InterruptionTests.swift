import Foundation
import Testing

/// Recordings that end before their time: what was committed is there, and every verb reads it.
struct InterruptionTests {
  let folder = TemporaryFolder()

  private static let record = "record q181721 --set 'duration=6 h' -o a.sqlite"

  /// How many recordings to kill, if the environment says it; then pictures are drawn of each.
  private static let wanted =
    ProcessInfo.processInfo.environment["MTATRACE_KILLS"].flatMap { Int($0) }
  private static let kills = wanted ?? 20

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", "-readonly", "a.sqlite", sql], in: folder).output
  }

  /// Starts a recording, sends it a signal after some seconds, and returns its exit code.
  private func interrupt(_ signal: String, after seconds: Double, _ record: String) throws
    -> CommandRun
  {
    let delay = String(format: "%.4f", seconds)
    // A shell starts what runs beside it with SIGINT ignored.
    return try CommandRun.shell(
      "env --default-signal=INT \"$mtatrace\" \(record) > output & child=$!; "
        + "sleep \(delay); kill -\(signal) $child; wait $child", in: folder)
  }

  private func removeTrace() throws {
    // With a folder goes what lies in it.
    for name in folder.names where folder.exists(name) {
      try FileManager.default.removeItem(at: folder.path(name))
    }
  }

  @Test func `a recording killed at any moment keeps every batch that was committed`() throws {
    let clock = ContinuousClock()
    var states: [String: Int] = [:]
    var length = 1.0
    for number in 0..<Self.kills {
      try removeTrace()
      // Each stretch of a recording is hit once, however long this machine takes for one.
      if number.isMultiple(of: 20) {
        length =
          try clock.measure { _ = try interrupt("0", after: 0, Self.record) }
          / .seconds(1)
        try removeTrace()
      }
      let share = (Double(number) + .random(in: 0..<1)) / Double(Self.kills)
      let delay = 1.05 * length * share
      _ = try interrupt("KILL", after: delay, Self.record)
      let state = try checkRemains(
        drawing: Self.wanted != nil || number.isMultiple(of: 4), killedAfter: delay)
      states[state, default: 0] += 1
    }
    if Self.wanted != nil { print(states.sorted { $0.key < $1.key }) }
    #expect(states.values.reduce(0, +) == Self.kills)
  }

  /// Checks what a killed recording left, and says how far it had got.
  private func checkRemains(drawing: Bool, killedAfter delay: Double) throws -> String {
    let comment = Comment("killed after \(delay) s")
    guard folder.exists("a.sqlite") else { return "no file" }
    let hasLog = folder.exists("a.sqlite-wal")
    let info = try mtatrace("info", "a.sqlite")
    #expect(try query("PRAGMA integrity_check") == "ok\n", comment)
    let runs = try query("SELECT status, event_count, end_seconds FROM runs").split(separator: "\n")
    guard !runs.isEmpty else {
      #expect(info.exitCode == 65 && info.errors.contains("has no runs"), comment)
      return "no run"
    }
    #expect(info.exitCode == 0, comment)
    #expect(
      try query(
        """
        SELECT count(*) FROM run r WHERE event_count <> (SELECT count(*) FROM event
        WHERE id > r.id << 40 AND id <= r.id << 40 | r.event_count) OR event_count <> (SELECT count(*)
        FROM event WHERE id >> 40 = r.id)
        """) == "0\n", comment)
    for run in runs {
      let columns = run.split(separator: "|")
      #expect(info.output.contains("  status        \(columns[0])"), comment)
      if columns[0] == "interrupted" { #expect(columns[1].hasSuffix("0000") || columns[1] == "0") }
    }
    // It simulates the runs again and compares events, texts and fingerprints with the stored.
    let replay = try mtatrace("replay", "a.sqlite")
    #expect(replay.exitCode == 0, comment)
    #expect(replay.output.split(separator: "\n").count == runs.count, comment)
    #expect(try mtatrace("show", "a.sqlite", "--kind", "bind").exitCode == 0, comment)
    let isWhole = runs.count == 2 && runs[1].hasPrefix("complete")
    if drawing { try checkPictures(hasMail: !runs[0].hasPrefix("interrupted|0|"), comment) }
    let state = runs.map { $0.split(separator: "|")[0] }.joined(separator: ", ")
    return isWhole && hasLog ? state + ", being closed" : state
  }

  private func checkPictures(hasMail: Bool, _ comment: Comment) throws {
    for verb in ["chart", "diagram", "report"] {
      let drawn = try mtatrace(verb, "a.sqlite", "-o", "a.pdf")
      #expect(drawn.exitCode == (hasMail ? 0 : 65), comment)
      #expect(folder.exists("a.pdf") == hasMail, comment)
      if hasMail { try FileManager.default.removeItem(at: folder.path("a.pdf")) }
    }
  }

  @Test(arguments: [("INT", 2), ("TERM", 15), ("HUP", 1)])
  func `a recording that is asked to stop closes its trace and says how far it got`(
    signal: String, number: Int32
  ) throws {
    let record = "record q181721 --set 'duration=2000 h' -o a.sqlite"
    let run = try interrupt(signal, after: 1, record)
    #expect(run.exitCode == 128 + number)
    #expect(run.errors.contains("mtatrace: The recording was interrupted; a.sqlite holds run 1 "))
    #expect(run.errors.contains(" of 2000:00:00."))
    #expect(folder.names == ["a.sqlite", "output"])
    #expect(try folder.octets("output").isEmpty)
    #expect(try query("PRAGMA integrity_check") == "ok\n")
    #expect(try query("PRAGMA journal_mode") == "delete\n")
    #expect(try query("SELECT count(*) FROM pragma_index_list('event')") == "2\n")
    #expect(try query("SELECT status, event_count > 0 FROM runs") == "interrupted|1\n")
    #expect(try mtatrace("info", "a.sqlite").output.contains("interrupted"))
    #expect(try mtatrace("replay", "a.sqlite").exitCode == 0)
  }

  @Test func `a signal that is to be ignored does not stop a recording`() throws {
    let run = try CommandRun.shell(
      "trap '' INT; \"$mtatrace\" \(Self.record) & child=$!; sleep 0.2; kill -INT $child; "
        + "wait $child", in: folder)
    #expect(run.exitCode == 0)
    #expect(try query("SELECT status FROM runs") == "complete\ncomplete\n")
  }
}
