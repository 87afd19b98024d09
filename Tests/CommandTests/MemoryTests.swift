import Foundation
import Testing

/// What a program takes of the machine it runs on.
struct MemoryTests {
  /// The most memory that recording this long takes, in megabytes.
  private func megabytes(hours: Int) throws -> Int {
    let folder = TemporaryFolder()
    let measure =
      "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=-3); "
      + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    let run = try CommandRun.shell(
      "python3 -c '\(measure)' \"$mtatrace\" record q181721 --build nt4-sp4 -o a.sqlite "
        + "--set duration=\(hours)h", in: folder)
    return try #require(Int(run.output.trimmingCharacters(in: .newlines)), "\(run.errors)")
  }

  @Test func `memory does not grow with a recording`() throws {
    let short = try megabytes(hours: 15)
    let long = try megabytes(hours: 120)
    #expect(long - short < 12, "\(short) MB for 15 hours and \(long) MB for 120")
  }
}
