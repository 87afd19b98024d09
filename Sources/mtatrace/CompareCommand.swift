import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace compare`: finds where stored runs part.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Find the first event in which two runs differ, and what came of it.",
    discussion: """
      Of one trace, the first run is compared with each other one of its scenario and seed; of two \
      traces, each run with the one of its place. The first event that differs is shown in both \
      versions, field by field, with what led to it and its neighbours; then what the runs differ \
      in on the whole, how the first stall that only one of them has came about, and which \
      messages were late. The exit code is 1 if runs differ.

      Fingerprints in the traces lead to the first difference within moments. Where all of them \
      agree, the events are compared all the same, unless --trust is given.

      Examples:
        mtatrace compare traces/q181721.sqlite
        mtatrace compare before.sqlite after.sqlite --context 10
        mtatrace compare traces/q181721.sqlite --brief --json
      """)

  @OptionGroup var trace: TraceArgument

  @Argument(
    help: ArgumentHelp("A second trace, whose runs are compared.", valueName: "other"),
    completion: .file(extensions: ["sqlite"]))
  var second: String?

  @OptionGroup var choice: RunOption
  @OptionGroup var context: ContextOption

  @Flag(help: "Stop at the first difference: no sums, no stall, no messages.")
  var brief = false

  @Flag(help: "Take runs with equal fingerprints for equal, and read no event of them.")
  var trust = false

  @Option(
    help: ArgumentHelp("How many late messages to list.", valueName: "count"),
    transform: ContextOption.count)
  var messages = 10

  @OptionGroup var printing: PrintOptions

  func run() throws {
    let pairs = try pairs()
    var output = StandardOutput()
    var documents: [JSON] = []
    var areEqual = true
    for (index, pair) in pairs.enumerated() {
      let comparison = try pair.compare(trusting: trust)
      areEqual = areEqual && comparison.isEqual
      let text = ComparisonText(comparison, names: pair.names, context: context.context)
      if printing.json {
        documents.append(try text.json(consequences: !brief))
        continue
      }
      if index > 0 { try output.print() }
      for line in try text.lines() { try output.print(line) }
      // Whoever waits for the first difference need not wait for what follows from it.
      try output.flush()
      guard !brief, !comparison.isEqual else { continue }
      for line in try text.consequences(messages: messages) { try output.print(line) }
    }
    if printing.json { try output.print(JSON.array(documents).lines) }
    try output.flush()
    guard areEqual else { throw ExitCode(Failure.Code.different.rawValue) }
  }

  private func pairs() throws -> [RunPair] {
    let reader = try trace.open()
    guard let second else { return try RunPair.pairs(in: reader, choice) }
    return try RunPair.pairs(of: reader, and: TraceReader(second), choice)
  }
}

/// How much to show around an event.
struct ContextOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("How many events to show on each side.", valueName: "count"),
    transform: count)
  var context = 3

  /// A count that a terminal can take.
  static func count(_ text: String) throws -> Int {
    guard let count = Int(text), (0...100_000).contains(count) else {
      throw ValidationError("'\(text)' is not a whole number from 0 to 100000.")
    }
    return count
  }
}
