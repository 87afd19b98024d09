import ArgumentParser

/// `mtatrace diagram`: draws what the MTAs and their RPC runtimes sent each other.
struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "Draw what the MTAs and their RPC runtimes sent each other, build beside build.",
    discussion: """
      Without --between it shows the decisive stretch: from the opening of the association whose \
      bind is refused until the backlog is cleared. What repeats is folded with its count, and \
      where nothing happens the time axis is broken with a label. A PDF has A4 pages.

      Examples:
        mtatrace diagram traces/q181721.sqlite
        mtatrace diagram traces/q181721.sqlite -o story.pdf
        mtatrace diagram traces/q181721.sqlite --between 1:33:20..1:34:40
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ImageOutput
  @OptionGroup var picture: PictureOptions

  func run() throws {
    let subject = try PictureSubject(trace: trace, choice: choice, options: picture)
    let file = try output.file(for: trace, name: "diagram")
    let diagram = try Picture.diagram(
      of: subject, title: picture.title, note: picture.note, onPaper: file.format == .pdf)
    try diagram.write(to: file)
  }
}
