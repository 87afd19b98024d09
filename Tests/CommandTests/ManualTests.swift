import Foundation
import Testing

/// The manual pages, and the completions of shells: both know every verb and option.
struct ManualTests {
  let folder = TemporaryFolder()
  let program: CommandDump.Command
  /// The verbs that help shows.
  let verbs: [CommandDump.Command]

  init() throws {
    program = try CommandDump.read()
    verbs = (program.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    try #require(verbs.count > 5)
  }

  /// Writes the pages into the folder, and returns the names of their files.
  @discardableResult
  private func writePages() throws -> [String] {
    let run = try CommandRun.mtatrace(["manual", "--date", "2026-01-31", "man/man1"], in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    return run.output.split(separator: "\n").map { String($0) }
  }

  @Test func `there is a page for the program and one for each verb`() throws {
    let pages = try writePages()
    let names = ["mtatrace"] + verbs.map { "mtatrace-\($0.commandName)" }
    #expect(pages == names.map { "man/man1/\($0).1" })
    #expect(folder.names == (["man", "man/man1"] + pages).sorted())
  }

  @Test func `a page laid out says what help says`() throws {
    try writePages()
    for command in [program] + verbs {
      let isProgram = command.commandName == program.commandName
      let name = isProgram ? "mtatrace" : "mtatrace-\(command.commandName)"
      let text = try laidOut("man/man1/\(name).1")
      #expect(text.contains("January 31, 2026"))
      #expect(text.lowercased().contains(" \(command.abstract.dropLast().lowercased())"))
      for option in command.options { #expect(text.contains(" \(option)"), "\(name): \(option)") }
      for argument in command.arguments ?? [] where argument.valueName != nil {
        for value in argument.allValues ?? [] { #expect(text.contains(value)) }
      }
      // Every word of help is there, besides what has become a heading.
      let help = try CommandRun.mtatrace(
        isProgram ? ["help"] : ["help", command.commandName], in: folder
      ).output
      let discussion = help.split(separator: "\n\n").dropFirst().prefix { !$0.hasPrefix("USAGE") }
      let headings = ["Examples:", "Exit", "codes:"]
      for word in discussion.joined(separator: " ").split(whereSeparator: \.isWhitespace)
      where !headings.contains(String(word)) {
        let bare = word.lowercased().drop { $0 == "(" }.prefix { !".,:;)".contains($0) }
        #expect(bare.isEmpty || text.lowercased().contains(bare), "\(name): \(word)")
      }
    }
  }

  @Test func `the page of the program lists all verbs and exit codes`() throws {
    try writePages()
    let text = try laidOut("man/man1/mtatrace.1")
    for verb in verbs {
      #expect(text.contains(" mtatrace-\(verb.commandName)(1) \(verb.abstract)"))
    }
    for code in ["0 Done.", "1 Different", "64 ", "65 ", "66 ", "70 ", "73 ", "74 "] {
      #expect(text.contains(" \(code)"))
    }
  }

  @Test func `the formatter finds no fault with any page`() throws {
    let pages = try writePages()
    let lint = try CommandRun.tool("mandoc", ["-Tlint", "-Wwarning"] + pages, in: folder)
    #expect(lint.exitCode == 0)
    #expect(lint.output == "" && lint.errors == "")
    // Its conventions too, as far as they are not of one system and the pages are installed.
    let style = try CommandRun.tool("mandoc", ["-Tlint", "-Wstyle"] + pages, in: folder)
    let complaints = style.output.split(separator: "\n").filter {
      !$0.contains("referenced manual not found") && !$0.contains("operating system explicitly")
    }
    #expect(complaints == [])
  }

  @Test(arguments: ["2026-13-01", "2026-1-1", "today", "2026-01-32", ""])
  func `a page carries a day`(date: String) throws {
    let run = try CommandRun.mtatrace(["manual", "--date", date, "man1"], in: folder)
    #expect(run.exitCode == 64)
    #expect(folder.names == [])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `the completions of a shell know every verb and option`(shell: String) throws {
    let script = try CommandRun.mtatrace(["--generate-completion-script", shell], in: folder)
    #expect(script.exitCode == 0)
    #expect(!script.output.contains("manual"))
    let words = Set(script.output.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" })
    for command in [program] + verbs {
      #expect(words.contains(Substring(command.commandName)))
      for name in (command.arguments ?? []).flatMap({ $0.names ?? [] }) {
        #expect(words.contains(Substring(name.typed)) || words.contains(Substring(name.name)))
      }
    }
  }

  @Test(arguments: [
    ("mtatrace rec", ["record"]), ("mtatrace record --pri", ["--print-scenario"]),
    ("mtatrace record --build ", ["nt4-sp3", "nt4-sp4", "nt4-tse", "nt4-tse-sp4"]),
    ("mtatrace chart a.sq", ["a.sqlite"]),
    ("mtatrace man", []),
  ])
  func `bash completes what has been begun`(line: String, words: [String]) throws {
    try folder.write("", to: "a.sqlite")
    try folder.write("", to: "a.text")
    // What bash does when someone presses Tab; it splits no words here that hold more than letters.
    let complete = """
      "$mtatrace" --generate-completion-script bash > script
      PATH=${mtatrace%/*}:$PATH bash -c '. ./script; COMP_LINE="\(line)"; COMP_POINT=${#COMP_LINE}
        COMP_WORDS=($COMP_LINE); [ "${COMP_LINE: -1}" != " " ] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _mtatrace mtatrace "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf "%s\\n" "${COMPREPLY[@]}"'
      """
    let run = try CommandRun.shell(complete, in: folder)
    #expect(run.exitCode == 0)
    #expect(run.output.split(whereSeparator: \.isWhitespace).map { String($0) } == words)
  }

  /// The text of a page, its lines joined, every space one.
  private func laidOut(_ page: String) throws -> String {
    let options = ["-Tutf8", "-Owidth=400", page]
    let run = try CommandRun.tool("mandoc", options, in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    // Bold and underlined letters are struck over themselves or a line.
    let plain = run.output.replacing(/.\u{8}/.matchingSemantics(.unicodeScalar), with: "")
    return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
