import Analysis
import ArgumentParser
import Figures

/// The sequence diagram as text, and how it is told and laid out.
struct LadderOptions: ParsableArguments {
  @Flag(help: "Draw the sequence diagram as text instead, build beside or below build.")
  var ladder = false

  @Option(
    help: ArgumentHelp(
      "The direction of mail that --ladder draws (default: the one with the longest stall).",
      valueName: "A→B or A:B"))
  var link: LinkArgument?

  @Option(
    help: ArgumentHelp(
      "How --ladder shows time: compressed with labelled breaks, or one step a row.",
      valueName: "axis"))
  var time: LadderAxis?

  @Option(
    help: ArgumentHelp(
      "The fold that --ladder draws row by row, or all folds; may be given several times.",
      valueName: "number|all"))
  var unfold: [UnfoldArgument] = []

  @Option(
    help: ArgumentHelp(
      "The lifelines of --ladder from left to right: 'HUB1 MTA,tcp[1911],…'.",
      valueName: "names"))
  var lifelines: String?

  @Option(
    help: ArgumentHelp(
      "The columns that --ladder may use (default: those of the terminal, or 80).",
      valueName: "columns"))
  var width: Int?

  @Flag(help: "Draw --ladder in ASCII, as in a locale whose charset is not UTF-8.")
  var ascii = false

  /// Throws if options for the diagram are given without it.
  private func checkAlone() throws {
    let given = [
      ("--link", link != nil), ("--time", time != nil), ("--unfold", !unfold.isEmpty),
      ("--lifelines", lifelines != nil), ("--width", width != nil), ("--ascii", ascii),
    ]
    guard let option = given.first(where: \.1)?.0 else { return }
    throw Failure(.usage, "\(option) belongs to the diagram; add --ladder, or leave it out.")
  }

  /// Prints the diagram if it is asked for.
  ///
  /// - Returns: Whether it was.
  func print(
    _ trace: TraceArgument, choice: RunOption, events: EventOptions, printing: PrintOptions
  ) throws -> Bool {
    guard ladder else {
      try checkAlone()
      return false
    }
    guard !printing.json, events.kind.isEmpty else {
      let option = printing.json ? "--json" : "--kind"
      throw Failure(.usage, "\(option) is for lists of events; leave it or --ladder out.")
    }
    if let width, !(1...10_000).contains(width) {
      throw Failure(.usage, "--width is a number of columns from 1 to 10000, not \(width).")
    }
    let terminal = Terminal()
    let subject = try PictureSubject(
      trace: trace, choice: choice, options: picture(events), choices: choices,
      hosts: events.host, arguments: arguments(events))
    let axis = time?.axis ?? .compressed
    let content = SequenceDiagram.Content(
      try subject.sequence(), of: subject.contrast.variants,
      provenance: subject.provenance(of: "show"), axis: axis)
    let drawn = try Ladder(
      content, width: width ?? terminal.width, charset: ascii ? .ascii : terminal.charset)
    var output = StandardOutput()
    for line in drawn.lines { try output.print(line.text(isStyled: terminal.isColored)) }
    try output.flush()
    return true
  }

  /// What a picture of the same would be told of its subject.
  private func picture(_ events: EventOptions) -> PictureOptions {
    var options = PictureOptions()
    options.link = link.map { [$0] } ?? []
    options.between = events.between
    options.words = PictureWords()
    (options.words.title, options.words.note, options.words.ticket) = (nil, nil, nil)
    return options
  }

  private var choices: SequenceChoices {
    SequenceChoices(
      unfolding: Unfolding(unfold),
      lifelines: SequenceChoices.names(in: lifelines))
  }

  /// The options that were given, as a command line takes them.
  private func arguments(_ events: EventOptions) -> [String] {
    var words = ["--ladder"]
    if let time { words += ["--time", time.rawValue] }
    words += unfold.flatMap { ["--unfold", $0.text] }
    words += events.host.flatMap { ["--host", $0] }
    if let lifelines { words += ["--lifelines=\(lifelines)"] }
    return words
  }
}

/// How a diagram of text shows time: lines have no heights that could be true to it.
enum LadderAxis: String, CaseIterable, ExpressibleByArgument {
  case compressed
  case step

  var axis: SequenceAxis { self == .step ? .step : .compressed }
}
