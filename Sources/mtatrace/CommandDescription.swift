import ArgumentParser
import Foundation

/// What the command line says of itself: a verb, or the whole program with all verbs.
struct CommandDescription: Decodable {
  /// A positional argument, an option or a flag.
  struct Argument: Decodable {
    enum Kind: String, Decodable {
      case positional
      case option
      case flag
    }

    struct Name: Decodable {
      enum Kind: String, Decodable {
        case long
        case short
        case longWithSingleDash
      }

      var kind: Kind
      var name: String

      /// The name behind its first hyphen: `-output`, `o`.
      var behindHyphen: String { kind == .long ? "-\(name)" : name }
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  var commandName: String
  var shouldDisplay: Bool
  var abstract: String?
  var discussion: String?
  var subcommands: [CommandDescription]?
  var arguments: [Argument]?

  /// The arguments that help shows.
  var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

  /// The verbs that help shows, without the one that shows help.
  var shownVerbs: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// The whole program.
  /// - Throws: `DecodingError`, if ArgumentParser describes commands in another way than it did.
  static func program() throws -> CommandDescription {
    struct Dump: Decodable { var command: CommandDescription }
    return try JSONDecoder().decode(Dump.self, from: Data(MTATrace._dumpHelp().utf8)).command
  }
}
