import Analysis
import ArgumentParser
import Drawing
import Figures

/// How a sequence diagram is told and laid out.
struct DiagramOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How time becomes height: compressed with labelled breaks, one step a row, or true to scale.
      """, valueName: "axis"))
  var time = SequenceAxis.compressed

  @Option(
    help: ArgumentHelp(
      "Draw the fold of this number row by row, or all folds; may be given several times.",
      valueName: "number|all"))
  var unfold: [UnfoldArgument] = []

  @Option(
    help: ArgumentHelp(
      """
      The lifelines from left to right, all of them with commas between: 'HUB1 MTA,tcp[1911],…'.
      """, valueName: "names"))
  var lifelines: String?

  @Option(help: "The paper of a PDF.")
  var paper = Paper.a4

  @Option(help: "How the paper of a PDF lies.")
  var orientation = Paper.Orientation.landscape

  @Flag(help: "Light on dark, for screens.")
  var dark = false

  /// What a story takes of them.
  var choices: SequenceChoices {
    SequenceChoices(
      unfolding: Unfolding(unfold), lifelines: SequenceChoices.names(in: lifelines))
  }

  var paperSize: Size { paper.size(orientation) }

  /// Throws if an option says nothing in this format.
  func check(for format: PictureFormat) throws {
    guard format != .pdf, paper != .a4 || orientation != .landscape else { return }
    throw Failure(
      .usage, "Only a PDF has paper; add --format pdf, or leave --paper and --orientation out.")
  }

  /// The options that were given, as a command line takes them.
  var arguments: [String] {
    var words = time == .compressed ? [] : ["--time", time.rawValue]
    words += unfold.flatMap { ["--unfold", $0.text] }
    if let lifelines { words += ["--lifelines=\(lifelines)"] }
    if dark { words.append("--dark") }
    if paper != .a4 { words += ["--paper", paper.rawValue] }
    if orientation != .landscape { words += ["--orientation", orientation.rawValue] }
    return words
  }
}

/// The hosts that a sequence diagram is about.
struct DiagramHosts: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Draw everything between these hosts, from left to right; with one, the direction with the \
      longest stall that it takes part in.
      """, valueName: "name"))
  var host: [String] = []

  /// The options that were given, as a command line takes them.
  var arguments: [String] { host.flatMap { ["--host", $0] } }
}

/// A fold by its number, or all of them.
struct UnfoldArgument: ExpressibleByArgument {
  /// From 1; `nil` for all folds.
  let number: Int?

  var text: String { number.map { "\($0)" } ?? "all" }

  init?(argument: String) {
    if argument == "all" {
      number = nil
    } else {
      guard let value = Int(argument), value > 0 else { return nil }
      number = value
    }
  }
}

extension Unfolding {
  /// What the arguments say together.
  init(_ arguments: [UnfoldArgument]) {
    let numbers = arguments.compactMap(\.number)
    self =
      arguments.contains { $0.number == nil }
      ? .all : numbers.isEmpty ? .none : .only(Set(numbers))
  }
}

extension SequenceChoices {
  /// The names of lifelines, with commas between, as an option gives them.
  static func names(in text: String?) -> [String] {
    text?.split(separator: ",").map { $0.trimmingSpaces } ?? []
  }
}

extension SequenceAxis: ExpressibleByArgument {}
extension Paper: ExpressibleByArgument {}
extension Paper.Orientation: ExpressibleByArgument {}

extension Substring {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
