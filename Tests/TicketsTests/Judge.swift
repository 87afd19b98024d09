import Foundation
import Testing

/// A program of the system that reads what this one writes.
enum Judge {
  /// What it makes of a text on its standard input.
  static func answer(_ name: String, _ arguments: [String], _ text: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "mtatrace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appending(path: "in"), folder.appending(path: "out"))
    try Data(text.utf8).write(to: input)
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(name) refuses: \(text)")
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}
