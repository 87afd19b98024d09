import Foundation
import Testing

/// Pictures that are killed while they are drawn: a name stands for a whole file, or none.
struct KilledPictureTests {
  private static let kills =
    ProcessInfo.processInfo.environment["MTATRACE_KILLS"].flatMap { Int($0) } ?? 3

  @Test(arguments: [
    "chart \(SampleTrace.name) -o a.png", "report \(SampleTrace.name) -o a.pdf",
    "\(SampleTrace.severalPictures) \(SampleTrace.name) -o a.png",
  ])
  func `a picture killed at any moment leaves whole files only`(command: String) throws {
    let whole = try SampleTrace.folder()
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try CommandRun.shell("\"$mtatrace\" \(command)", in: whole).exitCode == 0)
    let length = (clock.now - start) / .seconds(1)
    let written = whole.names.filter { $0 != SampleTrace.name }
    #expect(!written.isEmpty)
    for number in 0..<Self.kills {
      let folder = try SampleTrace.folder()
      let share = (Double(number) + .random(in: 0..<1)) / Double(Self.kills)
      let delay = String(format: "%.4f", 1.05 * length * share)
      _ = try CommandRun.shell(
        "\"$mtatrace\" \(command) > /dev/null & child=$!; sleep \(delay); kill -KILL $child; "
          + "wait $child", in: folder)
      for name in folder.names where !name.hasSuffix(".partial") && name != "a-data" {
        #expect(
          try folder.octets(name) == whole.octets(name), "\(name), killed after \(delay) s")
      }
      // The list is last: where it is, all are.
      guard folder.exists("a.json") else { continue }
      #expect(folder.names == whole.names)
    }
  }
}
