import Foundation
import Testing

/// What import and export say of JSON Lines that cannot be.
struct LinesUsageTests {
  let folder = TemporaryFolder()

  private static let run =
    #"{"type":"run","format":1,"scenario":"lab","hosts":[{"name":"A"},{"name":"B"}]}"#
  private static let end = #"{"type":"end"}"#

  private static func event(_ sequence: Int, _ more: String = "") -> String {
    #"{"type":"event","sequence":\#(sequence),"time":\#(sequence),"kind":"reset","host":"A""#
      + "\(more)}"
  }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func write(_ lines: [String], to name: String = "a.jsonl") throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  private func status(of file: String = "a.sqlite") throws -> String {
    let sql = "SELECT run, status, event_count, end_time FROM runs"
    return try CommandRun.tool("sqlite3", [file, sql], in: folder).output
  }

  @Test func `the example of help works when it is pasted`() throws {
    let help = try mtatrace("help", "import").output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasSuffix("echo '") })
    let last = try #require(lines.firstIndex { $0.contains("' | mtatrace import") })
    let text = lines[start...last].joined(separator: "\n")
    let run = try CommandRun.shell(
      "PATH=$(dirname \"$mtatrace\"):$PATH\n\(text)", in: folder)
    #expect(run.exitCode == 0 && run.errors == "", "\(run.errors)")
    #expect(try status(of: "lab.sqlite") == "1|complete|2|9000\n")
  }

  @Test func `the example of the schema is a run, and its text names every field`() throws {
    let run = try CommandRun.shell(
      "\"$mtatrace\" schema --jsonl | grep '^{' > lab.jsonl && "
        + "\"$mtatrace\" import lab.jsonl -o lab.sqlite && \"$mtatrace\" chart lab.sqlite",
      in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let json = try mtatrace("schema", "--jsonl", "--json").output
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let lines = try #require(schema["lines"] as? [[String: Any]])
    let text = try mtatrace("schema", "--jsonl").output
    for field in lines.flatMap({ $0["fields"] as? [[String: Any]] ?? [] }) {
      let name = try #require(field["field"] as? String)
      #expect(text.contains("    \(name) "), "\(name)")
    }
    #expect(try mtatrace("schema", "--jsonl", "runs").exitCode == 64)
  }

  @Test func `a file that is no run makes no trace`() throws {
    let cases: [(lines: [String], says: String)] = [
      (["hello"], "a.jsonl, line 1: the line is no JSON: at octet 1, an object was expected; "),
      ([], "a.jsonl, line 1: the file is empty; begin with a line of type \"run\"."),
      ([Self.event(1)], "a.jsonl, line 1, field \"type\": no run has begun; "),
      (
        [Self.run, Self.event(1, #","cause":40"#), Self.end],
        "a.jsonl, line 2, field \"cause\": event 40 does not come before event 1; name an earlier "
          + "one, or leave the field out. No trace was made."
      ),
      ([Self.run], "a.jsonl, line 1: the file ends here, but the run that began in line 1"),
    ]
    for (lines, says) in cases {
      try write(lines)
      let run = try mtatrace("import", "a.jsonl", "-o", "a.sqlite")
      #expect(run.exitCode == 65)
      #expect(run.errors.hasPrefix("mtatrace: \(says)"), "\(run.errors)")
      #expect(run.output == "")
      #expect(folder.names == ["a.jsonl"])
    }
    #expect(try mtatrace("import", "none.jsonl", "-o", "a.sqlite").exitCode == 66)
    try write([Self.run, Self.end])
    let capture = try mtatrace("import", "a.jsonl", "--format", "capture", "-o", "a.sqlite")
    #expect(capture.exitCode == 65)
    #expect(capture.errors.contains("JSON Lines with --format jsonl"))
    #expect(folder.names == ["a.jsonl"])
  }

  @Test func `what came before a broken line or a cut is kept as an interrupted run`() throws {
    let whole = [Self.run, Self.event(1), Self.event(2), Self.end]
    try write(whole + [Self.run, Self.event(1), Self.event(2), #"{"type":"evnet"}"#])
    let broken = try mtatrace("import", "a.jsonl", "-o", "a.sqlite")
    #expect(broken.exitCode == 65)
    #expect(
      broken.errors == "mtatrace: a.jsonl, line 8, field \"type\": there is no type of line "
        + "\"evnet\"; the nearest is \"event\". a.sqlite holds what came before it.\n")
    #expect(try status() == "1|complete|2|2\n2|interrupted|2|2\n")

    try folder.write(whole.prefix(3).joined(separator: "\n"), to: "cut.jsonl")
    let cut = try mtatrace("import", "cut.jsonl", "-o", "a.sqlite", "--force")
    #expect(cut.exitCode == 65)
    #expect(cut.errors.contains("cut.jsonl, line 3: the file ends here, but the run that began in"))
    #expect(try status() == "1|interrupted|2|2\n")
    // An interrupted run says so when it is written, and is read without complaint.
    #expect(try mtatrace("export", "a.sqlite", "-o", "b.jsonl").exitCode == 0)
    let again = try mtatrace("import", "b.jsonl", "-o", "b.sqlite")
    #expect(again.exitCode == 0 && again.errors == "")
    #expect(try status(of: "b.sqlite") == "1|interrupted|2|2\n")
  }

  @Test func `parts of a run, captures and mixtures are refused`() throws {
    try write([Self.run, Self.event(1), Self.end])
    #expect(try mtatrace("import", "a.jsonl", "-o", "a.sqlite").exitCode == 0)
    let captures = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/s4_raw_netlogon_port.pcap").standardizedFileURL
    #expect(try mtatrace("import", captures.path, "-o", "wire.sqlite").exitCode == 0)
    let before = folder.names
    for (arguments, code, says) in [
      (["export", "a.sqlite", "-o", "x.jsonl", "--between", "0:00..0:01"], 64, "hold whole runs"),
      (["export", "a.sqlite", "-o", "x.jsonl", "--host", "A"], 64, "hold whole runs"),
      (["export", "a.sqlite", "-o", "x.jsonl", "--ipv6"], 64, "JSON Lines have no packets"),
      (["export", "a.sqlite", "--format", "jsonl", "-o", "-", "--json"], 64, "takes the runs or"),
      (["export", "a.sqlite", "--format", "jsonl", "-o", "a.sqlite"], 64, "is the trace that the"),
      (["export", "a.sqlite", "-o", "no/x.jsonl"], 73, "cannot be created"),
      (["export", "a.sqlite", "--format", "jsonl", "-o", "/dev/full"], 74, "No space left"),
      (["export", "wire.sqlite", "-o", "x.jsonl"], 64, "Run 1 has no place in JSON Lines: it was"),
      (["import", "a.jsonl", "b.pcap", "-o", "x.sqlite"], 64, "import each alone"),
      (["import", "a.jsonl", "--port", "7", "-o", "x.sqlite"], 64, "hold whole runs"),
      (["import", "a.jsonl", "-o", "a.sqlite"], 73, "is there already"),
    ] as [([String], Int32, String)] {
      let run = try CommandRun.mtatrace(arguments, in: folder)
      #expect(run.exitCode == code, "\(arguments)")
      #expect(run.errors.contains(says), "\(arguments): \(run.errors)")
    }
    #expect(folder.names == before)
  }

  @Test func `an export or import that is interrupted says so`() throws {
    let program = """
      import json
      print(json.dumps({'type': 'run', 'format': 1, 'scenario': 'x', 'hosts': [{'name': 'A'}]}))
      for i in range(1, 10**9):
          print(json.dumps(
              {'type': 'event', 'sequence': i, 'time': i, 'kind': 'reset', 'host': 'A'}))
      """
    try folder.write(program, to: "endless.py")
    let run = try CommandRun.shell(
      """
      mkfifo pipe; python3 -I endless.py > pipe 2> /dev/null & writer=$!
      "$mtatrace" import --format jsonl - -o a.sqlite < pipe & child=$!
      sleep 2; kill -TERM $child; wait $child; code=$?; kill $writer 2> /dev/null; exit $code
      """, in: folder)
    #expect(run.exitCode == 128 + 15)
    #expect(run.errors.contains("The import was interrupted; a.sqlite holds what had been read"))
    #expect(try status().hasPrefix("1|interrupted|"))
  }
}
