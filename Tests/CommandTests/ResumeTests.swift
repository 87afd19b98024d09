import Foundation
import Testing

/// `record --resume`: a recording that was interrupted ends as one that never was.
struct ResumeTests {
  let folder = TemporaryFolder()

  private static let record = "record q181721 --set 'duration=6 h'"
  /// How many recordings to kill, if the environment says it.
  private static let kills =
    ProcessInfo.processInfo.environment["MTATRACE_KILLS"].flatMap { Int($0) } ?? 8

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func sqlite3(_ file: String, _ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", file, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  /// The octets of a trace without what lies between its pages.
  private func compact(_ file: String) throws -> Data {
    _ = try sqlite3(file, "VACUUM INTO '\(file).compact'")
    defer { try? FileManager.default.removeItem(at: folder.path("\(file).compact")) }
    return try folder.octets("\(file).compact")
  }

  private func removeTrace() throws {
    for name in folder.names where name.hasPrefix("a.sqlite") {
      try FileManager.default.removeItem(at: folder.path(name))
    }
  }

  @Test func `a recording killed at any moment and resumed equals one that was not`() throws {
    let clock = ContinuousClock()
    let length =
      try clock.measure {
        _ = try CommandRun.shell("\"$mtatrace\" \(Self.record) -o whole.sqlite", in: folder)
      } / .seconds(1)
    let whole = try compact("whole.sqlite")
    var resumed = 0
    for number in 0..<Self.kills {
      try removeTrace()
      let share = (Double(number) + .random(in: 0..<1)) / Double(Self.kills)
      _ = try CommandRun.shell(
        "\"$mtatrace\" \(Self.record) -o a.sqlite & child=$!; "
          + "sleep \(String(format: "%.4f", length * share)); kill -KILL $child; wait $child",
        in: folder)
      guard folder.exists("a.sqlite") else { continue }
      let run = try mtatrace("record", "--resume", "a.sqlite")
      if run.exitCode == 65, run.errors.contains("has no run to go on with") { continue }
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(!folder.exists("a.sqlite-wal"))
      #expect(try compact("a.sqlite") == whole, "killed after \(length * share) s")
      resumed += 1
    }
    #expect(resumed > 0)
  }

  @Test func `what was stopped by a signal goes on, for one build as for both`() throws {
    _ = try CommandRun.shell(
      "\"$mtatrace\" \(Self.record) --build nt4-sp3 -o whole.sqlite", in: folder)
    // Enough for a few batches on a slow machine; a trace that is done already stays as it is.
    _ = try CommandRun.shell(
      "\"$mtatrace\" \(Self.record) --build nt4-sp3 -o a.sqlite & child=$!; "
        + "while ! test -e a.sqlite; do sleep 0.01; done; sleep 0.05; kill -TERM $child; "
        + "wait $child", in: folder)
    let run = try mtatrace("record", "--resume", "a.sqlite", "--build", "nt4-sp3")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try compact("a.sqlite") == compact("whole.sqlite"))
    let again = try mtatrace("record", "--resume", "a.sqlite", "--build", "nt4-sp3")
    #expect(again.exitCode == 0)
    #expect(try compact("a.sqlite") == compact("whole.sqlite"))
  }

  /// An interrupted trace of one run with two batches.
  private func interrupted() throws {
    _ = try CommandRun.shell(
      "\"$mtatrace\" \(Self.record) --build nt4-sp3 -o a.sqlite", in: folder)
    _ = try sqlite3(
      "a.sqlite",
      """
      DELETE FROM event WHERE id & 1099511627775 > 20000;
      DELETE FROM log_entry WHERE event & 1099511627775 > 20000;
      UPDATE run SET status = 1, outcome = NULL, event_count = 20000,
        end_time = (SELECT max(time) FROM event);
      """)
  }

  @Test func `what differs from what is simulated now is told, and nothing is added`() throws {
    try interrupted()
    _ = try sqlite3("a.sqlite", "UPDATE event SET code = 9 WHERE id = (1 << 40 | 12345)")
    let run = try mtatrace("record", "--resume", "a.sqlite", "--build", "nt4-sp3")
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("differs from what is stored from event 12345 on"))
    #expect(try sqlite3("a.sqlite", "SELECT max(id) & 1099511627775 FROM event") == "20000")
  }

  @Test func `traces of other engines, captures and what-ifs are refused`() throws {
    try interrupted()
    _ = try sqlite3("a.sqlite", "UPDATE run SET engine_version = '1'")
    let engine = try mtatrace("record", "--resume", "a.sqlite")
    #expect(engine.exitCode == 65)
    #expect(engine.errors.contains("was recorded by engine 1"))
    _ = try sqlite3("a.sqlite", "UPDATE run SET source = 2")
    let capture = try mtatrace("record", "--resume", "a.sqlite")
    #expect(capture.exitCode == 65)
    #expect(try mtatrace("record", "--resume", "nowhere.sqlite").exitCode == 66)
    #expect(try mtatrace("record", "--resume", "a.sqlite", "--seed", "3").exitCode == 64)
    #expect(try mtatrace("record").exitCode == 64)
  }
}
