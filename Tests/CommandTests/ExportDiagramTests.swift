import Foundation
import Testing

/// `mtatrace export --format mermaid` and `plantuml`, judged by who draws them.
struct ExportDiagramTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func export(_ arguments: [String], of trace: String = SampleTrace.name) throws
    -> CommandRun
  {
    try CommandRun.mtatrace(["export", trace] + arguments, in: folder)
  }

  /// The texts of the picture that PlantUML draws of a file, without breaks.
  private func drawnByPlantUML(_ name: String) throws -> String {
    let check = try CommandRun.tool(
      "plantuml", ["-charset", "UTF-8", "-checkonly", name], in: folder)
    #expect(check.exitCode == 0, "\(check.output)\(check.errors)")
    let run = try CommandRun.tool(
      "plantuml", ["-charset", "UTF-8", "-tsvg", "-failfast2", name], in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    let picture = String(
      decoding: try folder.octets("\(name.dropLast(5)).svg"), as: UTF8.self)
    return picture.replacing(/<!--.*?-->/.dotMatchesNewlines(), with: "")
      .replacing(/<[^>]*>/, with: "").replacing("\u{A0}", with: " ")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&apos;", with: "'").replacing(/&#([0-9]+);/) { match -> String in
        UInt32(match.1).flatMap { Unicode.Scalar($0) }.map { String(Character($0)) } ?? ""
      }
      .replacing("&amp;", with: "&")
  }

  static let cases: [[String]] = [
    [], ["--run", "1"], ["--between", "1:00:00..1:20:00"], ["--unfold", "all"],
    ["--link", "SLPS100:HUB1"], ["--host", "HUB1", "--host", "SLPS100"],
    ["--title", "Ticket #4711; \"<b>\"", "--note", "end"],
  ]

  @Test(arguments: cases) func `both programs take what is written`(arguments: [String]) throws {
    let mermaid = try export(arguments + ["-o", "a.mmd"])
    #expect(mermaid.exitCode == 0, "\(mermaid.errors)")
    let grammar = try MermaidGrammar(String(decoding: folder.octets("a.mmd"), as: UTF8.self))
    #expect(grammar.complaints == [])
    try MermaidJudge.expectSound("a.mmd", in: folder)
    #expect(try export(arguments + ["-o", "a.puml"]).exitCode == 0)
    let drawn = try drawnByPlantUML("a.puml")
    // Each program shows each text.
    for text in grammar.texts { #expect(drawn.contains(text), "\(text)") }
    #expect(grammar.texts.count > 10)
  }

  @Test func `the rows, parties and folds are those of the picture`() throws {
    #expect(try export(["-o", "a.mmd"]).exitCode == 0)
    let grammar = try MermaidGrammar(String(decoding: folder.octets("a.mmd"), as: UTF8.self))
    let ladder = try CommandRun.mtatrace(
      ["show", SampleTrace.name, "--ladder", "--width", "400"], in: folder
    ).output
    #expect(ladder.contains(grammar.title))
    #expect(grammar.parties.map(\.count) == [2, 2, 2, 2, 2])
    for party in grammar.parties.flatMap(\.self) { #expect(ladder.contains(party)) }
    let folds = grammar.texts.filter { $0.wholeMatch(of: /fold \d+/) != nil }
    #expect(folds == ["fold 1", "fold 2", "fold 3"])
    #expect(!ladder.contains("Fold 4:"))
    // With every fold drawn row by row, none is left.
    #expect(try export(["--unfold", "all", "-o", "b.mmd"]).exitCode == 0)
    let unfolded = try MermaidGrammar(String(decoding: folder.octets("b.mmd"), as: UTF8.self))
    #expect(unfolded.texts.allSatisfy { $0.wholeMatch(of: /fold \d+/) == nil })
    #expect(unfolded.arrows > grammar.arrows + 200)
  }

  @Test func `no name can break a diagram or get lost in it`() throws {
    let names = [
      #"A"; end"#, "%%{init: {}}%% #quot; @enduml", "<b>&lt;</b> style:#x;",
      "!include /etc/x %date()",
      "**x** __y__ ~~ [[http://x]] '' /'", "P1->>P2: wrap:x", "ﬂ°°35¶ß “«…» $$x$$ \\n `c`", "end",
      "....", "a\nb\tc", "x | y ^ {z} = # \u{202E}",
    ]
    let lab = try CommandRun.mtatrace(["schema", "--jsonl"], in: folder).output
      .split(separator: "\n").filter { $0.hasPrefix("{") && !$0.contains(#""type":"end""#) }
      .joined(separator: "\n")
    for (index, name) in names.enumerated() {
      let other = names[(index + 1) % names.count]
      func quoted(_ text: String) throws -> String {
        String(
          decoding: try JSONSerialization.data(withJSONObject: [text]).dropFirst().dropLast(),
          as: UTF8.self)
      }
      let hostile = lab.replacing("\"HUB1\"", with: try quoted(name))
        .replacing("\"SPOKE1\"", with: try quoted(other))
        .replacing("\"scenario\":\"lab\"", with: "\"scenario\":\(try quoted(name))")
      try folder.write(hostile + "\n{\"type\":\"end\"}\n", to: "a.jsonl")
      let made = try CommandRun.mtatrace(
        ["import", "a.jsonl", "-o", "a.sqlite", "--force"], in: folder)
      try #require(made.exitCode == 0, "\(made.errors)")
      #expect(try export(["--format", "mermaid", "-o", "a.mmd"], of: "a.sqlite").exitCode == 0)
      let grammar = try MermaidGrammar(String(decoding: folder.octets("a.mmd"), as: UTF8.self))
      #expect(grammar.complaints == [])
      try MermaidJudge.expectSound("a.mmd", in: folder)
      // What steers a reader instead of being read is written as its number, breaks as spaces.
      func visible(_ text: String) -> String {
        text.replacing("\n", with: " ").replacing("\t", with: " ")
          .replacing("\u{202E}", with: "\\u{202E}")
      }
      #expect(grammar.parties.map { $0[0] } == [name, name, other].map(visible))
      #expect(try export(["--format", "plantuml", "-o", "a.puml"], of: "a.sqlite").exitCode == 0)
      let drawn = try drawnByPlantUML("a.puml")
      for text in grammar.texts { #expect(drawn.contains(text), "\(text)") }
    }
  }

  @Test func `what a text has no place for is counted`() throws {
    let run = try export(["-o", "a.puml", "--json"])
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let states = runs.compactMap { $0["lifeline_states_left_out"] as? Int }.reduce(0, +)
    #expect(
      run.errors
        == "mtatrace: Not in the text: \(states) states of lifelines, which 'mtatrace diagram' "
        + "shades.\n")
    let counts = try #require(runs[0]["events_not_drawn"] as? [String: Int])
    let text = String(decoding: try folder.octets("a.puml"), as: UTF8.self)
    for (kind, count) in counts { #expect(text.contains("\(count) × \(kind)")) }
    let long = try export(["--between", "0:00..2:00:00", "--unfold", "all", "-o", "long.mmd"])
    #expect(long.exitCode == 0)
    #expect(long.errors.contains("and Mermaid draws at most 50,000 unless its maxTextSize is "))
  }

  @Test func `equal traces give equal texts`() throws {
    for ending in ["mmd", "puml"] {
      #expect(try export(["-o", "a.\(ending)"]).exitCode == 0)
      let format = ending == "mmd" ? "mermaid" : "plantuml"
      let again = try CommandRun.shell(
        "TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8 \"$mtatrace\" export \(SampleTrace.name) "
          + "--format \(format) -o - > b.\(ending)", in: folder)
      #expect(again.exitCode == 0)
      #expect(try folder.octets("a.\(ending)") == folder.octets("b.\(ending)"))
    }
  }

  @Test func `what makes no sense is refused, and nothing is written`() throws {
    let cases: [(arguments: [String], code: Int32, words: String)] = [
      (["-o", "a.mmd", "--mss", "536"], 64, "mermaid has no packets"),
      (["-o", "a.csv", "--ipv6"], 64, "csv has no packets"),
      (["-o", "a.puml", "--kind", "bind"], 64, "Only CSV takes some kinds of events alone"),
      (["-o", "a.csv", "--unfold", "1"], 64, "--unfold says how a diagram is told"),
      (["-o", "a.pcapng", "--title", "x"], 64, "--title says how a diagram is told"),
      (["-o", "a.mmd", "--link", "all"], 64, "one direction of mail"),
      (["-o", "a.mmd", "--unfold", "99"], 64, "99"),
      (["-o", "a.mmd", "--host", "NOBODY"], 64, "There is no host NOBODY"),
      (["-o", "a.csv", "--host", "NOBODY"], 64, "There is no host NOBODY"),
      (["-o", "a.csv", "--between", "9:00:00.."], 64, "Nothing lies after 9:00:00"),
      (["--format", "csv", "-o", "-", "--json"], 64, "Standard output takes the export or JSON"),
      (
        ["--format", "mermaid", "-o", SampleTrace.name], 64, "is the trace that the diagram is made"
      ),
      (["--format", "csv", "-o", "/dev/full"], 74, "No space left on device"),
      (["-o", "nowhere/a.mmd"], 73, "cannot be created"),
    ]
    for (arguments, code, words) in cases {
      let run = try export(arguments)
      #expect(run.exitCode == code, "\(arguments)")
      #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
      #expect(run.output == "")
    }
    #expect(folder.names == [SampleTrace.name])
  }
}
