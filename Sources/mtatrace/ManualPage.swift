/// The manual page of a verb, or of the program, from what its help says.
struct ManualPage {
  private let command: CommandDescription
  private let program: CommandDescription
  private let date: ManualDate
  private var page = MdocText()

  private init(of command: CommandDescription, in program: CommandDescription, date: ManualDate) {
    self.command = command
    self.program = program
    self.date = date
  }

  /// The pages of the program and of each verb, with the names of their files.
  static func all(
    of program: CommandDescription, date: ManualDate
  ) -> [(file: String, text: String)] {
    ([program] + program.shownVerbs).map { command in
      var page = ManualPage(of: command, in: program, date: date)
      return ("\(page.name).1", page.laidOut())
    }
  }

  private var isProgram: Bool { command.commandName == program.commandName }

  /// The page's name: `mtatrace-record`.
  private var name: String { name(of: command) }

  private func name(of command: CommandDescription) -> String {
    let isProgram = command.commandName == program.commandName
    return isProgram ? program.commandName : "\(program.commandName)-\(command.commandName)"
  }

  private mutating func laidOut() -> String {
    page.macro("Dd \(date.text)")
    page.macro("Dt \(name.uppercased()) 1")
    page.macro("Os \(MdocText.argument("\(program.commandName) \(Version.number)"))")
    addName()
    addSynopsis()
    addDescription()
    if isProgram { addVerbs() }
    addOptions()
    addExitStatus()
    addExamples()
    addSeeAlso()
    return page.text
  }

  private mutating func addName() {
    // As whatis(1) lists it: no capital, no full stop.
    let abstract = command.abstract ?? ""
    let text = abstract.prefix(1).lowercased() + abstract.dropFirst()
    page.section("NAME")
    page.macro("Nm \(name)")
    page.macro("Nd \(MdocText.escape(text.hasSuffix(".") ? text.dropLast() : text[...]))")
  }

  private mutating func addSynopsis() {
    page.section("SYNOPSIS")
    guard !isProgram else {
      page.macro("Nm")
      page.macro("Ar verb")
      page.macro("Op Ar argument ...")
      return
    }
    page.macro("Nm \(program.commandName) \(command.commandName)")
    let arguments = command.shownArguments
    for option in arguments where option.kind != .positional && !option.isOfferedEverywhere {
      page.macro("Op \(option.names?.last?.flag ?? "")\(option.value)")
    }
    for argument in arguments where argument.kind == .positional {
      page.macro("\(argument.isOptional ? "Op " : "")\(argument.value.dropFirst())")
    }
  }

  private mutating func addDescription() {
    page.section("DESCRIPTION")
    let paragraphs = discussion.filter { !$0.isExample && !$0.isExitCodes }
    if paragraphs.isEmpty { page.prose(command.abstract ?? "") }
    for (index, paragraph) in paragraphs.enumerated() {
      if index > 0 { page.macro("Pp") }
      page.prose(paragraph.prose)
    }
  }

  private mutating func addVerbs() {
    page.section("VERBS")
    page.macro("Bl -tag -width Ds")
    for verb in program.shownVerbs {
      page.macro("It \(name(of: verb).reference)")
      page.prose(verb.abstract ?? "")
    }
    page.macro("El")
  }

  private mutating func addOptions() {
    page.section("OPTIONS")
    page.macro("Bl -tag -width Ds")
    for argument in command.shownArguments {
      let names = (argument.names ?? []).map { " \($0.flag)" }.joined(separator: " ,")
      page.macro("It\(names)\(argument.value)")
      page.prose(argument.abstract ?? "")
      if let values = argument.allValues {
        page.prose("Values: \(values.joined(separator: ", ")).")
      }
      if let value = argument.defaultValue { page.prose("Default: \(value).") }
    }
    page.macro("El")
  }

  private mutating func addExitStatus() {
    page.section("EXIT STATUS")
    guard isProgram else {
      page.prose("The exit codes of all verbs are listed in")
      page.macro("\(program.commandName.reference) .")
      return
    }
    page.macro("Bl -tag -width Ds")
    for (code, meaning) in Failure.Code.meanings {
      page.macro("It \(code)")
      page.prose(meaning.prefix(1).uppercased() + meaning.dropFirst() + ".")
    }
    page.macro("El")
  }

  private mutating func addExamples() {
    let examples = discussion.filter(\.isExample)
    guard !examples.isEmpty else { return }
    page.section("EXAMPLES")
    for (index, example) in examples.enumerated() {
      if index > 0 { page.macro("Pp") }
      page.prose(example.prose)
      page.literal(example.examples)
    }
  }

  private mutating func addSeeAlso() {
    let others = ([program] + program.shownVerbs).map(name(of:)).filter { $0 != name }
    page.section("SEE ALSO")
    for other in others.sorted().dropLast() { page.macro("\(other.reference) ,") }
    if let last = others.max() { page.macro(last.reference) }
  }

  private var discussion: [Paragraph] {
    (command.discussion ?? "").split(separator: "\n\n").map { Paragraph($0) }
  }

  /// A paragraph of a command's help: running text, then perhaps examples, which are set in.
  private struct Paragraph {
    /// The running text, without a heading that the page has of its own.
    let prose: String
    let examples: [String]
    let isExitCodes: Bool

    init(_ text: some StringProtocol) {
      let lines = text.split(separator: "\n").map { String($0) }
      let words = lines.filter { !$0.hasPrefix("  ") }.joined(separator: " ")
      prose = words == "Examples:" ? "" : words
      examples = lines.filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
      isExitCodes = text == Failure.Code.explanation
    }

    var isExample: Bool { !examples.isEmpty }
  }
}

extension String {
  /// A reference to the manual page of this name.
  fileprivate var reference: String { "Xr \(self) 1" }
}

extension CommandDescription.Argument.Name {
  /// The name as an option on a line of macros.
  fileprivate var flag: String { "Fl \(MdocText.argument(behindHyphen))" }
}

extension CommandDescription.Argument {
  /// Whether every command has the option, so that a synopsis need not say it.
  fileprivate var isOfferedEverywhere: Bool {
    (names ?? []).contains { $0.kind == .long && ["help", "version"].contains($0.name) }
  }

  /// The value as it follows an option on a line of macros, with a space before it; empty if there
  /// is none.
  fileprivate var value: String {
    guard kind != .flag, let valueName else { return "" }
    return " Ar \(MdocText.argument(valueName))\(isRepeating ? " ..." : "")"
  }
}
