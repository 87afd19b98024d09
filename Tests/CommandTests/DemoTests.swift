import Foundation
import Testing

/// `mtatrace demo`, and the samples in the repository that it made.
struct DemoTests {
  /// The top of the package, whatever links lead to this file.
  private static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let files = [
    "reports/q181721-chart.png", "reports/q181721-diagram.png", "reports/q181721-report.pdf",
    "traces/q181721.sqlite",
  ]

  @Test func `the demo writes what it says, ends with the finding, and can be repeated`() throws {
    let folder = TemporaryFolder()
    let run = try CommandRun.mtatrace(["demo"], in: folder)
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    #expect(folder.names.filter { $0.contains(".") } == Self.files)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.first == "Written:")
    for file in Self.files { #expect(lines.contains("  \(file)")) }
    #expect(lines.suffix(5).allSatisfy { !$0.isEmpty })
    let result = lines.suffix(5).map { String($0) }
    #expect(result[0].hasPrefix("SP3 stalls ") && result[0].hasSuffix("."))
    for (line, run) in zip(result[2...3], 1...2) {
      let mail =
        "SELECT count(*) FROM messages WHERE run = \(run) AND from_host = 'HUB1' AND state = "
      for (state, word) in [("'delivered'", "delivered"), ("'waiting'", "waiting")] {
        let count = try CommandRun.tool(
          "sqlite3", ["traces/q181721.sqlite", mail + state], in: folder
        ).output
        #expect(line.contains(" \(count.prefix { $0 != "\n" }) \(word)"))
      }
    }

    let first = try Self.files.map { try folder.octets($0) }
    let older = "UPDATE run SET engine_version = '0'"
    _ = try CommandRun.tool("sqlite3", ["traces/q181721.sqlite", older], in: folder)
    #expect(try CommandRun.mtatrace(["demo"], in: folder).exitCode == 0)
    #expect(try Self.files.map { try folder.octets($0) } == first)
    #expect(folder.names.filter { $0.contains(".") } == Self.files)
  }

  @Test(arguments: [["--seed", "7"], ["--build", "nt4-sp3"], ["--set", "threshold=20"]])
  func `the demo keeps a trace that is the user's own`(options: [String]) throws {
    let folder = TemporaryFolder()
    #expect(try CommandRun.mtatrace(["record", "q181721"] + options, in: folder).exitCode == 0)
    let trace = "traces/q181721.sqlite"
    let own = try folder.octets(trace)
    let run = try CommandRun.mtatrace(["demo"], in: folder)
    #expect(run.exitCode == 73)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("mtatrace: \(trace) is there already and holds something else; "))
    #expect(try folder.octets(trace) == own)
    #expect(folder.names == ["traces", trace])
  }

  @Test func `the demo replaces its own trace that was cut off`() throws {
    let folder = TemporaryFolder()
    let trace = "traces/q181721.sqlite"
    let record = try CommandRun.mtatrace(
      ["record", "q181721", "--build", "nt4-sp3"], in: folder)
    #expect(record.exitCode == 0)
    let cut = "UPDATE run SET status = 1, outcome = NULL"
    _ = try CommandRun.tool("sqlite3", [trace, cut], in: folder)
    let info = try CommandRun.mtatrace(["info", trace], in: folder)
    #expect(info.output.contains("interrupted"))
    #expect(try CommandRun.mtatrace(["demo"], in: folder).exitCode == 0)
  }

  @Test func `the sample trace of the repository has the runs that this version makes`() throws {
    let folder = TemporaryFolder()
    try Data(contentsOf: Self.top.appending(path: "traces/q181721.sqlite"))
      .write(to: folder.path("a.sqlite"))
    let run = try CommandRun.mtatrace(["replay", "a.sqlite"], in: folder)
    #expect(run.exitCode == 0)
    let recorded = try CommandRun.mtatrace(["record", "q181721", "-o", "b.sqlite"], in: folder)
    #expect(recorded.exitCode == 0)
    let infos = try ["a.sqlite", "b.sqlite"].map { file in
      try CommandRun.mtatrace(["info", file, "--json"], in: folder).output.replacing(file, with: "")
    }
    #expect(infos[0] == infos[1])
  }

  @Test(arguments: files.dropLast())
  func `the sample pictures of the repository say what this version's say`(file: String) throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.path("traces"), withIntermediateDirectories: false)
    try Data(contentsOf: Self.top.appending(path: "traces/q181721.sqlite"))
      .write(to: folder.path("traces/q181721.sqlite"))
    let verb = String(file.split(separator: "-")[1].prefix { $0 != "." })
    let name = String(file.split(separator: "/")[1])
    let run = try CommandRun.mtatrace([verb, "traces/q181721.sqlite", "-o", name], in: folder)
    #expect(run.exitCode == 0)
    let sample = try Data(contentsOf: Self.top.appending(path: file))
    // Octets depend on the versions of cairo, pango and Inter; the words do not.
    if try folder.octets(name) != sample {
      try sample.write(to: folder.path("sample-\(name)"))
      #expect(try Self.words(of: name, in: folder) == Self.words(of: "sample-\(name)", in: folder))
    }
  }

  /// The texts that a file carries: those of a PDF's pages, or those of a PNG's metadata.
  private static func words(of name: String, in folder: TemporaryFolder) throws -> [String] {
    if name.hasSuffix(".pdf") {
      return try CommandRun.tool("pdftotext", ["-layout", name, "-"], in: folder).output
        .split(whereSeparator: \.isWhitespace).map { String($0) }
    }
    let octets = try folder.octets(name)
    let text = String(decoding: octets.prefix(4_000), as: UTF8.self)
    return text.split { !$0.isASCII || $0.asciiValue ?? 0 < 32 }.filter { $0.count > 7 }.map {
      String($0)
    }
  }
}
