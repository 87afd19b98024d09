import Testing

/// What is recorded and drawn depends on nothing around the program.
struct SurroundingsTests {
  /// Records and draws somewhere, under an environment, and gives what was written.
  private static func files(_ environment: [String: String]) throws -> [[UInt8]] {
    let folder = TemporaryFolder()
    let lines = [
      "$mtatrace record q189494 --set duration=50min -o a.sqlite",
      "$mtatrace chart a.sqlite -o a.png", "$mtatrace diagram a.sqlite -o a.svg",
      "$mtatrace report a.sqlite -o a.pdf",
    ]
    let run = try CommandRun.shell(
      lines.joined(separator: " && "), in: folder, environment: environment)
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    return try ["a.sqlite", "a.png", "a.svg", "a.pdf"].map { Array(try folder.octets($0)) }
  }

  @Test func `two processes in other zones, locales and folders write equal octets`() throws {
    let here = try Self.files(["TZ": "UTC", "LC_ALL": "C.UTF-8"])
    let there = try Self.files([
      "TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8", "HOME": "/",
      "COLUMNS": "20", "USER": "someone", "XDG_CONFIG_HOME": "/nowhere",
    ])
    #expect(here.allSatisfy { $0.count > 1000 })
    #expect(here == there)
  }
}
