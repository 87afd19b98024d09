import Foundation
import Testing

/// `query`: answers are what SQLite itself answers, in each format.
struct QueryCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func query(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["query", SampleTrace.name] + arguments, in: folder)
  }

  /// Reads an answer as other programs do, and compares it with what Python's SQLite answers.
  private static let judge = #"""
    import csv, json, sqlite3, subprocess, sys
    program, trace = sys.argv[1:]
    database = sqlite3.connect(f"file:{trace}?mode=ro", uri=True)
    views = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    def same(text, value):
        if value is None: return text == ""
        if isinstance(value, float): return float(text) == value
        return text == (value.hex() if isinstance(value, bytes) else str(value))
    def ask(view, format):
        return subprocess.run(
            [program, "query", trace, "SELECT * FROM " + view, "--format", format],
            stdout=subprocess.PIPE, check=True).stdout.decode()
    for view in views:
        cursor = database.execute("SELECT * FROM " + view)
        names, rows = [column[0] for column in cursor.description], cursor.fetchall()
        read = list(csv.reader(ask(view, "csv").splitlines(keepends=True), strict=True))
        assert read[0] == names and len(read) == len(rows) + 1, view
        for line, row in zip(read[1:], rows):
            assert len(line) == len(row) and all(map(same, line, row)), (view, line, row)
        objects = json.loads(ask(view, "json"))
        assert [list(each.items()) for each in objects] == [
            list(zip(names, row)) for row in rows], view
    print(len(views))
    """#

  @Test func `every view is answered as SQLite answers it`() throws {
    try folder.write(Self.judge, to: "judge.py")
    let program = CommandRun.products.appending(path: "mtatrace").path
    let run = try CommandRun.tool(
      "python3", ["judge.py", program, SampleTrace.name], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output == "17\n")
  }

  @Test func `CSV keeps apart what differs`() throws {
    let run = try query(
      "--format", "csv",
      """
      SELECT NULL AS "a,b", '' AS e, 'x,"y"' || char(13, 10) || 'z' AS t, x'00ff' AS o,
        -9223372036854775808 AS i, 0.1 + 0.2 AS r
      """)
    #expect(
      run.output
        == "\"a,b\",e,t,o,i,r\r\n,\"\",\"x,\"\"y\"\"\r\nz\",00ff,-9223372036854775808,"
        + "0.30000000000000004\r\n")
    // A reader would skip an empty line.
    #expect(try query("--format", "csv", "SELECT NULL AS n").output == "n\r\n\"\"\r\n")
    #expect(
      try query("--format", "csv", "SELECT run FROM runs WHERE run > 9").output == "run\r\n")
  }

  @Test func `JSON has exact numbers and each name once`() throws {
    let run = try query(
      "--json",
      "SELECT 9223372036854775807 AS i, 5e-324 AS r, -9e999 AS x, x'1f' AS o, NULL AS n, "
        + "char(27, 155, 0, 34) AS t")
    #expect(
      run.output
        == "[\n  {\"i\":9223372036854775807,\"r\":5e-324,\"x\":-9e999,\"o\":\"1f\",\"n\":null,"
        + "\"t\":\"\\u001b\\u009b\\u0000\\\"\"}\n]\n")
    #expect(try query("--format", "json", "SELECT 1 WHERE 0").output == "[]\n")
    let twice = try query("--format", "json", "SELECT run, run FROM runs")
    #expect(twice.exitCode == 64)
    #expect(twice.output.isEmpty)
    #expect(twice.errors.contains("called 'run'"))
  }

  @Test func `a table sets numbers flush right and shows what would move the cursor`() throws {
    let run = try query(
      "SELECT 5 AS n, 'é' AS text UNION ALL SELECT NULL, char(27) || '[2J' || char(10, 8238) "
        + "UNION ALL SELECT 1.5, x'0a'")
    #expect(
      run.output == """
           n  text
        ────  ───────────────────
           5  é
        NULL  \\u{1b}[2J\\n\\u{202e}
         1.5  0a

        """)
  }

  @Test func `a table is whole, however far its later rows stick out`() throws {
    let run = try query(
      "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 1500) "
        + "SELECT x, iif(x = 1400, 'a long text', 'b') AS t, x AS y FROM n")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 1_502)
    #expect(lines[2] == "   1  b     1")
    #expect(lines[1_401] == "1400  a long text  1400")
  }

  @Test func `Markdown shows each text as it is`() throws {
    let run = try query(
      "--format", "markdown",
      "SELECT 'a|b' AS \"x|y\", 'bind_nak' AS k, '_<b>*' AS h, 'l' || char(10) || 'm' AS l, 5 AS n")
    #expect(
      run.output == #"""
        | x\|y | k | h | l | n |
        | --- | --- | --- | --- | ---: |
        | a\|b | bind_nak | \_\<b\>\* | l<br>m | 5 |

        """#)
  }

  @Test(arguments: [
    ("SELECT * FORM runs", "near \"FORM\": syntax error"),
    ("SELECT nowhere FROM runs", "no such column: nowhere"),
    ("SELECT * FROM nowhere", "no such table: nowhere"), ("", "it is empty"),
    ("DELETE FROM event", "only questions that read are answered"),
    ("WITH a AS (SELECT 1) DELETE FROM event", "only questions that read are answered"),
    ("ATTACH 'b.sqlite' AS b", "only questions that read are answered"),
    ("VACUUM INTO 'b.sqlite'", "only questions that read are answered"),
    ("PRAGMA journal_mode = WAL", "only questions that read are answered"),
    ("SELECT 1; DROP VIEW runs", "ask one question at a time"),
    ("SELECT :a", "it has a parameter"),
    ("SELECT load_extension('b.so')", "not authorized"),
  ])
  func `what is no question that reads is refused`(sql: String, words: String) throws {
    let before = try folder.octets(SampleTrace.name)
    let run = try query(sql)
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("mtatrace: \(SampleTrace.name): The query cannot be answered: "))
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(try folder.octets(SampleTrace.name) == before)
    #expect(folder.names == [SampleTrace.name])
  }

  @Test func `what a limit leaves out is said`() throws {
    let sql = "SELECT run FROM runs"
    for format in ["table", "csv", "json", "markdown"] {
      let cut = try query("--format", format, "--limit", "1", sql)
      #expect(cut.exitCode == 1)
      #expect(cut.errors.contains("more than the 1 row printed"))
      #expect(try cut.output == query("--format", format, sql + " WHERE run = 1").output)
      let whole = try query("--format", format, "--limit", "2", sql)
      #expect(whole.exitCode == 0 && whole.errors.isEmpty)
      #expect(try whole.output == query("--format", format, sql).output)
    }
    #expect(try query("--limit", "0", sql).exitCode == 64)
  }

  @Test func `a question comes from standard input too`() throws {
    func ask(_ source: String) throws -> CommandRun {
      try CommandRun.shell(
        "\(source) | \"$mtatrace\" query \(SampleTrace.name) - --format csv", in: folder)
    }
    let run = try ask("printf -- '-- How many?\\nSELECT count(*) AS n\\nFROM runs;\\n'")
    #expect(run.output == "n\r\n2\r\n")
    for (source, code) in [("cat /dev/zero", 65), ("printf '\\377'", 65), ("true", 64)] {
      let run = try ask(source)
      #expect(run.exitCode == code, "\(source)")
      #expect(run.output.isEmpty)
    }
  }

  private static let endless =
    "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)"

  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func `a long question ends when it is asked to`(signal: String, code: Int32) throws {
    // It gets the signal when it waits for it, however long this machine takes until then. A shell
    // starts what runs beside it with SIGINT ignored.
    func ask(_ question: String, until state: String, _ line: String = "") throws {
      let run = try CommandRun.shell(
        "\(line) env --default-signal \"$mtatrace\" query \(SampleTrace.name) '\(question)' "
          + "--format csv > answer 2> errors & child=$!; "
          + "until grep -q '^\(state)$' /proc/$child/status; do sleep 0.05; done; "
          + "sleep 1; kill -\(signal) $child; wait $child", in: folder)
      #expect(run.exitCode == code, "\(run.errors)")
    }
    // Blocked signals are HUP, INT and TERM: the bits 0, 1 and 14.
    try ask("\(Self.endless) SELECT sum(x) FROM n", until: "SigBlk:.*4003")
    let errors = String(decoding: try folder.octets("errors"), as: UTF8.self)
    #expect(
      errors.hasPrefix(
        "mtatrace: The question was interrupted; 0 rows of its answer came before that.\n"))
    // A reader that does not read cannot keep the signal out.
    try ask(
      "\(Self.endless) SELECT x FROM n", until: "State:.S .*",
      "rm answer; mkfifo answer; sleep 9 < answer &")
  }

  @Test(arguments: ["csv", "json", "table", "markdown"])
  func `memory does not grow with an answer`(format: String) throws {
    let measure =
      "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=-3); "
      + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    let megabytes = try [3_000, 30_000].map { rows in
      let sql = "\(Self.endless) SELECT x, printf('%.500c', 'a') AS t FROM n LIMIT \(rows)"
      let run = try CommandRun.shell(
        "python3 -c '\(measure)' \"$mtatrace\" query \(SampleTrace.name) --format \(format) "
          + "\"\(sql)\"", in: folder)
      return try #require(Int(run.output.trimmingCharacters(in: .newlines)), "\(run.errors)")
    }
    #expect(megabytes[1] - megabytes[0] < 5, "\(megabytes) MB for 3,000 and 30,000 rows")
  }
}
