import Foundation
import Testing

/// `share` where it cannot do what it was asked.
struct ShareUsageTests {
  let folder = TemporaryFolder()

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  init() throws {
    let original = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/healthy.sqlite")
    try FileManager.default.copyItem(at: original, to: folder.path("a.sqlite"))
  }

  @Test func `without --redact it says in a sentence what it is for`() throws {
    let run = try mtatrace("share", "a.sqlite")
    #expect(run.exitCode == 64 && run.errors.contains("needs --redact"), "\(run.errors)")
    #expect(folder.names == ["a.sqlite"])
  }

  @Test func `it replaces nothing unless it may, and never the original`() throws {
    #expect(try mtatrace("share", "a.sqlite", "--redact").exitCode == 0)
    let again = try mtatrace("share", "a.sqlite", "--redact")
    #expect(again.exitCode == 73 && again.errors.contains("--force"), "\(again.errors)")
    #expect(try mtatrace("share", "a.sqlite", "--redact", "--force").exitCode == 0)
    let before = try folder.octets("a.sqlite")
    for arguments in [
      ["-o", "a.sqlite"], ["--key", "a.sqlite"], ["-o", "b", "--key", "b"],
      ["-o", "b.sqlite", "--key", "redacted.sqlite"],
    ] {
      let run = try CommandRun.mtatrace(
        ["share", "a.sqlite", "--redact", "--force"] + arguments, in: folder)
      #expect([64, 73].contains(run.exitCode), "\(arguments): \(run.errors)")
    }
    #expect(try folder.octets("a.sqlite") == before)
    #expect(folder.names == ["a.sqlite", "redacted-key.json", "redacted.sqlite"])
  }

  @Test func `a file's name may tell no name either`() throws {
    let run = try mtatrace("share", "a.sqlite", "--redact", "-o", "from-slps100.sqlite")
    #expect(run.exitCode == 64 && run.errors.contains("SLPS100"), "\(run.errors)")
    #expect(folder.names == ["a.sqlite"])
  }

  @Test func `programs are told the files and the counts`() throws {
    let run = try mtatrace("share", "a.sqlite", "--redact", "--json")
    let answer = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(answer["redacted"] as? String == "redacted.sqlite")
    #expect(answer["key"] as? String == "redacted-key.json")
    let counts = try #require(answer["replaced"] as? [String: Int])
    #expect(counts["host"] == 2 && counts["address"] == 6 && counts["title"] == 0)
  }
}
