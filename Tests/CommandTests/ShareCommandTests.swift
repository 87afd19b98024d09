import Foundation
import Testing

/// `share`: a trace without names that says what the original says.
struct ShareCommandTests {
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

  struct Key: Decodable {
    struct Name: Decodable {
      var kind: String
      var original: String
      var pseudonym: String
    }
    struct Word: Decodable {
      var name: String
      var places: [String]
    }
    struct Cleared: Decodable {
      var pdus: Int
      var octets: Int
    }

    var names: [Name]
    var still_found: [Word]
    var cleared: Cleared

    /// A text with the pseudonyms of this key.
    func redacted(_ text: String) -> String {
      names.sorted { $0.original.count > $1.original.count }.reduce(text) {
        $0.replacing($1.original, with: $1.pseudonym)
      }
    }
  }

  private func key(_ name: String = "redacted-key.json") throws -> Key {
    try JSONDecoder().decode(Key.self, from: folder.octets(name))
  }

  /// Everything that has to be so of every redacted trace.
  ///
  /// - Parameter sameWords: Whether no name is a word of diagnoses too.
  private func judge(_ trace: String, sameWords: Bool = true) throws {
    let before = try folder.octets(trace)
    let run = try mtatrace("share", trace, "--redact")
    #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(try folder.octets(trace) == before)
    let found = try RedactionJudge.search(
      "redacted-key.json", "redacted.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: "), "\(found)")
    let compared = try RedactionJudge.compare(trace, "redacted.sqlite", in: folder)
    #expect(compared.hasPrefix("equal: "), "\(compared)")
    let replay = try mtatrace("replay", "redacted.sqlite")
    #expect(replay.exitCode == 0 && !replay.output.contains("different"), "\(replay.output)")
    let diagnoses = try [trace, "redacted.sqlite"].map { try mtatrace("diagnose", $0) }
    #expect(diagnoses[0].exitCode == diagnoses[1].exitCode)
    if sameWords { #expect(try key().redacted(diagnoses[0].output) == diagnoses[1].output) }
    #expect(diagnoses[1].errors.isEmpty)
  }

  @Test(arguments: TicketCommandTests.samples)
  func `a redacted trace has no name, the same events, and replays and diagnoses the same`(
    name: String
  ) throws {
    let trace = try sample(name)
    try judge(trace)
    let words = try key().still_found
    if ["hub50", "spoke10"].contains(name) {
      #expect(words.map(\.name) == ["HUB"] && words.first?.places == ["parameter topology"])
    } else {
      #expect(words.isEmpty)
    }
  }

  @Test func `pseudonyms are the same in all runs, and given again`() throws {
    let trace = try sample("whatif")
    try mtatrace("share", trace, "--redact")
    try mtatrace("share", trace, "--redact", "-o", "again.sqlite", "--key", "other.json")
    #expect(try folder.octets("again.sqlite") == folder.octets("redacted.sqlite"))
    let names = try mtatrace(
      "query", "redacted.sqlite", "SELECT run, position, name FROM host", "--format", "csv")
    let rows = names.output.split(whereSeparator: \.isNewline).dropFirst()
    #expect(rows == ["1,0,HOST1", "1,1,HOST2", "2,0,HOST1", "2,1,HOST2"])
    let addresses = try key().names.filter { $0.kind == "address" }.map(\.pseudonym)
    #expect(
      addresses.contains("192.0.2.1") && addresses.contains("192.0.2.2"), "\(addresses)")
    #expect(try key("other.json").names.contains { $0.original == trace })
  }

  @Test func `only the owner can read the key`() throws {
    try mtatrace("share", try sample("healthy"), "--redact")
    let mode = try CommandRun.tool("stat", ["-c", "%a", "redacted-key.json"], in: folder)
    #expect(mode.output == "600\n")
  }

  /// A scenario whose hosts are called like words of its own language and of Exchange's texts.
  private func trickyTrace() throws -> String {
    let text = try mtatrace("record", "q189494", "--print-scenario").output
      .replacing("scenario: q189494", with: "scenario: acme-berlin")
      .replacing("title: Calls without", with: "title: Contoso and calls without")
      .replacing("192.168.20.3[1966]", with: "mail.contoso.com[1966]")
      .replacing("192.168.20.1[1764]", with: "192.168.20.1[bob]")
      .replacing("HUB1", with: "at").replacing("TRUMAN", with: "EXCHANGE")
    try folder.write(text, to: "tricky.yaml")
    let settings = [
      "outboundQueueAlarm=3", "expiryNormal=5 min", "openInterval=60 s", "normalAssociations=1",
      "threshold=3", "links.at:EXCHANGE.latency=40 ms", "version=5.5",
      "faults.EXCHANGE-down=restart EXCHANGE at 30 min for 20 min",
      "faults.cut2=outage from at to EXCHANGE at 90 min for 10 min",
      "faults.r=reset between at and EXCHANGE at 1 h",
    ]
    let run = try CommandRun.mtatrace(
      ["record", "tricky.yaml", "--build", "nt4-sp3", "-o", "tricky.sqlite"]
        + settings.flatMap { ["--set", $0] }, in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    return "tricky.sqlite"
  }

  @Test func `a host may be called like a word of scenarios, tables or texts`() throws {
    let trace = try trickyTrace()
    try judge(trace, sameWords: false)
    let key = try key()
    #expect(Set(key.still_found.map(\.name)) == ["at", "EXCHANGE"])
    let texts = try mtatrace(
      "query", "redacted.sqlite", "SELECT DISTINCT text FROM log_entry", "--format", "csv"
    ).output
    for text in [
      "to and from entity HOST1 has", "A connection to HOST1 could", "association to HOST1 on",
      "association with entity HOST1 ended", "Remote Server Name HOST1 [", "queue for HOST1 is",
      "backlog for HOST1 has", ";L=HOST2-", "originally destined for HOST1 (",
      "[HOST2 MtaBind ncacn_ip_tcp:name1.example[1966] BASE IL]",
    ] {
      #expect(texts.contains(text), "\(text)")
    }
    // No name is found in what a text has besides.
    #expect(!texts.contains("EXCHANGE") && !texts.contains("contoso"))
  }

  @Test func `a slice is redacted as its whole is`() throws {
    let trace = try sample("q189494")
    try mtatrace("share", trace, "--redact", "-o", "whole.sqlite")
    let window = "0:50:00..0:54:00"
    try mtatrace("slice", "whole.sqlite", "--between", window, "-o", "late.sqlite")
    try mtatrace("slice", trace, "--between", window, "-o", "part.sqlite")
    try judge("part.sqlite")
    let redacted = try mtatrace("compare", "redacted.sqlite", "late.sqlite")
    #expect(redacted.exitCode == 0, "\(redacted.output)")
    let whole = try mtatrace("compare", "redacted.sqlite", "whole.sqlite")
    #expect(whole.exitCode == 0, "\(whole.output)")
  }

  @Test func `what is redacted can be redacted again`() throws {
    try mtatrace("share", try sample("bindback"), "--redact", "-o", "once.sqlite")
    try judge("once.sqlite")
    let names = try key().names
    #expect(names.contains { $0.original == "HOST1" && $0.pseudonym == "NODE1" })
    #expect(names.contains { $0.original == "192.0.2.1" })
  }

  @Test func `a recording that was cut off is redacted up to there`() throws {
    try mtatrace("export", try sample("bindback"), "--run", "1", "-o", "whole.jsonl")
    let lines = String(decoding: try folder.octets("whole.jsonl"), as: UTF8.self)
      .split(separator: "\n").prefix(1_500)
    let end = #"{"type":"end","status":"interrupted"}"#
    try folder.write(lines.joined(separator: "\n") + "\n\(end)\n", to: "cut.jsonl")
    try mtatrace("import", "cut.jsonl", "-o", "cut.sqlite")
    try judge("cut.sqlite")
    let status = try mtatrace("query", "redacted.sqlite", "SELECT status FROM runs")
    #expect(status.output.contains("interrupted"), "\(status.output)")
  }
}
