import Foundation
import Testing

/// `ticket`: a folder with all that a ticket needs.
struct TicketCommandTests {
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

  private struct Manifest: Decodable {
    struct File: Decodable {
      var name: String
      var type: String
      var length: Int
      var sha256: String
      var alternative: String?
      var origin: String
      var attached: Bool
      var objection: String?
    }

    var title: String
    var body: String
    var reproduce: String
    var files: [File]
  }

  private func manifest(_ pack: String) throws -> Manifest {
    try JSONDecoder().decode(Manifest.self, from: folder.octets("\(pack)/manifest.json"))
  }

  private func names(_ pack: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(pack).path).sorted()
  }

  static let samples = [
    "bindback", "healthy", "hub50", "q166594", "q181721", "q189494", "spoke10", "stalled", "whatif",
  ]

  @Test(arguments: samples)
  func `a pack is what its manifest says, in sizes that trackers take`(name: String) throws {
    let trace = try sample(name)
    let run = try mtatrace("ticket", trace, "--for", "rt", "-o", "pack")
    #expect(run.exitCode == 0, "\(run.errors)")
    let manifest = try manifest("pack")
    #expect(try names("pack") == (manifest.files.map(\.name) + ["manifest.json"]).sorted())
    let sums = try CommandRun.tool("sh", ["-c", "cd pack && sha256sum *"], in: folder).output
    for file in manifest.files {
      #expect(sums.contains("\(file.sha256)  \(file.name)\n"))
      let octets = try folder.octets("pack/\(file.name)")
      #expect(octets.count == file.length)
      #expect(file.origin == manifest.reproduce)
      guard file.type == "image/png" else { continue }
      // PNG 1.2, 11.2.2: width and height follow the signature and the chunk's length and name.
      #expect(octets[16..<24].elementsEqual([0, 0, 0x06, 0x40, 0, 0, 0x03, 0x84]), "\(file.name)")
      #expect(file.length <= 300_000, "\(file.name) has \(file.length) octets")
      #expect(file.alternative?.isEmpty == false)
    }
    #expect(manifest.files.contains { $0.name.hasPrefix("diagram") && $0.type == "image/png" })
    #expect(manifest.body == "body.html")
  }

  @Test(arguments: ["q181721", "hub50", "whatif", "spoke10"])
  func `the slice of a pack opens with every verb`(name: String) throws {
    let trace = try sample(name)
    try mtatrace("ticket", trace, "--for", "markdown", "-o", "pack")
    for verb in ["info", "show", "stats", "diagnose", "compare", "replay"] {
      let run = try CommandRun.mtatrace(
        [verb, "pack/slice.sqlite"] + (verb == "compare" ? [trace] : []), in: folder)
      #expect(run.errors.isEmpty, "\(verb): \(run.errors)")
    }
    for verb in ["chart", "diagram", "report"] {
      let ending = verb == "report" ? "pdf" : "png"
      let run = try mtatrace(verb, "pack/slice.sqlite", "-o", "\(verb).\(ending)")
      #expect(run.exitCode == 0, "\(verb): \(run.errors)")
    }
  }

  @Test(arguments: [
    ("github", "md"), ("gitlab", "md"), ("jira", "jira"), ("redmine", "md"), ("rt", "html"),
    ("bugzilla", "txt"), ("markdown", "md"),
  ])
  func `each tracker gets its markup, and what it does not take is named`(
    tracker: String, ending: String
  ) throws {
    let trace = try sample("q181721")
    let run = try mtatrace("ticket", trace, "--for", tracker, "-o", "pack")
    #expect(run.exitCode == 0, "\(run.errors)")
    // As its reader shows it: Jira's signs are behind backslashes.
    let body = String(decoding: try folder.octets("pack/body.\(ending)"), as: UTF8.self)
      .replacing("\\", with: "").replacing("&#41;", with: ")")
      .replacing("&#43;", with: "+")
    let manifest = try manifest("pack")
    for file in manifest.files where file.name != manifest.body {
      #expect(body.contains(file.name), "\(file.name)")
      #expect(file.attached == (file.objection == nil))
      guard let objection = file.objection else { continue }
      #expect(run.output.contains("stays behind: \(file.name) (\(objection))"))
      #expect(body.contains(objection))
    }
    let isGitHub = tracker == "github"
    #expect(manifest.files.contains { $0.name == "report.pdf" && $0.attached == !isGitHub })
    for fact in ["775", "805", "b4a569be9a52aed8", "3358eaa84c37d3d3", "9316", "Q194834"] {
      #expect(body.contains(fact), "\(fact)")
    }
    for advice in [
      "Service Pack 4", "raise the priority", "restart the MTA", "lower the threshold",
    ] {
      #expect(body.contains(advice), "\(advice)")
    }
  }

  @Test func `the same trace gives the same pack, wherever it lies and goes`() throws {
    let trace = try sample("bindback")
    try mtatrace("ticket", trace, "--for", "jira", "-o", "one")
    try FileManager.default.createDirectory(
      at: folder.path("deep/er"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: folder.path(trace), to: folder.path("deep/er/\(trace)"))
    try mtatrace("ticket", "deep/er/\(trace)", "--for", "jira", "-o", "deep/two")
    #expect(try CommandRun.tool("diff", ["-r", "one", "deep/two"], in: folder).exitCode == 0)
  }

  @Test func `the line of the body makes the pack again`() throws {
    let folder = try SampleTrace.folder()
    _ = try CommandRun.mtatrace(
      ["ticket", SampleTrace.name, "--for", "gitlab", "--note", "a 'note'", "-o", "one"],
      in: folder)
    let body = String(decoding: try folder.octets("one/body.md"), as: UTF8.self)
    let command = try #require(body.firstMatch(of: /```sh\n(.*)\n```/)).1
    try FileManager.default.removeItem(at: folder.path(SampleTrace.name))
    let again = command.replacing("mtatrace ", with: "\"$mtatrace\" ")
    let run = try CommandRun.shell(String(again), in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try CommandRun.tool("diff", ["-r", "one", "q181721-ticket"], in: folder).exitCode == 0)
  }

  @Test func `a pack replaces a pack when it may, and nothing else ever`() throws {
    let trace = try sample("bindback")
    try mtatrace("ticket", trace, "--for", "rt", "-o", "pack")
    let refused = try mtatrace("ticket", trace, "--for", "github", "-o", "pack")
    #expect(refused.exitCode == 73 && refused.errors.contains("--force"), "\(refused.errors)")
    try Data("mine".utf8).write(to: folder.path("pack/notes.txt"))
    let forced = try mtatrace("ticket", trace, "--for", "github", "-o", "pack", "--force")
    #expect(forced.exitCode == 0, "\(forced.errors)")
    let names = try names("pack")
    #expect(names.contains("body.md") && names.contains("notes.txt"))
    #expect(!names.contains("body.html"))
    try FileManager.default.createDirectory(
      at: folder.path("full"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: folder.path("full/notes.txt"))
    for target in ["full", trace] {
      let run = try mtatrace("ticket", trace, "--for", "rt", "-o", target, "--force")
      #expect(run.exitCode == 73, "\(run.errors)")
    }
    #expect(try self.names("full") == ["notes.txt"])
  }

  @Test func `a capture has a pack too`() throws {
    let trace = try sample("bindback")
    let export = try mtatrace("export", trace, "--run", "1", "-o", "a.pcapng")
    #expect([0, 1].contains(export.exitCode), "\(export.errors)")
    try mtatrace("import", "a.pcapng", "-o", "a.sqlite")
    let run = try mtatrace("ticket", "a.sqlite", "--for", "rt", "-o", "pack")
    #expect(run.exitCode == 0, "\(run.errors)")
    let names = try names("pack")
    #expect(names.contains("associations.png") && names.contains("slice.sqlite"), "\(names)")
    let body = String(decoding: try folder.octets("pack/body.html"), as: UTF8.self)
    #expect(body.contains("Q181721") && body.contains("mtatrace import a.pcapng"), "\(body)")
  }
}
