import Foundation
import Testing

/// What pictures say about how to make them again, and what they must not do to their trace.
struct ReproductionTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: [String]) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  /// The command that a PDF's metadata gives.
  private func command(in file: String) throws -> String {
    let information = try CommandRun.tool("pdfinfo", [file], in: folder).output
    let line = try #require(information.split(separator: "\n").first { $0.contains("Reproduce: ") })
    return String(line.split(separator: "Reproduce: ", maxSplits: 1)[1])
  }

  @Test(arguments: ["chart", "diagram", "report"])
  func `the command of a picture makes the same picture`(verb: String) throws {
    let options = [
      "--run", "2", "--link", "HUB1→SLPS100", "--between", "1:00:00..2:00:00", "--title",
      "Bob's ticket", "--note", "50% of $HOME",
    ]
    let drawn = try mtatrace([verb, SampleTrace.name] + options + ["-o", "a.pdf"])
    #expect(drawn.exitCode == 0)
    let command = try command(in: "a.pdf")
    #expect(!command.contains("--build"))
    #expect(
      command.hasSuffix(
        " && mtatrace \(verb) \(SampleTrace.name) --run 2 --link HUB1:SLPS100 "
          + "--between 1:00:00..2:00:00 --title 'Bob'\\''s ticket' --note '50% of $HOME'"))

    let elsewhere = TemporaryFolder()
    let again = try CommandRun.shell(
      "mtatrace() { \"$mtatrace\" \"$@\"; }; \(command)", in: elsewhere)
    #expect(again.exitCode == 0)
    let name = verb == "report" ? "q181721-report.pdf" : "q181721-\(verb).png"
    #expect(try mtatrace([verb, SampleTrace.name] + options).exitCode == 0)
    #expect(try folder.octets(name) == elsewhere.octets(name))
  }

  @Test func `the command names no options that were not given`() throws {
    #expect(try mtatrace(["chart", SampleTrace.name, "-o", "a.pdf"]).exitCode == 0)
    #expect(try command(in: "a.pdf").hasSuffix(" && mtatrace chart \(SampleTrace.name)"))
  }

  @Test func `a value that looks like an option is given with an equals sign`() throws {
    #expect(
      try mtatrace(["chart", SampleTrace.name, "--title=-x", "-o", "a.pdf"]).exitCode == 0)
    #expect(try command(in: "a.pdf").hasSuffix(" --title=-x"))
  }

  @Test func `what is not built in is simulated from the trace and drawn`() throws {
    let scenario = try mtatrace(["record", "healthy", "--print-scenario"]).output
    try folder.write(
      scenario.replacing("scenario: healthy", with: "scenario: mine"), to: "mine.yaml")
    let record = ["record", "mine.yaml", "--set", "duration=30 min", "-o", "mine.sqlite"]
    #expect(try mtatrace(record).exitCode == 0)
    #expect(try mtatrace(["chart", "mine.sqlite", "-o", "a.pdf"]).exitCode == 0)
    #expect(
      try command(in: "a.pdf") == "mtatrace replay mine.sqlite && mtatrace chart mine.sqlite")
  }

  @Test func `a diagram as PDF is on paper with numbered pages`() throws {
    #expect(try mtatrace(["diagram", SampleTrace.name, "-o", "a.pdf"]).exitCode == 0)
    let information = try CommandRun.tool("pdfinfo", ["a.pdf"], in: folder).output
    #expect(information.contains("(A4)"))
    let text = try CommandRun.tool("pdftotext", ["a.pdf", "-"], in: folder).output
    let pages = text.split(separator: "\u{C}").filter { $0.contains("reproduce:") }
    #expect(pages.count > 1)
    for (number, page) in zip(1..., pages) {
      #expect(page.contains("page \(number) of \(pages.count)"))
    }
  }

  @Test func `a report can go to standard output and is always a PDF`() throws {
    #expect(try mtatrace(["report", SampleTrace.name, "-o", "a.pdf"]).exitCode == 0)
    let piped = try mtatrace(["report", SampleTrace.name, "-o", "-"])
    #expect(piped.exitCode == 0)
    #expect(try piped.octets == folder.octets("a.pdf"))
    let help = try mtatrace(["report", "--help"]).output
    #expect(help.contains("pdf") && !help.contains("png") && !help.contains("svg"))
    #expect(try mtatrace(["report", SampleTrace.name, "--format", "png"]).exitCode == 64)
  }

  @Test func `a picture never replaces another trace`() throws {
    let folder = try SampleTrace.folder()
    try folder.octets(SampleTrace.name).write(to: folder.path("b.sqlite"))
    let run = try CommandRun.mtatrace(
      ["chart", SampleTrace.name, "--format", "pdf", "-o", "b.sqlite"], in: folder)
    #expect(run.exitCode == 73)
    #expect(run.errors.hasPrefix("mtatrace: b.sqlite is a trace or another database"))
    #expect(try folder.octets("b.sqlite") == folder.octets(SampleTrace.name))
  }

  @Test(arguments: ["chart", "diagram", "report"])
  func `a picture never replaces its trace`(verb: String) throws {
    let original = try folder.octets(SampleTrace.name)
    let links = FileManager.default
    try links.createSymbolicLink(
      at: folder.path("soft.pdf"), withDestinationURL: folder.path(SampleTrace.name))
    try links.linkItem(at: folder.path(SampleTrace.name), to: folder.path("hard.pdf"))
    let names = folder.names
    for name in [SampleTrace.name, "./\(SampleTrace.name)", "soft.pdf", "hard.pdf"] {
      let run = try mtatrace([verb, SampleTrace.name, "--format", "pdf", "-o", name])
      #expect(run.exitCode == 64)
      #expect(run.output == "")
      #expect(run.errors.contains("\(name) is the trace"))
    }
    #expect(try folder.octets(SampleTrace.name) == original)
    #expect(folder.names == names)
  }
}
