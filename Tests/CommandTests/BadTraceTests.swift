import Foundation
import Testing

/// Traces that are damaged, too new, or being recorded: refused in a sentence, and left as they
/// are.
struct BadTraceTests {
  let folder: TemporaryFolder

  private static let verbs = [
    "info", "show", "stats", "replay", "chart", "diagram", "report", "export",
  ]

  init() throws { folder = try SampleTrace.folder() }

  /// Runs a verb whose picture or capture, if any, goes to `a.pdf`.
  private func read(_ verb: String, _ file: String) throws -> CommandRun {
    let isFile = ["chart", "diagram", "report", "export"].contains(verb)
    let run = verb == "export" ? ["--run", "1"] : []
    return try CommandRun.mtatrace(
      [verb, file] + run + (isFile ? ["-o", "a.pdf"] : []), in: folder)
  }

  private func expectRefusal(
    of run: CommandRun, _ exitCode: Int32, _ words: String, _ comment: Comment
  ) {
    #expect(run.exitCode == exitCode, comment)
    #expect(run.errors.hasPrefix("mtatrace: \(SampleTrace.name)"), comment)
    #expect(run.errors.contains(words), comment)
    #expect(run.errors.split(separator: "\n").count == 1, comment)
    #expect(!folder.exists("a.pdf"), comment)
  }

  @Test(arguments: verbs)
  func `a trace of a newer version is refused with its version`(verb: String) throws {
    let newer = "PRAGMA user_version = 99"
    _ = try CommandRun.tool("sqlite3", [SampleTrace.name, newer], in: folder)
    let run = try read(verb, SampleTrace.name)
    expectRefusal(
      of: run, 65, "A newer version of mtatrace wrote this trace (schema 99).", "\(verb)")
    #expect(run.output == "")
  }

  /// Every page of a small trace in turn is filled with noise: a verb that needs it says so, and
  /// one that does not is right without it.
  @Test(arguments: verbs)
  func `a damaged page is found or not needed`(verb: String) throws {
    let record = [
      "record", "q181721", "--set", "duration=100 s", "--force", "-o", SampleTrace.name,
    ]
    #expect(try CommandRun.mtatrace(record, in: folder).exitCode == 0)
    let whole = try folder.octets(SampleTrace.name)
    let expected = try read(verb, SampleTrace.name)
    let picture = try? folder.octets("a.pdf")
    let pageSize = 8_192
    var found = 0
    for page in 0..<whole.count / pageSize {
      if folder.exists("a.pdf") { try FileManager.default.removeItem(at: folder.path("a.pdf")) }
      var damaged = whole
      for place in page * pageSize..<(page + 1) * pageSize {
        damaged[place] = UInt8(truncatingIfNeeded: (place &* 2_654_435_761) >> 7)
      }
      try damaged.write(to: folder.path(SampleTrace.name))
      let run = try read(verb, SampleTrace.name)
      if run.exitCode == 0 {
        #expect(run.output == expected.output, "page \(page)")
        #expect(try picture == (picture == nil ? nil : folder.octets("a.pdf")), "page \(page)")
      } else {
        let words = page == 0 ? "This is not a trace." : "The trace is damaged"
        expectRefusal(of: run, 65, words, "page \(page)")
        found += 1
      }
    }
    #expect(found > 3)
    #expect(
      folder.names.allSatisfy {
        [SampleTrace.name, "a.pdf"].contains($0) || $0.hasPrefix("a-data")
      })
  }

  @Test(arguments: verbs)
  func `a trace cut short at any place is refused`(verb: String) throws {
    let whole = try folder.octets(SampleTrace.name)
    for missing in [1, 4_096, 8_192, whole.count / 2] {
      try whole.prefix(whole.count - missing).write(to: folder.path(SampleTrace.name))
      let run = try read(verb, SampleTrace.name)
      expectRefusal(of: run, 65, "The trace is damaged", "\(verb) without \(missing) octets")
    }
  }

  @Test func `a trace that is being recorded is busy, and is read when that is done`() throws {
    let verbs = Self.verbs.map { verb in
      "\"$mtatrace\" \(verb) b.sqlite"
        + (["info", "show", "stats", "replay"].contains(verb) ? "" : " -o b.pdf")
    }
    let run = try CommandRun.shell(
      "\"$mtatrace\" record q181721 --set 'duration=2000 h' -o b.sqlite > recorded & child=$!; "
        + "for try in $(seq 300); do [ -s b.sqlite-wal ] && break; sleep 0.1; done; "
        + verbs.map { "\($0); echo $?; " }.joined()
        + "\"$mtatrace\" record q181721 -o b.sqlite; echo $?; "
        + "kill -TERM $child; wait $child; \"$mtatrace\" replay b.sqlite > /dev/null; echo $?",
      in: folder)
    #expect(run.output == String(repeating: "74\n", count: verbs.count) + "73\n0\n")
    let sentences = run.errors.split(separator: "\n")
    let busy = "mtatrace: b.sqlite: The trace is being recorded by another process."
    #expect(sentences.filter { $0.hasPrefix(busy) }.count == verbs.count)
    #expect(!folder.exists("b.pdf"))
  }

  @Test func `of recorders that want one file, one gets it`() throws {
    let run = try CommandRun.shell(
      "seq 6 | xargs -P 6 -I N sh -c '\"$mtatrace\" record healthy --set duration=1h --seed N "
        + "-o b.sqlite > /dev/null; echo $?'", in: folder)
    #expect(run.output.split(separator: "\n").sorted() == ["0"] + Array(repeating: "73", count: 5))
    #expect(run.errors.split(separator: "\n").allSatisfy { $0.contains("b.sqlite") })
    #expect(folder.names == ["b.sqlite", SampleTrace.name])
    #expect(try CommandRun.mtatrace(["replay", "b.sqlite"], in: folder).exitCode == 0)
  }
}
