import Foundation
import Testing

/// `mtatrace record`, run as its user runs it.
struct RecordCommandTests {
  let folder = TemporaryFolder()

  private func record(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["record"] + arguments, in: folder)
  }

  private func query(_ sql: String, in file: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", file, sql], in: folder).output
  }

  @Test func `both builds are recorded into traces unless told otherwise`() throws {
    let run = try record("q181721", "--set", "duration=10 min")
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("traces/q181721.sqlite\n"))
    #expect(folder.names == ["traces", "traces/q181721.sqlite"])
    let file = "traces/q181721.sqlite"
    #expect(try query("SELECT build FROM runs", in: file) == "nt4-sp3\nnt4-sp4\n")
    #expect(try query("SELECT count(*) FROM runs WHERE duration = 600000000000", in: file) == "2\n")
    #expect(try query("PRAGMA application_id", in: file) == "\(0x4D54_4154)\n")
    #expect(try query("PRAGMA integrity_check", in: file) == "ok\n")
    #expect(try query("PRAGMA journal_mode", in: file) == "delete\n")
  }

  @Test func `one build can be chosen`() throws {
    let run = try record(
      "healthy", "--build", "nt4-sp4", "--set", "duration=1 min", "-o", "a.sqlite")
    #expect(run.exitCode == 0)
    #expect(try query("SELECT run, build FROM runs", in: "a.sqlite") == "1|nt4-sp4\n")
  }

  @Test func `equal scenario, seed and settings give equal files`() throws {
    let arguments = ["record", "q181721", "--seed", "7", "--set", "duration=20 min", "-o"]
    #expect(try CommandRun.mtatrace(arguments + ["a.sqlite"], in: folder).exitCode == 0)
    // Another folder, time zone, language and user's home.
    let elsewhere = TemporaryFolder()
    let again = try CommandRun.mtatrace(
      arguments + ["b.sqlite"], in: elsewhere,
      environment: ["TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "HOME": "/"])
    #expect(again.exitCode == 0)
    #expect(try folder.octets("a.sqlite") == elsewhere.octets("b.sqlite"))

    let other = try record("q181721", "--seed", "8", "--set", "duration=20 min", "-o", "c.sqlite")
    #expect(other.exitCode == 0)
    #expect(try folder.octets("a.sqlite") != folder.octets("c.sqlite"))
  }

  @Test func `a file that is there is kept unless force is used`() throws {
    try folder.write("precious", to: "a.sqlite")
    let arguments = ["healthy", "--set", "duration=1 min", "-o", "a.sqlite"]
    let refused = try CommandRun.mtatrace(["record"] + arguments, in: folder)
    #expect(refused.exitCode == 73)
    #expect(refused.errors.contains("a.sqlite"))
    #expect(refused.errors.contains("--force"))
    #expect(try folder.octets("a.sqlite") == Data("precious".utf8))

    let forced = try CommandRun.mtatrace(["record", "--force"] + arguments, in: folder)
    #expect(forced.exitCode == 0)
    #expect(folder.names == ["a.sqlite"])
    #expect(try query("SELECT count(*) FROM runs", in: "a.sqlite") == "2\n")
  }

  @Test func `force keeps the old file where a new one cannot be created`() throws {
    try folder.write("precious", to: "a.sqlite")
    let run = try CommandRun.shell(
      "trap '' XFSZ; ulimit -f 1; exec \"$mtatrace\" record healthy --force -o a.sqlite", in: folder
    )
    #expect(run.exitCode == 74)
    #expect(run.errors.contains("a.sqlite"))
    #expect(folder.names == ["a.sqlite"])
    #expect(try folder.octets("a.sqlite") == Data("precious".utf8))
  }

  @Test func `force leaves a file alone that another process is recording`() throws {
    let run = try CommandRun.shell(
      "\"$mtatrace\" record q181721 --set 'duration=2000 h' -o a.sqlite & child=$!; "
        + "for try in $(seq 300); do [ -s a.sqlite-wal ] && break; sleep 0.1; done; "
        + "ls -i a.sqlite; \"$mtatrace\" record healthy --force -o a.sqlite; code=$?; "
        + "ls -i a.sqlite; kill -9 $child; wait $child; exit $code", in: folder)
    #expect(run.exitCode == 74)
    #expect(run.errors.contains("a.sqlite: The trace is being recorded by another process."))
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 2 && lines.first == lines.last)
    #expect(try query("SELECT scenario FROM runs", in: "a.sqlite") == "q181721\n")
  }

  @Test func `a trace does not go to a stream`() throws {
    let run = try record("q181721", "-o", "-")
    #expect(run.exitCode == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("stream"))
    #expect(folder.names == [])
  }

  @Test func `a run that stops at a limit is said and is no success`() throws {
    let run = try record("q181721", "--set", "limits.events=500", "-o", "a.sqlite")
    #expect(run.exitCode == 1)
    let sentences = run.errors.split(separator: "\n")
    #expect(sentences.count == 2)
    for (number, sentence) in zip(1..., sentences) {
      #expect(sentence.hasPrefix("mtatrace: Run \(number) stopped at 0:"))
      #expect(sentence.contains(" of 4:00:00 because it reached limits.events (500);"))
    }
    #expect(try query("SELECT outcome FROM runs", in: "a.sqlite") == "event_limit\nevent_limit\n")
  }

  @Test func `a sentence that asks ends with its question mark`() throws {
    let run = try record("q181721", "--set", "treshold=50")
    #expect(run.errors.hasSuffix("did you mean “mta.threshold”?\n"))
  }

  @Test func `settings change the scenario and are recorded`() throws {
    let run = try record(
      "q181721", "--set", "threshold=20", "--set", "mta.window=3", "--set", "duration=1 min", "-o",
      "a.sqlite")
    #expect(run.exitCode == 0)
    let values =
      "SELECT value FROM parameter WHERE run = 1 AND name IN ('mta.threshold', 'mta.window')"
    #expect(try query(values, in: "a.sqlite") == "20\n3\n")
  }

  @Test func `the printed scenario can be changed and recorded`() throws {
    let printed = try record("q181721", "--print-scenario")
    #expect(printed.exitCode == 0)
    try folder.write(
      printed.output.replacing("scenario: q181721", with: "scenario: mine")
        .replacing("duration: 4 h", with: "duration: 2 min"), to: "mine.yaml")
    let run = try record("mine.yaml")
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("traces/mine.sqlite\n"))
    let scenarios = try query("SELECT scenario, duration FROM runs", in: "traces/mine.sqlite")
    #expect(scenarios == "mine|120000000000\nmine|120000000000\n")
  }

  @Test func `a faulty scenario file is refused with file and line`() throws {
    try folder.write("scenario: a\nmta:\n  treshold: 5\n", to: "a.yaml")
    let misspelt = try record("a.yaml")
    #expect(misspelt.exitCode == 65)
    #expect(misspelt.errors.contains("a.yaml:3"))
    #expect(misspelt.errors.contains("threshold"))

    try folder.write("scenario: [\n", to: "b.yaml")
    let broken = try record("b.yaml")
    #expect(broken.exitCode == 65)
    #expect(broken.errors.contains("b.yaml:"))

    try Data([0x73, 0xFF, 0xFE]).write(to: folder.path("c.yaml"))
    #expect(try record("c.yaml").exitCode == 65)
    #expect(try record(".").exitCode == 65)
    #expect(folder.names == ["a.yaml", "b.yaml", "c.yaml"])
  }

  @Test(arguments: [
    (["nonsense"], 64, "q181721"), (["missing.yaml"], 66, "missing.yaml"),
    (["q181721", "--set", "threshold=many"], 64, "threshold"),
    (["q181721", "--set", "treshold=50"], 64, "threshold"),
    (["q181721", "--set", "threshold"], 64, "--set"),
    (["q181721", "--set", "faults.f=hang hub1 at 1 h for 5 min"], 64, "two of HUB1, SLPS100"),
    (["q181721", "--set", "hosts.NEW.build=run"], 64, "hosts.NEW.addresses"),
    (["q181721", "--set", "links.HUB1:NO.latency=40 ms"], 64, "HUB1 and NO"),
    (["q181721", "--build", "nt5"], 64, "nt4-sp3"),
    (["q181721", "--seed", "x"], 64, "seed"),
    (["q181721", "--seed", "9223372036854775808"], 64, "9223372036854775807"),
    (["q181721", "-o", "nowhere/a.sqlite"], 73, "nowhere/a.sqlite"), ([], 64, "scenario"),
    (["q181721", "-o", "/dev/null"], 73, "/dev/null"),
  ])
  func `what cannot be recorded is refused and leaves nothing`(
    arguments: [String], exitCode: Int32, word: String
  ) throws {
    let run = try CommandRun.mtatrace(["record"] + arguments, in: folder)
    #expect(run.exitCode == exitCode)
    #expect(run.output == "")
    #expect(run.errors.contains(word))
    #expect(folder.names == [])
  }

  @Test func `a recording that is killed keeps what was recorded`() throws {
    let run = try CommandRun.shell(
      "\"$mtatrace\" record q181721 --set 'duration=2000 h' -o a.sqlite & child=$!; "
        + "for try in $(seq 300); do [ -s a.sqlite-wal ] && break; sleep 0.1; done; "
        + "sleep 1; kill -9 $child; wait $child", in: folder)
    #expect(run.exitCode == 128 + 9)
    #expect(
      try query("SELECT status, event_count > 0 FROM runs", in: "a.sqlite") == "interrupted|1\n")
    let info = try CommandRun.mtatrace(["info", "a.sqlite"], in: folder)
    #expect(info.exitCode == 0)
    #expect(info.output.contains("interrupted"))
  }

  /// SQLite would read the log of a trace that is gone into the new one of its name.
  @Test func `what a removed trace left beside it gets into no other`() throws {
    try Data("of a trace that is gone".utf8).write(to: folder.path("a.sqlite-wal"))
    let refused = try record("healthy", "--set", "duration=1 min", "-o", "a.sqlite")
    #expect(refused.exitCode == 73)
    #expect(refused.errors.hasPrefix("mtatrace: a.sqlite-wal: The file exists."))
    #expect(folder.names == ["a.sqlite-wal"])
    let forced = try record("healthy", "--set", "duration=1 min", "-o", "a.sqlite", "--force")
    #expect(forced.exitCode == 0)
    #expect(folder.names == ["a.sqlite"])
    #expect(try query("SELECT count(*) FROM runs", in: "a.sqlite") == "2\n")
  }

  @Test func `progress is shown to a terminal and to nothing else`() throws {
    let record = "\"$mtatrace\" record q181721 -o a.sqlite --force"
    #expect(try CommandRun.shell(record, in: folder).errors == "")
    let terminal = try CommandRun.shell(
      "script -qec '\(record) > /dev/null' /dev/null", in: folder,
      environment: ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(terminal.exitCode == 0)
    #expect(terminal.output.contains("nt4-sp3"))
    #expect(terminal.output.contains(" of 4:00:00"))
    #expect(!terminal.output.contains("\u{1B}[3"))
    let colored = try CommandRun.shell(
      "script -qec '\(record) > /dev/null' /dev/null", in: folder,
      environment: ["TERM": "xterm", "NO_COLOR": ""])
    #expect(colored.output.contains("\u{1B}[34m"))
  }
}
