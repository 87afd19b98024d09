import Analysis
import ArgumentParser

/// How a sequence diagram that is written as text is told: what pictures have options for, as far
/// as no place and no size is meant.
struct ExportTelling: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The direction of mail that a diagram tells of (default: the one with the longest stall).",
      valueName: "A→B or A:B"))
  var link: LinkArgument?

  @Option(
    help: ArgumentHelp(
      """
      The fold that a diagram writes row by row, or all folds; may be given several times.
      """, valueName: "number|all"))
  var unfold: [UnfoldArgument] = []

  @Option(
    help: ArgumentHelp(
      "The lifelines of a diagram from left to right: 'HUB1 MTA,tcp[1911],…'.",
      valueName: "names"))
  var lifelines: String?

  @Option(
    help: ArgumentHelp("A diagram's headline instead of the finding.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("A line of your own at a diagram's end.", valueName: "text"))
  var note: String?

  /// The names of the options that were given.
  var given: [String] {
    [
      ("--link", link != nil), ("--unfold", !unfold.isEmpty), ("--lifelines", lifelines != nil),
      ("--title", title != nil), ("--note", note != nil),
    ].filter(\.1).map(\.0)
  }

  /// What a story takes of them.
  var choices: SequenceChoices {
    SequenceChoices(
      unfolding: Unfolding(unfold), lifelines: SequenceChoices.names(in: lifelines))
  }

  /// What a picture of the same would be told of its subject.
  func picture(between: Interval?) -> PictureOptions {
    var options = PictureOptions()
    options.link = link.map { [$0] } ?? []
    options.between = between
    options.words = PictureWords()
    (options.words.title, options.words.note, options.words.ticket) = (title, note, nil)
    return options
  }

  /// The options that a picture does not have in common, as a command line takes them.
  var arguments: [String] {
    unfold.flatMap { ["--unfold", $0.text] } + (lifelines.map { ["--lifelines=\($0)"] } ?? [])
  }
}
