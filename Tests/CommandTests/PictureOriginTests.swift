import Foundation
import Testing

/// Where pictures come from, as `info` and manifests say it.
struct PictureOriginTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  @Test(arguments: [
    ("chart", "a.png"), ("chart", "a.svg"), ("diagram", "a.pdf"), ("report", "a.pdf"),
    ("report", "a.html"),
  ])
  func `info says of a picture what made it`(verb: String, name: String) throws {
    #expect(try mtatrace(verb, SampleTrace.name, "-o", name).exitCode == 0)
    let run = try mtatrace("info", name)
    #expect(run.exitCode == 0, "\(run.errors)")
    for part in ["program: mtatrace", "scenario: q181721", "run 1: nt4-sp3", "shows: "] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(run.output.contains("reproduce: mtatrace record q181721"))
    let json = try mtatrace("info", name, "--json")
    let fields = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: String]
    #expect(fields?["run 2"]?.hasPrefix("nt4-sp4 ") == true)
    #expect(fields?["shows"]?.isEmpty == false)
  }

  @Test(arguments: ["a.png", "a.svg", "a.pdf"])
  func `a picture that is cut, changed or someone else's is refused or read`(name: String) throws {
    #expect(try mtatrace("chart", SampleTrace.name, "-o", name).exitCode == 0)
    let octets = try folder.octets(name)
    for count in [1, 8, 40, octets.count / 2, octets.count - 1] {
      try octets.prefix(count).write(to: folder.path("cut"))
      let run = try mtatrace("info", "cut")
      #expect([0, 65].contains(run.exitCode), "\(count): \(run.errors)")
    }
    var changed = octets
    for place in stride(from: 10, to: changed.count, by: 97) { changed[place] = 0xFF }
    try changed.write(to: folder.path("changed"))
    #expect([0, 65].contains(try mtatrace("info", "changed").exitCode))
  }

  @Test func `a picture of another program is named as one`() throws {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'></svg>"
    _ = try folder.write(svg, to: "other.svg")
    let run = try mtatrace("info", "other.svg")
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("says nothing of where it comes from"))
    #expect(try mtatrace("info", SampleTrace.name, "--run", "1").exitCode == 0)
  }

  @Test func `a picture of several files comes with a list of them all`() throws {
    let run = try mtatrace(
      "diagram", SampleTrace.name, "--unfold", "all", "--between", "0:00..1:15:00", "-o", "a.png")
    #expect(run.exitCode == 0, "\(run.errors)")
    let printed = run.output.split(separator: "\n").map(String.init)
    #expect(printed.last == "a.json")
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: folder.octets("a.json")) as? [String: Any])
    let files = try #require(manifest["files"] as? [[String: Any]])
    #expect(files.count > 1)
    #expect(files.compactMap { $0["name"] as? String } == printed.dropLast())
    for (number, file) in files.enumerated() {
      let name = try #require(file["name"] as? String)
      let octets = try folder.octets(name)
      #expect(file["length"] as? Int == octets.count)
      #expect(file["page"] as? Int == number + 1)
      let digest = try CommandRun.tool("sha256sum", [name], in: folder).output.prefix(64)
      #expect(file["sha256"] as? String == String(digest))
      // Width and height stand in the first chunk.
      let header = octets.dropFirst(16).prefix(8)
      let sides = [header.prefix(4), header.suffix(4)].map { $0.reduce(0) { $0 << 8 | Int($1) } }
      #expect([file["width"] as? Int, file["height"] as? Int] == sides)
    }
    #expect(folder.names == (printed + [SampleTrace.name]).sorted())
  }

  @Test func `a list of a single file is made when it is asked for`() throws {
    let run = try mtatrace("report", SampleTrace.name, "-o", "a.pdf", "--manifest", "list.json")
    #expect(run.exitCode == 0, "\(run.errors)")
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: folder.octets("list.json")) as? [String: Any])
    let files = try #require(manifest["files"] as? [[String: Any]])
    #expect(files.count == 1)
    #expect((files.first?["pages"] as? Int ?? 0) > 5)
    let refused = try mtatrace(
      "report", SampleTrace.name, "-o", "b.pdf", "--manifest", SampleTrace.name)
    #expect(refused.exitCode == 64)
    #expect(!folder.exists("b.pdf"))
  }

  @Test(arguments: [
    ["-o", "a.png", "--manifest", "a.png"], ["-o", "a.png", "--manifest", "./a.png"],
    ["-o", "a.png", "--manifest", "-"], ["-o", "-", "--manifest", "a.json"],
  ])
  func `a list without a file of its own is refused`(options: [String]) throws {
    let run = try CommandRun.mtatrace(["chart", SampleTrace.name] + options, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.octets.isEmpty)
    #expect(run.errors.contains("--manifest"))
    #expect(folder.names == [SampleTrace.name])
    _ = try folder.write("precious", to: "a.png")
    #expect(
      try CommandRun.mtatrace(["chart", SampleTrace.name] + options, in: folder).exitCode == 64)
    #expect(try folder.octets("a.png") == Data("precious".utf8))
  }
}
