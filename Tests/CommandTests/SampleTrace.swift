import Foundation
import Testing

/// The trace of the built-in scenario, recorded once for all tests that only read it.
enum SampleTrace {
  /// The trace's name in a folder that ``folder()`` gives.
  static let name = "q181721.sqlite"

  /// A command that draws the trace as several pictures.
  static let severalPictures = "diagram --between 0:00..1:15:00 --unfold all"

  private static let original = TemporaryFolder()
  private static let recording = Result {
    try CommandRun.mtatrace(["record", "q181721", "-o", name], in: original)
  }

  /// A new folder with a copy of the trace.
  static func folder() throws -> TemporaryFolder {
    let run = try recording.get()
    try #require(run.exitCode == 0, "\(run.errors)")
    let folder = TemporaryFolder()
    try original.octets(name).write(to: folder.path(name))
    return folder
  }
}
