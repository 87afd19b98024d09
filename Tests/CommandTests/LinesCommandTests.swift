import Foundation
import Testing

/// Runs as JSON Lines, as who writes and reads them meets them.
struct LinesCommandTests {
  let folder = TemporaryFolder()

  /// The top of the package, whatever links lead to this file.
  private static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ file: String, _ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", "-readonly", file, sql], in: folder).output
  }

  /// Runs a program of Python that writes a file.
  private func python(_ program: String) throws -> CommandRun {
    try folder.write(program, to: "program.py")
    return try CommandRun.tool("python3", ["-I", "program.py"], in: folder)
  }

  private func sample(_ name: String) throws {
    let octets = try Data(contentsOf: Self.top.appending(path: "traces/\(name).sqlite"))
    try octets.write(to: folder.path("\(name).sqlite"))
  }

  /// What a trace holds, table by table, but for the views.
  private func rows(of file: String) throws -> String {
    try [
      "run", "parameter", "host", "address", "connection", "event", "log_entry", "checkpoint",
      "series", "series_chunk", "series_bucket",
    ].map { try query(file, "SELECT * FROM \($0)") }.joined(separator: "\n")
  }

  @Test(arguments: ["q181721", "q189494"])
  func `a sample that is exported and imported has equal rows and replays`(name: String) throws {
    try sample(name)
    let export = try mtatrace("export", "\(name).sqlite", "-o", "a.jsonl")
    #expect(export.exitCode == 0 && export.errors == "")
    #expect(export.output.hasPrefix("a.jsonl\n  run 1 · NT 4.0 SP3 · "))
    #expect(try mtatrace("import", "a.jsonl", "-o", "b.sqlite").exitCode == 0)
    #expect(try rows(of: "b.sqlite") == rows(of: "\(name).sqlite"))
    let again = try CommandRun.shell(
      "TZ=Asia/Kathmandu \"$mtatrace\" export b.sqlite --format jsonl -o - > b.jsonl", in: folder)
    #expect(again.exitCode == 0)
    #expect(again.errors.hasPrefix("mtatrace: run 1 · "))
    #expect(try folder.octets("a.jsonl") == folder.octets("b.jsonl"))
    let replay = try mtatrace("replay", "b.sqlite", "--run", "1")
    #expect(replay.exitCode == 0)
    #expect(replay.output.contains(" · equal · "))
  }

  @Test func `Python reads every line, and finds in it what the view of events has`() throws {
    try sample("q189494")
    _ = try mtatrace("export", "q189494.sqlite", "--run", "2", "-o", "a.jsonl")
    let run = try python(
      """
      import json, sqlite3
      lines = [json.loads(line) for line in open('a.jsonl', encoding='utf-8')]
      assert [line['type'] for line in lines[:2]] == ['run', 'connection']
      trace = sqlite3.connect('q189494.sqlite')
      trace.row_factory = sqlite3.Row
      events = [line for line in lines if line['type'] == 'event']
      rows = trace.execute('SELECT * FROM events WHERE run = 2')
      for row, line in zip(rows, events, strict=True):
          for column in row.keys():
              if column not in ('run', 'seconds'):
                  assert row[column] == line.get(column), (column, dict(row), line)
      assert lines[-1]['fingerprint'] == trace.execute(
          'SELECT fingerprint FROM runs WHERE run = 2').fetchone()[0]
      print(len(events))
      """)
    #expect(run.errors == "")
    #expect(run.output == (try query("q189494.sqlite", "SELECT event_count FROM runs LIMIT 1")))
  }

  /// A simulator of one association over which messages go, each in a request of its own.
  static let simulator = """
    import json
    lines = [{'type': 'run', 'format': 1, 'scenario': 'lab',
              'hosts': [{'name': 'NORTH'}, {'name': 'SÜD', 'build': 'nt4-sp3'}]},
             {'type': 'connection', 'connection': 1, 'client': 'NORTH', 'server': 'SÜD'}]
    number = 0
    def event(seconds, kind, host='NORTH', peer='SÜD', **fields):
        global number
        number += 1
        lines.append({'type': 'event', 'sequence': number, 'time': round(seconds * 10**9),
                      'kind': kind, 'host': host, 'peer': peer, **fields})
        return number
    def both(seconds, kind, host='NORTH', peer='SÜD', cause=None, **fields):
        fields = dict(fields, association=1, connection=1)
        if cause: fields['cause'] = cause
        sent = event(seconds, kind, host, peer, direction='sent', **fields)
        fields['cause'] = sent
        return event(seconds + .05, kind, peer, host, direction='received', **fields)
    event(0, 'association_opening', association=1, code=0, queue=0)
    bind = both(.1, 'bind', group_id=0, call_id=1)
    both(.2, 'bind_ack', 'SÜD', 'NORTH', cause=bind, group_id=7, call_id=1)
    event(.3, 'association_open', association=1)
    event(.4, 'association_open', 'SÜD', 'NORTH', association=1)
    WAITING = 0
    for message in range(1, 10):
        start = message * 30
        WAITING += 1
        arrived = event(start, 'message_enqueued', message=message, queue=WAITING, length=900)
        if message == 4:
            event(start + 1, 'log_entry', code=9322, log_text='"gone"\\tfor\\nnow', cause=arrived)
            continue
        asked = both(start + 1, 'request', cause=arrived, call_id=message + 1, opnum=2)
        while WAITING:
            WAITING -= 1
            event(start + 1.2, 'message_delivered', 'SÜD', 'NORTH', cause=asked,
                  message=message - WAITING, queue=WAITING)
    lines.append({'type': 'end', 'time': 300 * 10**9})
    with open('lab.jsonl', 'w', encoding='utf-8') as file:
        for line in lines: file.write(json.dumps(line, sort_keys=True, indent=None) + '\\r\\n')
    print(number)
    """

  @Test func `a run of a simulator in Python opens in every verb`() throws {
    let made = try python(Self.simulator)
    #expect(made.output == "42\n" && made.errors == "")
    let run = try mtatrace("import", "lab.jsonl", "-o", "lab.sqlite", "--json")
    #expect(run.exitCode == 0 && run.errors == "")
    #expect(run.output.contains("\"source\": \"external\""))
    #expect(
      try query("lab.sqlite", "SELECT source, build, seed, duration, event_count FROM runs")
        == "external|external|0|300000000000|42\n")
    #expect(try query("lab.sqlite", "PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok\n")
    #expect(
      try query("lab.sqlite", "SELECT host, log_text FROM events WHERE kind = 'log_entry'")
        == "NORTH|\"gone\"\tfor\nnow\n")
    #expect(
      try query("lab.sqlite", "SELECT count(*), max(wait) FROM messages") == "9|31200000000\n")
    for (verb, words) in [
      ("info", "NORTH → SÜD\n    9 enqueued, 9 delivered"), ("show", "message_enqueued"),
      ("diagnose", "nothing wrong"), ("chart", "lab-chart.png"), ("diagram", "lab-diagram.png"),
      ("report", "lab-report.pdf"),
    ] {
      let run = try mtatrace(verb, "lab.sqlite")
      #expect(run.exitCode == 0 && run.errors == "", "\(verb): \(run.errors)")
      #expect(run.output.contains(words), "\(verb): \(run.output)")
    }
    for kind in ["rates", "delivery-time", "distribution", "associations"] {
      let run = try mtatrace("chart", "lab.sqlite", "--of", kind, "-o", "\(kind).svg")
      #expect(run.exitCode == 0, "\(kind): \(run.errors)")
    }
    let check = try CommandRun.tool("qpdf", ["--check", "lab-report.pdf"], in: folder)
    #expect(check.exitCode == 0)
    let replay = try mtatrace("replay", "lab.sqlite")
    #expect(replay.exitCode == 65)
    #expect(replay.errors.contains("run 1 comes from another simulator"))
    // What a picture says it can be made of again is what an export writes.
    let svg = try String(contentsOf: folder.path("rates.svg"), encoding: .utf8)
    #expect(svg.contains("mtatrace import lab.jsonl -o lab.sqlite"))
    #expect(try mtatrace("export", "lab.sqlite", "-o", "again.jsonl").exitCode == 0)
    #expect(try mtatrace("import", "again.jsonl", "-o", "again.sqlite").exitCode == 0)
    #expect(try rows(of: "again.sqlite") == rows(of: "lab.sqlite"))
  }

  @Test func `a run that tells of connections alone has a diagram and rates`() throws {
    _ = try python(
      Self.simulator + "\n"
        + """
        keep, number = [], 0
        for line in lines:
            if line['type'] == 'event':
                if line['kind'].startswith('message') or 'opening' in line['kind']: continue
                number += 1
                line['sequence'] = number
                line.pop('cause', None)
            keep.append(line)
        with open('wire.jsonl', 'w') as file:
            file.writelines(json.dumps(line) + '\\n' for line in keep)
        """)
    #expect(try mtatrace("import", "wire.jsonl", "-o", "wire.sqlite").exitCode == 0)
    for arguments in [["diagram"], ["chart", "--of", "rates"], ["chart", "--of", "associations"]] {
      let run = try CommandRun.mtatrace(arguments + ["wire.sqlite"], in: folder)
      #expect(run.exitCode == 0, "\(arguments): \(run.errors)")
    }
    let chart = try mtatrace("chart", "wire.sqlite")
    #expect(chart.exitCode == 65)
    #expect(chart.errors.contains("The run tells of no mail; draw --of associations"))
  }
}
