import Foundation
import Testing

/// `why -o`: the causes and consequences of an event as a picture.
struct WhyPictureTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  private func words(_ name: String) throws -> String {
    try CommandRun.tool("pdftotext", ["-raw", name, "-"], in: folder).output
  }

  /// The command that a PDF's metadata gives.
  private func command(in file: String) throws -> String {
    let information = try CommandRun.tool("pdfinfo", [file], in: folder).output
    let line = try #require(information.split(separator: "\n").first { $0.contains("Reproduce: ") })
    return String(line.split(separator: "Reproduce: ", maxSplits: 1)[1])
  }

  /// The first refused bind of run 1, as its client learns of it.
  private func nak() throws -> String {
    try query(
      "SELECT min(sequence) FROM events WHERE run = 1 AND kind = 'bind_nak' AND direction = "
        + "'received'")
  }

  /// The table `told` of run 1: the causes of an event, the event, and the first that it led to.
  private func told(_ event: String, keeping limit: Int) -> String {
    """
    CREATE TEMP TABLE plain AS SELECT sequence, cause FROM events WHERE run = 1;
    CREATE INDEX temp.plain_cause ON plain (cause);
    CREATE INDEX temp.plain_sequence ON plain (sequence);
    CREATE TEMP TABLE causes AS WITH RECURSIVE chain(sequence) AS (
      SELECT cause FROM plain WHERE sequence = \(event)
      UNION SELECT p.cause FROM chain JOIN plain p USING (sequence) WHERE p.cause IS NOT NULL)
      SELECT sequence FROM chain WHERE sequence IS NOT NULL;
    CREATE TEMP TABLE consequences AS WITH RECURSIVE tree(sequence) AS (
      SELECT \(event) UNION SELECT p.sequence FROM tree JOIN plain p ON p.cause = tree.sequence)
      SELECT sequence FROM tree WHERE sequence > \(event);
    CREATE TEMP TABLE told AS SELECT * FROM causes UNION SELECT \(event)
      UNION SELECT * FROM (SELECT * FROM consequences ORDER BY sequence LIMIT \(limit));

    """
  }

  @Test func `the picture draws the events that SQL follows, and counts them`() throws {
    let event = try nak()
    let run = try mtatrace(
      "why", SampleTrace.name, event, "--limit", "80", "--unfold", "all", "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output == "a.pdf\n")
    let text = try words("a.pdf")
    let prelude = told(event, keeping: 80)
    let counts = try query(
      prelude + "SELECT count(*) FROM causes; SELECT count(*) FROM consequences")
    let numbers = counts.split(separator: "\n")
    #expect(text.contains("What led to bind_nak #\(event), and what it led to"))
    #expect(text.contains("\(numbers[0]) causes"))
    #expect(text.contains("the first 80 of \(numbers[1]) consequences"))
    for (kind, words) in [
      ("bind_nak", "bind_nak · reason"), ("connect", "connects"), ("bind", "bind · group"),
      ("turn_please", "asks for the turn"), ("turn_give", "gives the turn"),
    ] {
      let sent = try query(
        prelude + "SELECT count(*) FROM events JOIN told USING (sequence) WHERE run = 1 AND kind = "
          + "'\(kind)' AND direction = 'sent'")
      #expect(text.components(separatedBy: words).count - 1 == Int(sent), "\(kind)")
    }
    for (kind, words) in [("timer_expired", "timer runs out"), ("log_entry", "event 9316")] {
      let count = try query(
        prelude
          + "SELECT count(*) FROM events JOIN told USING (sequence) WHERE run = 1 AND kind = "
          + "'\(kind)'")
      #expect(text.components(separatedBy: words).count - 1 == Int(count), "\(kind)")
    }
  }

  @Test func `nothing is drawn at a time when no event told happened`() throws {
    let event = try nak()
    let run = try mtatrace("why", SampleTrace.name, event, "--unfold", "all", "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    // Times are cut after milliseconds.
    let moments = try query(
      told(event, keeping: 60)
        + "SELECT DISTINCT time / 1000000 FROM events JOIN told USING (sequence) WHERE run = 1")
    let known = Set(moments.split(separator: "\n").compactMap { Int($0) })
    let drawn = try words("a.pdf").matches(of: /(?m)^([0-9]+):([0-9]{2}):([0-9]{2})\.([0-9]{3})/)
      .compactMap { match -> Int? in
        let parts = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
        return parts.count == 4
          ? ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1_000 + parts[3] : nil
      }
    #expect(drawn.count > 20)
    #expect(Set(drawn).subtracting(known).isEmpty)
  }

  @Test func `of a long chain of causes the nearest are drawn, and how many is said`() throws {
    let last = try query(
      "SELECT max(sequence) FROM events WHERE run = 1 AND kind = 'log_entry'")
    let count = try query(told(last, keeping: 0) + "SELECT count(*) FROM causes")
    try #require(Int(count) ?? 0 > 200)
    #expect(try mtatrace("why", SampleTrace.name, last, "-o", "a.pdf").exitCode == 0)
    let text = try words("a.pdf")
    #expect(text.firstMatch(of: /the nearest 20[0-9] of ([0-9]+) causes/)?.1 == count[...])
    #expect(text.contains("Not drawn: "))
    let all = try mtatrace("why", SampleTrace.name, last, "--limit", "5000", "-o", "b.pdf")
    #expect(all.exitCode == 0)
    #expect(try words("b.pdf").contains(" · \(count) causes"))
  }

  @Test func `what nothing led to, and what leads nowhere, is said`() throws {
    #expect(try mtatrace("why", SampleTrace.name, "1", "-o", "a.pdf").exitCode == 0)
    let root = try words("a.pdf")
    #expect(root.contains("to which nothing led") && root.contains("no causes"))
    #expect(!root.contains("what led to it above"))
    let last = try query("SELECT event_count FROM runs WHERE run = 2")
    let leaf = try mtatrace("why", SampleTrace.name, last, "--run", "2", "-o", "b.pdf")
    #expect(leaf.exitCode == 0)
    #expect(try words("b.pdf").contains("no consequences"))
  }

  @Test func `the command of the picture makes the same picture`() throws {
    let event = try nak()
    let drawn = try mtatrace(
      "why", SampleTrace.name, "#\(event)", "--limit", "20", "--time", "step", "--title",
      "Bob's ticket", "--note", "50% of $HOME", "--dark", "-o", "a.pdf")
    #expect(drawn.exitCode == 0)
    let command = try command(in: "a.pdf")
    #expect(
      command.hasSuffix(
        " && mtatrace why \(SampleTrace.name) \(event) --limit 20 --title 'Bob'\\''s ticket' "
          + "--note '50% of $HOME' --time step --dark -o q181721-why.pdf"))
    let elsewhere = TemporaryFolder()
    let again = try CommandRun.shell(
      "mtatrace() { \"$mtatrace\" \"$@\"; }; \(command)", in: elsewhere)
    #expect(again.exitCode == 0)
    #expect(try folder.octets("a.pdf") == elsewhere.octets("q181721-why.pdf"))
  }

  @Test(arguments: [
    ("--json -o a.png", "--json"), ("--dark", "--dark"), ("--format pdf", "--format"),
    ("--title=x", "--title"), ("--unfold 1", "--unfold"), ("--manifest a.json", "--manifest"),
    ("--paper letter -o a.png", "--paper"), ("-o a.txt", "a.txt"), ("--unfold 99 -o a.png", "99"),
    ("--lifelines nobody -o a.png", "--lifelines"), ("-o q181721.sqlite", "q181721.sqlite"),
  ])
  func `options that do not go together are refused`(options: String, word: String) throws {
    let words = options.split(separator: " ").map(String.init)
    let run = try CommandRun.mtatrace(["why", SampleTrace.name, try nak()] + words, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(word), "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(!folder.exists("a.png"))
  }

  @Test func `a chain over several hosts has the lifelines of all of them`() throws {
    let hosts = ["A", "B", "C"].map { #"{"name":"\#($0)","build":"lab","addresses":[]}"# }
    var lines = [
      #"{"type":"run","format":1,"source":"external","scenario":"relay","build":"lab","seed":1,"#
        + #""engine_version":"lab 1","duration":9000000000,"parameters":{},"#
        + #""hosts":[\#(hosts.joined(separator: ","))]}"#
    ]
    let events = [
      ("message_enqueued", "A", "B", 1), ("message_delivered", "B", "A", 0),
      ("message_enqueued", "B", "C", 1), ("message_delivered", "C", "B", 0),
    ]
    for (index, (kind, host, peer, queue)) in events.enumerated() {
      let cause = index == 0 ? "" : #","cause":\#(index)"#
      lines.append(
        #"{"type":"event","sequence":\#(index + 1),"time":\#(index + 1)000000000,"#
          + #""kind":"\#(kind)","host":"\#(host)","peer":"\#(peer)","#
          + #""message":\#(1 + index / 2),"queue":\#(queue)\#(cause)}"#)
    }
    lines.append(
      #"{"type":"end","time":9000000000,"status":"complete","outcome":"finished","event_count":4}"#)
    try folder.write(lines.joined(separator: "\n") + "\n", to: "relay.jsonl")
    let imported = try mtatrace("import", "relay.jsonl", "-o", "relay.sqlite")
    try #require(imported.exitCode == 0, "\(imported.errors)")
    let run = try mtatrace("why", "relay.sqlite", "4", "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    let text = try words("a.pdf")
    for host in ["A", "B", "C"] { #expect(text.contains("\n\(host)\n"), "\(text)") }
    #expect(text.contains("3 causes"))
  }

  @Test func `the picture of a capture names frames`() throws {
    let cut = try mtatrace(
      "export", SampleTrace.name, "--run", "1", "--between", "1:09:00..1:10:00", "-o", "a.pcapng")
    try #require(cut.exitCode < 2, "\(cut.errors)")
    let read = try mtatrace("import", "a.pcapng", "-o", "b.sqlite")
    try #require(read.exitCode == 0, "\(read.errors)")
    let judged = try CommandRun.tool(
      "tshark",
      [
        "-r", "a.pcapng", "-Y", "dcerpc.pkt_type == 13", "-T", "fields", "-e",
        "frame.number",
      ], in: folder
    ).output
    let frame = try #require(judged.split(separator: "\n").first)
    let event = try CommandRun.tool(
      "sqlite3", ["b.sqlite", "SELECT min(sequence) FROM events WHERE kind = 'bind_nak'"],
      in: folder
    ).output.trimmingCharacters(in: .newlines)
    #expect(try mtatrace("why", "b.sqlite", event, "-o", "a.pdf").exitCode == 0)
    let text = try words("a.pdf")
    #expect(text.contains("bind_nak · reason 0 · connection"))
    #expect(text.contains("frame \(frame)"))
    #expect(text.contains("capture a.pcapng"))
  }
}
