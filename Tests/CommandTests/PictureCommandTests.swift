import Foundation
import Testing

/// The commands that draw: `chart`, `diagram`, `report`.
struct PictureCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func tool(_ name: String, _ arguments: String...) throws -> String {
    try CommandRun.tool(name, arguments, in: folder).output
  }

  @Test(arguments: [
    ("chart", "q181721-chart.png"), ("diagram", "q181721-diagram.png"),
    ("report", "q181721-report.pdf"),
  ])
  func `a picture has a name of its own in the current folder`(verb: String, name: String) throws {
    let run = try mtatrace(verb, SampleTrace.name)
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    let printed = run.output.split(separator: "\n").map(String.init)
    #expect(printed.first == name)
    // The numbers of a report's figures lie in a folder beside it.
    #expect(
      printed.dropFirst().allSatisfy {
        verb == "report" && $0.hasPrefix("q181721-report-data/") && $0.hasSuffix(".csv")
      })
    let files = folder.names.filter { $0 != "q181721-report-data" }
    #expect(files == (printed + [SampleTrace.name]).sorted())
  }

  @Test(arguments: ["chart", "diagram"])
  func `the ending or the option chooses the format`(verb: String) throws {
    for format in ["png", "pdf", "svg"] {
      #expect(try mtatrace(verb, SampleTrace.name, "-o", "a.\(format)").exitCode == 0)
      #expect(try mtatrace(verb, SampleTrace.name, "--format", format, "-o", "b").exitCode == 0)
      #expect(try folder.octets("a.\(format)") == folder.octets("b"))
      let piped = try mtatrace(verb, SampleTrace.name, "--format", format, "-o", "-")
      #expect(piped.octets == (try folder.octets("b")))
    }
    #expect(try folder.octets("a.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try CommandRun.tool("qpdf", ["--check", "a.pdf"], in: folder).exitCode == 0)
    let wellFormed = "import sys, xml.dom.minidom; xml.dom.minidom.parse('a.svg')"
    #expect(try CommandRun.tool("python3", ["-c", wellFormed], in: folder).exitCode == 0)

    let refused = try mtatrace(verb, SampleTrace.name, "-o", "a.jpeg")
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains(".png"))
    #expect(!folder.exists("a.jpeg"))
  }

  @Test(arguments: ["chart", "diagram", "report"])
  func `equal traces give equal files wherever and whenever they are drawn`(verb: String) throws {
    #expect(try mtatrace(verb, SampleTrace.name, "-o", "a.pdf").exitCode == 0)
    let elsewhere = try SampleTrace.folder()
    let again = try CommandRun.mtatrace(
      [verb, elsewhere.path(SampleTrace.name).path, "-o", "b.pdf"], in: elsewhere,
      environment: ["TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1"])
    #expect(again.exitCode == 0)
    #expect(try folder.octets("a.pdf") == elsewhere.octets("b.pdf"))
  }

  @Test func `a picture says the finding and how to make it again`() throws {
    let info = try mtatrace("info", SampleTrace.name, "--json").output
    let trace = try JSONSerialization.jsonObject(with: Data(info.utf8)) as? [String: Any]
    let runs = try #require(trace?["runs"] as? [[String: Any]])
    let seed = try #require(runs.first?["seed"] as? Int)

    #expect(try mtatrace("chart", SampleTrace.name, "-o", "a.pdf").exitCode == 0)
    let text = try tool("pdftotext", "-layout", "a.pdf", "-")
    #expect(text.hasPrefix("SP3 stalls "))
    #expect(
      text.contains("reproduce: mtatrace record q181721 --seed \(seed) -o \(SampleTrace.name)"))
    #expect(text.contains("NT 4.0 SP3") && text.contains("NT 4.0 SP4"))
    let information = try tool("pdfinfo", "a.pdf")
    for run in runs {
      #expect(information.contains(try #require(run["fingerprint"] as? String)))
    }
  }

  @Test func `a picture of changed settings says how to make the trace again`() throws {
    let other = TemporaryFolder()
    let record = ["record", "q181721", "--seed", "3", "--set", "threshold=20"]
    #expect(try CommandRun.mtatrace(record + ["-o", "a.sqlite"], in: other).exitCode == 0)
    #expect(try CommandRun.mtatrace(["chart", "a.sqlite", "-o", "a.pdf"], in: other).exitCode == 0)
    let text = try CommandRun.tool("pdftotext", ["-layout", "a.pdf", "-"], in: other).output
    let command = "mtatrace record q181721 --seed 3 --set mta.threshold=20 -o a.sqlite"
    #expect(text.contains(command))
    let again = try CommandRun.shell(
      "mtatrace() { \"$mtatrace\" \"$@\"; }; mv a.sqlite b.sqlite; \(command)", in: other)
    #expect(again.exitCode == 0)
    #expect(try other.octets("a.sqlite") == other.octets("b.sqlite"))
  }

  @Test(arguments: ["chart", "diagram", "report"])
  func `title and note are the user's own`(verb: String) throws {
    let run = try mtatrace(
      verb, SampleTrace.name, "--title", "Ticket 4711", "--note", "Before the service pack", "-o",
      "a.pdf")
    #expect(run.exitCode == 0)
    let text = try tool("pdftotext", "a.pdf", "-")
    #expect(text.contains("Ticket 4711"))
    #expect(text.contains("Before the service pack"))
    #expect(try tool("pdfinfo", "a.pdf").contains("Ticket 4711"))
  }

  @Test func `one run, one direction or one stretch of time can be drawn`() throws {
    let one = try mtatrace(
      "chart", SampleTrace.name, "--run", "2", "--link", "SLPS100:HUB1", "-o", "a.pdf")
    #expect(one.exitCode == 0)
    let text = try tool("pdftotext", "a.pdf", "-")
    #expect(text.contains("Messages waiting at SLPS100 for HUB1"))
    #expect(!text.contains("SP3"))
    #expect(
      try mtatrace("chart", SampleTrace.name, "--link", "SLPS100→HUB1", "--run", "2", "-o", "b.pdf")
        .exitCode == 0)
    #expect(try folder.octets("a.pdf") == folder.octets("b.pdf"))

    #expect(try mtatrace("chart", SampleTrace.name, "-o", "whole.svg").exitCode == 0)
    let part = try mtatrace(
      "chart", SampleTrace.name, "--between", "1:30:00..2:00:00", "-o", "part.svg")
    #expect(part.exitCode == 0)
    #expect(try folder.octets("whole.svg") != folder.octets("part.svg"))
  }

  @Test(arguments: [
    (["--link", "HUB1:NOBODY"], 64, "SLPS100"), (["--link", "HUB1"], 64, "--link"),
    (["--run", "3"], 66, "run 3"), (["--between", "4:00:00..5:00:00"], 64, "4:00:00"),
    (["-o", "nowhere/a.png"], 73, "nowhere/a.png"), (["-o", "."], 64, "--format"),
    (["-o", "closed.png"], 73, "closed.png"),
    (["-o", "/dev/full", "--format", "png"], 74, "/dev/full"),
  ])
  func `what cannot be drawn is refused and leaves nothing`(
    options: [String], exitCode: Int32, word: String
  ) throws {
    try FileManager.default.createDirectory(
      at: folder.path("closed.png"), withIntermediateDirectories: false)
    for verb in ["chart", "diagram"] {
      let run = try CommandRun.mtatrace([verb, SampleTrace.name] + options, in: folder)
      #expect(run.exitCode == exitCode)
      #expect(run.output == "")
      #expect(run.errors.contains(word))
      #expect(run.errors.hasPrefix("mtatrace: ") || run.errors.hasPrefix("Error: "))
    }
    #expect(folder.names == ["closed.png", SampleTrace.name])
  }

  @Test func `a picture that cannot be written whole leaves the old one`() throws {
    try folder.write("precious", to: "a.png")
    let run = try CommandRun.shell(
      "trap '' XFSZ; ulimit -f 1; exec \"$mtatrace\" chart \(SampleTrace.name) -o a.png", in: folder
    )
    #expect(run.exitCode == 74)
    #expect(try folder.octets("a.png") == Data("precious".utf8))
    #expect(folder.names == ["a.png", SampleTrace.name])
  }

  @Test func `a report is a whole document`() throws {
    #expect(try mtatrace("report", SampleTrace.name, "-o", "a.pdf").exitCode == 0)
    #expect(try CommandRun.tool("qpdf", ["--check", "a.pdf"], in: folder).exitCode == 0)
    let information = try tool("pdfinfo", "a.pdf")
    #expect(information.contains("Tagged:          yes"))
    let fonts = try tool("pdffonts", "a.pdf").split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    #expect(fonts.allSatisfy { $0.contains("Inter") })
    let refused = try mtatrace("report", SampleTrace.name, "-o", "a.png")
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains(".pdf"))
  }

  @Test func `runs of different seeds are not compared`() throws {
    let other = TemporaryFolder()
    let record = ["record", "healthy", "--build", "nt4-sp4", "--set", "duration=10 min", "-o"]
    #expect(try CommandRun.mtatrace(record + ["a.sqlite"], in: other).exitCode == 0)
    _ = try CommandRun.tool(
      "sqlite3",
      [
        "a.sqlite",
        "UPDATE run SET seed = seed + 1; INSERT INTO run SELECT 2, scenario, build, "
          + "seed + 1, engine_version, source, duration, NULL, NULL, status, outcome, end_time, 0, "
          + "fingerprint FROM run; INSERT INTO host SELECT 2, position, name, build FROM host",
      ],
      in: other)
    let run = try CommandRun.mtatrace(["chart", "a.sqlite", "--run", "1", "--run", "2"], in: other)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains("seed"))
  }
}
