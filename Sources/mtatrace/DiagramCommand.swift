import ArgumentParser

/// `mtatrace diagram`: draws what the MTAs and their RPC runtimes sent each other.
struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "Draw what the MTAs and their RPC runtimes sent each other, build beside build.",
    discussion: """
      Without --between it shows the decisive stretch: from the opening of the association whose \
      bind is refused until the backlog is cleared. What repeats is folded with its count: \
      exchanges of one shape between the same parties with nothing but arrivals of mail between. \
      Each fold has a number by which --unfold draws it row by row. Where nothing happens the \
      time axis is broken with a label, unless --time says otherwise. A PDF has pages, and a long \
      one an index.

      Examples:
        mtatrace diagram traces/q181721.sqlite
        mtatrace diagram traces/q181721.sqlite -o story.pdf
        mtatrace diagram traces/q181721.sqlite --between 1:33:20..1:34:40
        mtatrace diagram traces/q181721.sqlite --time true --between 1:09:37..1:09:47
        mtatrace diagram traces/hub50.sqlite --host HUB --host SPOKE01 --host SPOKE02
        mtatrace diagram traces/q181721.sqlite --unfold 1 --unfold 3
        mtatrace diagram traces/q181721.sqlite --unfold all --paper letter -o all.pdf
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ImageOutput
  @OptionGroup var picture: PictureOptions
  @OptionGroup var hosts: DiagramHosts
  @OptionGroup var diagram: DiagramOptions

  func run() throws {
    let file = try output.file(for: trace, name: "diagram")
    try diagram.check(for: file.format)
    _ = try picture.onlyLink()
    let subject = try PictureSubject(
      trace: trace, choice: choice, options: picture, choices: diagram.choices, hosts: hosts.host,
      arguments: hosts.arguments + diagram.arguments)
    let drawn = try Picture.diagram(
      of: subject, title: picture.words.title, note: picture.words.note, axis: diagram.time,
      paper: file.format == .pdf ? diagram.paperSize : nil)
    try drawn.themed(dark: diagram.dark).write(to: file)
  }
}
