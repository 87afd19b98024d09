import Foundation
import Testing

/// What a program takes of the machine it runs on.
struct MemoryTests {
  /// The most memory that a command takes, in megabytes.
  private func megabytes(_ command: String, in folder: TemporaryFolder) throws -> Int {
    let measure =
      "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=-3); "
      + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    let run = try CommandRun.shell("python3 -c '\(measure)' \"$mtatrace\" \(command)", in: folder)
    return try #require(Int(run.output.trimmingCharacters(in: .newlines)), "\(run.errors)")
  }

  private func record(hours: Int) -> String {
    "record q181721 --build nt4-sp4 -o \(hours).sqlite --set duration=\(hours)h"
  }

  @Test func `memory does not grow with a recording`() throws {
    let folder = TemporaryFolder()
    let short = try megabytes(record(hours: 15), in: folder)
    let long = try megabytes(record(hours: 120), in: folder)
    #expect(long - short < 12, "\(short) MB for 15 hours and \(long) MB for 120")
  }

  @Test(arguments: ["pcapng", "csv", "json"])
  func `memory does not grow with an export`(ending: String) throws {
    let folder = TemporaryFolder()
    let megabytes = try [4, 40].map { hours in
      let recorded = try CommandRun.shell("\"$mtatrace\" \(record(hours: hours))", in: folder)
      try #require(recorded.exitCode == 0, "\(recorded.errors)")
      return try self.megabytes("export \(hours).sqlite -o a.\(ending)", in: folder)
    }
    #expect(megabytes[1] - megabytes[0] < 8, "\(megabytes) MB for 4 and 40 hours")
  }
}
