import Foundation
import Testing

/// `show --ladder`, as a command.
struct LadderCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func ladder(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun.mtatrace(
      ["show", SampleTrace.name, "--ladder"] + arguments, in: folder, environment: environment)
  }

  @Test func `the diagram has 80 columns in a pipe, and no colours`() throws {
    let run = try ladder()
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 })
    #expect(lines.contains { $0.unicodeScalars.count == 80 })
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.contains("bind_nak · reason 0") && run.output.contains("┌─ fold 1"))
    let words = run.output.split(whereSeparator: \.isWhitespace)
    #expect(words.suffix(3) == ["show", SampleTrace.name[...], "--ladder"])
    #expect(try ladder("--width", "80").octets == run.octets)
    #expect(try ladder(environment: ["COLUMNS": "80"]).octets == run.octets)
    #expect(try ladder(environment: ["COLUMNS": "100"]).octets == ladder("--width", "100").octets)
  }

  @Test(arguments: ["C", "de_DE.ISO-8859-1", "ja_JP.eucJP", "POSIX"])
  func `a locale without UTF-8 gets ASCII`(locale: String) throws {
    let run = try ladder(environment: ["LC_ALL": locale])
    #expect(run.octets == (try ladder("--ascii")).octets)
    #expect(run.octets.allSatisfy { $0 < 0x80 })
    #expect(try ladder(environment: ["LC_ALL": "en_US.utf8"]).octets == ladder().octets)
  }

  @Test func `options choose what is told, as they do for pictures`() throws {
    let all = try ladder("--unfold", "all", "--time", "step").output
    #expect(!all.contains("fold 1") && !all.contains("⋮"))
    let order = try ladder(
      "--lifelines", "SLPS100 MTA,tcp[1911],vns_spp[385],HUB1 RPC runtime,HUB1 MTA")
    #expect(order.exitCode == 0, "\(order.errors)")
    #expect(order.output.split(separator: "\n").contains { $0.hasSuffix("HUB1") })
    #expect(try ladder("--run", "2").output.contains("NT 4.0 SP3") == false)
    let other = try ladder("--link", "SLPS100:HUB1", "--between", "0:10:00..0:20:00").output
    #expect(other.contains("SLPS100 → HUB1 · 0:10:00 to 0:20:00"))
    #expect(other.split(whereSeparator: \.isWhitespace).contains("SLPS100:HUB1"))
    #expect(try ladder("--host", "HUB1", "--host", "SLPS100").output.contains("between HUB1"))
  }

  @Test(arguments: [
    (["--json"], "--json is for lists"), (["--kind", "bind"], "--kind is for lists"),
    (["--width", "0"], "--width is a number of columns"), (["--unfold", "99"], "no fold 99"),
    (["--host", "NOBODY"], "no host NOBODY"), (["--link", "A:B"], "A"),
  ])
  func `what makes no sense is refused`(arguments: [String], words: String) throws {
    let run = try CommandRun.mtatrace(
      ["show", SampleTrace.name, "--ladder"] + arguments, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(words) && run.output.isEmpty, "\(run.errors)")
  }

  @Test func `options of the diagram need the diagram`() throws {
    for arguments in [["--ascii"], ["--width", "80"], ["--unfold", "1"], ["--time", "step"]] {
      let run = try CommandRun.mtatrace(["show", SampleTrace.name] + arguments, in: folder)
      #expect(run.exitCode == 64)
      #expect(run.errors.contains("\(arguments[0]) belongs to the diagram; add --ladder"))
    }
  }

  @Test func `a terminal too narrow is told how wide it must be`() throws {
    let run = try ladder("--width", "20")
    #expect(run.exitCode == 73)
    #expect(run.errors.contains("need 40 columns, and there are 20") && run.output.isEmpty)
  }
}
