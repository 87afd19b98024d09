import Foundation
import Testing

/// What ArgumentParser knows of the program's verbs and options, from the program itself.
struct CommandDump: Decodable {
  struct Command: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String

        /// As a person types it: `--output`, `-o`.
        var typed: String { kind == "long" ? "--\(name)" : "-\(name)" }
      }

      var shouldDisplay: Bool
      var names: [Name]?
      var valueName: String?
      var allValues: [String]?
    }

    var commandName: String
    var shouldDisplay: Bool
    var abstract: String
    var subcommands: [Command]?
    var arguments: [Argument]?

    /// The options and flags that help shows, by their names.
    var options: [String] {
      (arguments ?? []).filter(\.shouldDisplay).flatMap { ($0.names ?? []).map(\.typed) }
    }
  }

  var command: Command

  static func read() throws -> Command {
    let dump = try CommandRun.mtatrace(["--experimental-dump-help"], in: TemporaryFolder())
    try #require(dump.exitCode == 0)
    return try JSONDecoder().decode(CommandDump.self, from: dump.octets).command
  }
}
