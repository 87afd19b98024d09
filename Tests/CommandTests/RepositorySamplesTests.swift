import Foundation
import Testing

/// The samples in the repository, each with the command that made it.
struct RepositorySamplesTests {
  /// The top of the package, whatever links lead to this file.
  private static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A folder of samples with the commands that its README gives.
  struct Folder {
    let name: String
    let readme: String
    /// The arguments of each command; the last one is the file that it makes.
    let commands: [[String]]

    init(_ name: String) throws {
      self.name = name
      readme = try String(
        contentsOf: RepositorySamplesTests.top.appending(path: "\(name)/README.md"),
        encoding: .utf8)
      commands = readme.split(separator: "\n").filter { $0.hasPrefix("mtatrace ") }
        .map { $0.split(separator: " ").dropFirst().map(String.init) }
    }

    /// Whether the libraries that the samples' octets depend on have the versions noted.
    func hasNotedVersions(_ libraries: [(name: String, command: [String])]) throws -> Bool {
      try libraries.allSatisfy { name, command in
        let version = try CommandRun.tool(command[0], Array(command.dropFirst()), in: .init())
          .output.trimmingCharacters(in: .whitespacesAndNewlines)
        return !version.isEmpty && readme.contains("\(name) \(version)")
      }
    }
  }

  private static func sample(_ path: String) throws -> Data {
    try Data(contentsOf: top.appending(path: path))
  }

  @Test(arguments: ["traces", "reports"])
  func `a folder of samples holds what its commands make and nothing else`(name: String) throws {
    let folder = try Folder(name)
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.top.appending(path: name).path)
    // The numbers of a report's figures lie in a folder beside it.
    let made = folder.commands.flatMap { command -> [String] in
      guard let file = command.last else { return [] }
      let isDocument = command.first == "report" && file.hasSuffix(".pdf")
      return isDocument ? [file, "\(file.dropLast(4))-data"] : [file]
    }
    #expect(Set(files.map { "\(name)/\($0)" }) == Set(made + ["\(name)/README.md"]))
  }

  @Test func `the samples take up at most 20 MB together`() throws {
    let files = try ["traces", "reports"].flatMap { try Folder($0).commands.compactMap(\.last) }
    let octets = try files.reduce(0) { try $0 + Self.sample($1).count }
    #expect(octets <= 20_000_000)
  }

  @Test func `the commands make the sample traces again, octet for octet`() throws {
    let samples = try Folder("traces")
    let isSameLibrary = try samples.hasNotedVersions([
      ("SQLite", ["pkg-config", "--modversion", "sqlite3"])
    ])
    for command in samples.commands {
      let file = try #require(command.last)
      let folder = TemporaryFolder()
      try FileManager.default.createDirectory(
        at: folder.path("traces"), withIntermediateDirectories: false)
      // What a command reads is a sample too.
      for input in command.dropLast() where input.hasPrefix("traces/") {
        try Self.sample(input).write(to: folder.path(input))
      }
      #expect(try CommandRun.mtatrace(command, in: folder).exitCode == 0)
      let sample = try Self.sample(file)
      if isSameLibrary {
        #expect(try folder.octets(file) == sample, "\(file)")
      } else {
        let made = try CommandRun.mtatrace(["info", file, "--json"], in: folder).output
        try sample.write(to: folder.path(file))
        #expect(try CommandRun.mtatrace(["info", file, "--json"], in: folder).output == made)
      }
    }
  }

  @Test(arguments: try Folder("reports").commands)
  func `a command makes a sample picture again, octet for octet`(command: [String]) throws {
    let folder = TemporaryFolder()
    let file = try #require(command.last)
    for name in ["traces", "reports"] {
      try FileManager.default.createDirectory(
        at: folder.path(name), withIntermediateDirectories: false)
    }
    try Self.sample(command[1]).write(to: folder.path(command[1]))
    #expect(try CommandRun.mtatrace(command, in: folder).exitCode == 0)
    let isSameLibrary = try Folder("reports").hasNotedVersions([
      ("cairo", ["pkg-config", "--modversion", "cairo"]),
      ("pango", ["pkg-config", "--modversion", "pangocairo"]),
      ("fonts-inter", ["dpkg-query", "-W", "-f", "${Version}", "fonts-inter"]),
    ])
    let sample = try Self.sample(file)
    if isSameLibrary {
      #expect(try folder.octets(file) == sample)
    } else {
      let made = try Self.words(of: file, in: folder)
      try sample.write(to: folder.path(file))
      #expect(try Self.words(of: file, in: folder) == made)
    }
  }

  /// The texts that a file carries: those of a PDF's pages, of a PNG's metadata, or all of a page.
  private static func words(of name: String, in folder: TemporaryFolder) throws -> [String] {
    if name.hasSuffix(".pdf") {
      return try CommandRun.tool("pdftotext", ["-layout", name, "-"], in: folder).output
        .split(whereSeparator: \.isWhitespace).map { String($0) }
    }
    if name.hasSuffix(".html") {
      // Its picture depends on the libraries, and nothing else does.
      return String(decoding: try folder.octets(name), as: UTF8.self)
        .replacing(/data:image\/png;base64,[^"]*/, with: "").split(separator: "\n")
        .map { String($0) }
    }
    let text = String(decoding: try folder.octets(name).prefix(4_000), as: UTF8.self)
    return text.split { !$0.isASCII || $0.asciiValue ?? 0 < 32 }.filter { $0.count > 7 }.map {
      String($0)
    }
  }
}
