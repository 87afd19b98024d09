import ArgumentParser

/// What all commands that draw have in common.
struct PictureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The direction of mail to draw (default: the one with the longest stall); a chart takes \
      several, or all.
      """,
      valueName: "A→B or A:B"))
  var link: [LinkArgument] = []

  @Option(
    help: ArgumentHelp(
      "The part of virtual time to draw (default: all of it, or the longest stall).",
      valueName: "from..to"))
  var between: Interval?

  @OptionGroup var words: PictureWords

  /// The only direction that was chosen, or `nil` for the picture's own choice.
  ///
  /// - Throws: ``Failure`` with code 64 if there are several.
  func onlyLink() throws -> LinkArgument? {
    guard link.count < 2, link.first?.isAll != true else {
      throw Failure(
        .usage, "This picture shows one direction of mail; give --link once, or draw a chart.")
    }
    return link.first
  }

  /// The options that were given, as a command line takes them.
  var arguments: [String] {
    PictureWords.arguments(link.map { ("link", $0.text) } + [("between", between?.text)])
      + words.arguments
  }
}

/// The words of the user's own on a picture.
struct PictureWords: ParsableArguments {
  @Option(help: ArgumentHelp("A headline of your own instead of the finding.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("A line of your own below the picture.", valueName: "text"))
  var note: String?

  @Option(help: ArgumentHelp("A ticket that the picture belongs to.", valueName: "text"))
  var ticket: String?

  /// The options that were given, as a command line takes them.
  var arguments: [String] {
    Self.arguments([("title", title), ("note", note), ("ticket", ticket)])
  }

  /// Options with their values, as a command line takes them: those that have one.
  static func arguments(_ options: [(name: String, value: String?)]) -> [String] {
    options.flatMap { name, value -> [String] in
      guard let value else { return [] }
      // A value like `-5` would be taken for an option.
      return value.hasPrefix("-") ? ["--\(name)=\(value)"] : ["--\(name)", value]
    }
  }
}
