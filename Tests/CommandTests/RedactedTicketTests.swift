import Foundation
import Testing

/// `ticket --redact`: a pack without names.
struct RedactedTicketTests {
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

  @Test(arguments: TicketCommandTests.samples)
  func `no file of a redacted pack has an original name in it`(name: String) throws {
    let trace = try sample(name)
    let before = try folder.octets(trace)
    let run = try mtatrace("ticket", trace, "--for", "rt", "--redact")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try folder.octets(trace) == before)
    let found = try RedactionJudge.search(
      "redacted-ticket-key.json", "redacted-ticket", "redacted-ticket.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: "), "\(found)")
    #expect(!folder.names.contains { $0.hasPrefix("redacted-ticket/") && $0.contains("key") })
    let replay = try mtatrace("replay", "redacted-ticket/slice.sqlite")
    #expect(replay.exitCode == 0, "\(replay.output)")
    // The footers' command makes the same pack of the redacted trace alone.
    try FileManager.default.removeItem(at: folder.path(trace))
    let manifest = String(
      decoding: try folder.octets("redacted-ticket/manifest.json"), as: UTF8.self)
    let command = try #require(manifest.firstMatch(of: /"reproduce": "(.*)"/)).1
    let again = command.replacing("mtatrace ", with: "\"$mtatrace\" ") + " -o again"
    let made = try CommandRun.shell(String(again), in: folder)
    #expect(made.exitCode == 0, "\(made.errors)")
    let difference = try CommandRun.tool("diff", ["-r", "redacted-ticket", "again"], in: folder)
    #expect(difference.exitCode == 0, "\(difference.output)")
  }

  @Test func `the judge finds names in every kind of file that has them`() throws {
    let trace = try sample("q189494")
    try mtatrace("share", trace, "--redact")
    try mtatrace("ticket", trace, "--for", "rt", "-o", "pack")
    let found = try RedactionJudge.search("redacted-key.json", trace, "pack", in: folder)
    for file in [
      trace, "pack/backlog.png", "pack/backlog.svg", "pack/report.pdf", "pack/diagram.csv",
      "pack/body.html", "pack/slice.sqlite", "pack/manifest.json",
    ] {
      #expect(found.contains("TRUMAN in \(file)\n"), "\(file)")
    }
    #expect(found.contains("192.168.20.3 in pack/report.pdf\n"))
  }

  @Test func `the user's options and words name what they know, and the pack does not`() throws {
    let trace = try sample("q181721")
    let run = try mtatrace(
      "ticket", trace, "--for", "github", "--redact", "--link", "SLPS100:HUB1", "--title",
      "hub1 hangs", "--note", "see q181721.sqlite and 100.5.51.16", "-o", "for/vendor/")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("the key, which tells the names, stays with you: "))
    let body = String(decoding: try folder.octets("for/vendor/body.md"), as: UTF8.self)
    #expect(body.contains("HOST1 hangs") && body.contains("mail from HOST2 to HOST1"), "\(body)")
    #expect(body.contains("see vendor.sqlite and 192.0.2.2"), "\(body)")
    let found = try RedactionJudge.search(
      "for/vendor-key.json", "for/vendor", "for/vendor.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: "), "\(found)")
  }

  @Test func `a capture's pack has neither its addresses nor its file's name`() throws {
    try mtatrace("export", try sample("bindback"), "--run", "1", "-o", "acme.pcapng")
    try mtatrace("import", "acme.pcapng", "-o", "acme.sqlite")
    let run = try mtatrace("ticket", "acme.sqlite", "--for", "jira", "--redact", "--json")
    #expect(run.exitCode == 0, "\(run.errors)")
    let answer = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(answer["folder"] as? String == "redacted-ticket")
    #expect(answer["redacted"] as? String == "redacted-ticket.sqlite")
    #expect(answer["key"] as? String == "redacted-ticket-key.json")
    let found = try RedactionJudge.search(
      "redacted-ticket-key.json", "redacted-ticket", "redacted-ticket.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: 4 names"), "\(found)")
  }

  @Test func `where no pack can be made there is no trace and no key either`() throws {
    let trace = try sample("healthy")
    let before = folder.names
    for arguments in [["--link", "HUB1:NOBODY"], ["-o", trace], ["-o", "slps100"]] {
      let run = try CommandRun.mtatrace(
        ["ticket", trace, "--for", "rt", "--redact"] + arguments, in: folder)
      #expect(run.exitCode != 0 && !run.errors.isEmpty)
      #expect(folder.names == before, "\(arguments)")
    }
  }
}
