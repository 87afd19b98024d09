import Foundation
import Testing

/// Disks that fill up and places where nothing can be made: each is one sentence and its exit code,
/// and what was there stays.
struct FullDiskTests {
  let folder = TemporaryFolder()

  /// Whether this user may mount file systems that only the test sees.
  private static let mayMount: Bool = {
    let trial = "unshare --mount sh -c 'mount -t tmpfs -o size=1m tmpfs .'"
    return (try? CommandRun.shell(trial, in: TemporaryFolder()).exitCode) == 0
  }()

  private static let longRecord =
    "\"$mtatrace\" record q181721 --set 'duration=40 h' --build nt4-sp3"

  /// Runs lines of shell in which the folder `small` is a file system of a size.
  private func onSmallDisk(_ size: String, _ lines: String) throws -> CommandRun {
    try folder.write(lines, to: "script")
    return try CommandRun.shell(
      "mkdir small; unshare --mount sh -c 'mount -t tmpfs -o size=\(size) tmpfs small; . ./script'",
      in: folder)
  }

  private func copySample() throws {
    let sample = try SampleTrace.folder()
    try sample.octets(SampleTrace.name).write(to: folder.path("a.sqlite"))
  }

  @Test func `a limit on the size of files ends a recording, and what was committed is there`()
    throws
  {
    // Blocks of 512 octets, as POSIX has it.
    let run = try CommandRun.shell(
      "ulimit -f 6000; \(Self.longRecord) -o a.sqlite", in: folder)
    #expect(run.exitCode == 74)
    #expect(
      run.errors.hasPrefix(
        "mtatrace: a.sqlite: The file could not be read or written. Check the disk it is on. "
          + "It holds run 1 until "))
    #expect(run.errors.hasSuffix(" of 40:00:00, of 1 run.\n"))
    #expect(run.output == "")
    let info = try CommandRun.mtatrace(["info", "a.sqlite", "--json"], in: folder)
    #expect(info.output.contains("\"status\": \"interrupted\""))
    let check = "PRAGMA integrity_check; SELECT event_count >= 10000 FROM runs"
    #expect(
      try CommandRun.tool("sqlite3", ["-readonly", "a.sqlite", check], in: folder).output
        == "ok\n1\n")
    #expect(try CommandRun.mtatrace(["replay", "a.sqlite"], in: folder).exitCode == 0)
  }

  @Test(arguments: [1_800, 2_000, 2_048, 2_200, 2_800])
  func `a recording that a full disk ends says what is missing, wherever it ends`(
    blocks: Int
  ) throws {
    let run = try CommandRun.shell(
      "ulimit -f \(blocks); \"$mtatrace\" record q181721 -o a.sqlite", in: folder)
    #expect(run.exitCode == 74)
    #expect(run.errors.hasSuffix(" of 2 runs.\n"), "\(run.errors)")
    #expect(run.errors.contains("It holds run 1 "), "\(run.errors)")
  }

  @Test(.enabled(if: mayMount, "only who may mount file systems can fill one"))
  func `a disk that fills up ends a recording, and what was committed can be copied`() throws {
    let run = try onSmallDisk(
      "3m",
      """
      \(Self.longRecord) -o small/a.sqlite; echo $?
      "$mtatrace" info small/a.sqlite; echo $?
      "$mtatrace" record q181721 -o small/b.sqlite; echo $?
      ls small; cp small/a.sqlite small/a.sqlite-wal .
      """)
    #expect(run.output == "74\n74\n74\na.sqlite\na.sqlite-shm\na.sqlite-wal\n")
    let sentences = run.errors.split(separator: "\n")
    try #require(sentences.count == 3)
    #expect(sentences[0].hasPrefix("mtatrace: small/a.sqlite: No space is left for the trace."))
    #expect(sentences[1].hasPrefix("mtatrace: small/a.sqlite: Its recording was interrupted, and"))
    #expect(sentences[2].hasPrefix("mtatrace: small/b.sqlite: No space is left for the trace."))
    let info = try CommandRun.mtatrace(["info", "a.sqlite"], in: folder)
    #expect(info.output.contains("interrupted"))
    #expect(try CommandRun.mtatrace(["replay", "a.sqlite"], in: folder).exitCode == 0)
  }

  @Test(
    .enabled(if: mayMount, "only who may mount file systems can fill one"),
    arguments: [
      "chart", "diagram", "report", "export --run 1", "export --format csv",
      "export --format perfetto",
    ])
  func `a disk that fills up leaves no part of a picture or capture`(verb: String) throws {
    try copySample()
    let run = try onSmallDisk(
      "16k",
      """
      echo precious > small/a.pdf
      "$mtatrace" \(verb) a.sqlite -o small/a.pdf; echo $?
      "$mtatrace" \(verb) a.sqlite -o small/b.pdf; echo $?
      ls small; cat small/a.pdf
      """)
    #expect(run.output == "74\n74\na.pdf\nprecious\n")
    let sentences = run.errors.split(separator: "\n")
    for (sentence, name) in zip(sentences, ["a", "b"]) {
      #expect(
        sentence == "mtatrace: Not all of small/\(name).pdf could be written: "
          + "No space left on device.")
    }
  }

  @Test(.enabled(if: mayMount, "only who may mount file systems can fill one"))
  func `a disk that fills up leaves none of several files`() throws {
    try copySample()
    let run = try onSmallDisk(
      "1m",
      """
      echo precious > small/a-2.png
      "$mtatrace" \(SampleTrace.severalPictures) a.sqlite -o small/a.png; echo $?
      ls small; cat small/a-2.png
      """)
    #expect(run.output == "74\na-2.png\nprecious\n")
    #expect(run.errors.hasSuffix(" could be written: No space left on device.\n"))
  }

  @Test(.enabled(if: mayMount, "nothing but a mount keeps root from writing"))
  func `a folder that may only be read keeps its files`() throws {
    try copySample()
    let run = try onSmallDisk(
      "16m",
      """
      cp a.sqlite small; mount -o remount,ro small
      for output in b.sqlite a.sqlite; do
        "$mtatrace" record q181721 --force -o small/$output; echo $?
      done
      "$mtatrace" chart small/a.sqlite -o small/a.png; echo $?
      "$mtatrace" replay small/a.sqlite > /dev/null; echo $?
      ls small; cmp a.sqlite small/a.sqlite
      """)
    #expect(run.output == "73\n73\n73\n0\na.sqlite\n")
    #expect(run.errors.split(separator: "\n").count == 3)
    #expect(run.errors.contains("small/b.sqlite: The file may not be written to."))
    #expect(run.errors.contains("small/a.sqlite cannot be replaced: Read-only file system.\n"))
    #expect(run.errors.contains("small/a.png cannot be created: Read-only file system.\n"))
  }

  @Test(arguments: ["/sys/a", "/proc/a", "nowhere/a"])
  func `where nothing can be made, that is said`(place: String) throws {
    try copySample()
    for command in ["record q181721 -o \(place).sqlite", "chart a.sqlite -o \(place).png"] {
      let run = try CommandRun.shell("\"$mtatrace\" \(command)", in: folder)
      #expect(run.exitCode == 73)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("mtatrace: \(place)."))
      #expect(run.errors.split(separator: "\n").count == 1)
    }
    #expect(folder.names == ["a.sqlite"])
  }
}
