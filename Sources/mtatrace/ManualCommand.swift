import ArgumentParser

/// `mtatrace manual`: writes the manual pages, for those who install or package the program.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the manual pages into a folder.",
    discussion: """
      One page describes the program, and one each of its verbs; all say what help says.

      Examples:
        mtatrace manual --date 2026-01-31 share/man/man1
      """,
    shouldDisplay: false)

  @Argument(help: "The folder to write into; it is made if it is missing.")
  var folder: String

  @Option(help: ArgumentHelp("The day that the pages carry.", valueName: "yyyy-mm-dd"))
  var date: ManualDate

  func run() throws {
    var output = StandardOutput()
    for page in ManualPage.all(of: try .program(), date: date) {
      let file = FileOutput(path: "\(folder)/\(page.file)")
      try file.makeFolder()
      try file.write(Array(page.text.utf8))
      try output.print(file.path)
    }
    try output.flush()
  }
}

/// A day: `2026-01-31`.
struct ManualDate: ExpressibleByArgument {
  /// As manual pages write it: `January 31, 2026`.
  let text: String

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], argument.allSatisfy({ $0.isNumber || $0 == "-" }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    text = "\(Self.months[month - 1]) \(day), \(year)"
  }
}
