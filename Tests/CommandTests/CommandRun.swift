import Foundation
import Testing

/// One run of a program: what it printed, and how it ended.
struct CommandRun {
  let output: String
  let errors: String
  let exitCode: Int32
  /// What it printed, octet for octet.
  let octets: Data

  /// The folder that the test bundle and the built programs lie in.
  static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// Runs the built `mtatrace` in a folder, with nothing on standard input.
  static func mtatrace(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> CommandRun {
    try run(
      products.appending(path: "mtatrace").path, arguments, in: folder, environment: environment)
  }

  /// Runs a program of the system, by its name.
  static func tool(
    _ name: String, _ arguments: [String], in folder: TemporaryFolder
  ) throws -> CommandRun {
    try run("/usr/bin/env", [name] + arguments, in: folder, environment: [:])
  }

  /// Runs a line of shell, in which `$mtatrace` is the built program.
  static func shell(
    _ line: String, in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> CommandRun {
    let program = products.appending(path: "mtatrace").path
    let all = environment.merging(["mtatrace": program]) { given, _ in given }
    // The thread that starts a process hands its blocked signals on, and a shell that gets no
    // SIGCHLD waits for ever.
    return try run(
      "/usr/bin/env", ["--default-signal", "sh", "-c", line], in: folder, environment: all)
  }

  private static func run(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder,
    environment: [String: String]
  ) throws -> CommandRun {
    // Files, not pipes: nothing can fill up and block.
    let streams = TemporaryFolder()
    let output = try streams.emptyFile("output")
    let errors = try streams.emptyFile("errors")
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment
      .merging(["LC_ALL": "C.UTF-8"]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let octets = try Data(contentsOf: output)
    return CommandRun(
      output: String(decoding: octets, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      exitCode: process.terminationStatus, octets: octets)
  }
}

/// A folder of its own for one test; it goes when the test is done.
final class TemporaryFolder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appending(path: "mtatrace-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      Issue.record(error)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> URL { url.appending(path: name) }

  func octets(_ name: String) throws -> Data { try Data(contentsOf: path(name)) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name).path) }

  /// The names of all files below the folder, in order.
  var names: [String] {
    let walk = FileManager.default.enumerator(atPath: url.path)
    return (walk?.allObjects ?? []).compactMap { $0 as? String }.sorted()
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> URL {
    try Data(text.utf8).write(to: path(name))
    return path(name)
  }

  func emptyFile(_ name: String) throws -> URL { try write("", to: name) }
}
