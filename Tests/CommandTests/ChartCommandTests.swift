import Foundation
import Testing

/// What `chart` draws, and how large.
struct ChartCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  static let kinds = ["backlog", "rates", "delivery-time", "distribution", "associations"]

  @Test(arguments: kinds)
  func `a picture for a ticket has at most 300 kilobytes`(kind: String) throws {
    let run = try mtatrace(
      "chart", SampleTrace.name, "--of", kind, "--width", "1600", "--height", "900", "-o", "a.png",
      "--ticket", "INC-4711")
    #expect(run.exitCode == 0, "\(run.errors)")
    let octets = try folder.octets("a.png")
    #expect(octets.count <= 300_000)
    #expect(octets.dropFirst(16).prefix(8) == Data([0, 0, 6, 64, 0, 0, 3, 132]))
    let origin = try mtatrace("info", "a.png").output
    #expect(origin.contains("ticket: INC-4711"))
    #expect(origin.contains("--width 1600 --height 900"))
  }

  @Test(arguments: kinds)
  func `every chart is drawn in every format, light and dark`(kind: String) throws {
    for format in ["png", "svg", "pdf"] {
      let light = try mtatrace("chart", SampleTrace.name, "--of", kind, "-o", "light.\(format)")
      let dark = try mtatrace(
        "chart", SampleTrace.name, "--of", kind, "--dark", "-o", "dark.\(format)")
      #expect(light.exitCode == 0 && dark.exitCode == 0)
      #expect(try folder.octets("light.\(format)") != folder.octets("dark.\(format)"))
    }
    let check = try CommandRun.tool("qpdf", ["--check", "dark.pdf"], in: folder)
    #expect(check.exitCode == 0)
  }

  @Test func `all directions get a panel, and several one each`() throws {
    #expect(try mtatrace("chart", SampleTrace.name, "--link", "all", "-o", "a.pdf").exitCode == 0)
    let words = try CommandRun.tool("pdftotext", ["-layout", "a.pdf", "-"], in: folder).output
    #expect(words.contains("HUB1 → SLPS100") && words.contains("SLPS100 → HUB1"))
    let refused = try mtatrace("diagram", SampleTrace.name, "--link", "all")
    #expect(refused.exitCode == 64)
    #expect(
      try mtatrace("chart", SampleTrace.name, "--link", "all", "--of", "rates").exitCode == 64)
  }

  @Test(arguments: [
    ["--width", "100"], ["--height", "99999"], ["--dpi", "5"], ["--width", "1000", "--dpi", "300"],
  ])
  func `a size that no chart has room in is refused with the one it needs`(
    options: [String]
  ) throws {
    let run = try CommandRun.mtatrace(["chart", SampleTrace.name] + options, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains("from") && run.errors.contains("to"))
  }
}
