import Foundation
import Testing

/// How a sequence diagram is told and laid out, as its options say.
struct DiagramCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func diagram(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["diagram", SampleTrace.name] + arguments, in: folder)
  }

  private func words(_ name: String) throws -> String {
    try CommandRun.tool("pdftotext", ["-raw", name, "-"], in: folder).output
  }

  @Test(arguments: [
    ("compressed", "time axis compressed"), ("step", "one step a row"), ("true", "true to scale"),
  ])
  func `the time axis is the one that is asked for, and said`(axis: String, words: String) throws {
    let run = try diagram("--time", axis, "--between", "0:00..0:40:00", "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try self.words("a.pdf").filter { $0 != "\n" }.contains(words))
  }

  @Test func `an unfolded fold is drawn row by row, and the others keep their numbers`() throws {
    #expect(try diagram("-o", "folded.pdf").exitCode == 0)
    let folded = try words("folded.pdf")
    try #require(folded.contains("Fold 1:") && folded.contains("Fold 2:"))
    #expect(try diagram("--unfold", "1", "-o", "one.pdf").exitCode == 0)
    let one = try words("one.pdf")
    #expect(!one.contains("Fold 1:") && one.contains("Fold 2:"))
    #expect(try diagram("--unfold", "all", "-o", "all.pdf").exitCode == 0)
    #expect(try words("all.pdf").contains("Fold ") == false)
    let refused = try diagram("--unfold", "99")
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains("no fold 99; its folds are 1 to"))
  }

  @Test func `lifelines stand in the order given, and every mistake is named`() throws {
    let order = "SLPS100 MTA,tcp[1911],vns_spp[385],HUB1 RPC runtime,HUB1 MTA"
    let run = try diagram("--lifelines", order, "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    for (names, words) in [
      ("HUB1 MTA", "leaves out"), ("HUB1", "does not say which lifeline 'HUB1' is"),
      ("HUB1 MTA,HUB1 MTA", "twice"), ("nobody", "there are"),
    ] {
      let refused = try diagram("--lifelines", names)
      #expect(refused.exitCode == 64)
      #expect(refused.errors.contains(words), "\(refused.errors)")
    }
  }

  @Test func `paper has the size and the side that are asked for`() throws {
    for (paper, side, size) in [
      ("a4", "portrait", "595 x 842"), ("letter", "landscape", "792 x 612"),
      ("letter", "portrait", "612 x 792"),
    ] {
      let run = try diagram("--paper", paper, "--orientation", side, "-o", "a.pdf")
      #expect(run.exitCode == 0, "\(run.errors)")
      let facts = try CommandRun.tool("pdfinfo", ["a.pdf"], in: folder).output
      #expect(facts.contains(size), "\(facts)")
    }
    #expect(try diagram("--paper", "letter", "-o", "a.png").exitCode == 64)
  }

  @Test func `hosts are those named, each once`() throws {
    let run = try diagram("--host", "SLPS100", "--host", "HUB1", "-o", "a.pdf")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try words("a.pdf").contains("between SLPS100, HUB1"))
    #expect(try diagram("--host", "nobody").exitCode == 64)
    #expect(try diagram("--host", "HUB1", "--host", "HUB1").errors.contains("twice"))
  }

  @Test func `a scale that would take too many pages is refused with their number`() throws {
    let run = try diagram(
      "--time", "true", "--unfold", "all", "--between", "0:00..4:00:00", "-o", "a.pdf")
    #expect(run.exitCode == 73)
    #expect(run.errors.contains("pages") && run.errors.contains("--between"))
    #expect(!folder.exists("a.pdf"))
  }
}
