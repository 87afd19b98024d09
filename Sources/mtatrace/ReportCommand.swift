import ArgumentParser

/// `mtatrace report`: writes a PDF with the finding, its pictures and its proof.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a PDF with the finding, its pictures, its numbers and its assumptions.",
    discussion: """
      The report is made to be attached to a ticket: a summary, the chart, the diagram, \
      the incidents with what the MTAs wrote into the event log, the parameters and assumptions \
      that the runs rest on, and how to make it again.

      Examples:
        mtatrace report traces/q181721.sqlite
        mtatrace report traces/q181721.sqlite --title 'Ticket 4711' -o 4711.pdf
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ReportOutput
  @OptionGroup var picture: PictureOptions

  func run() throws {
    _ = try picture.onlyLink()
    let subject = try PictureSubject(trace: trace, choice: choice, options: picture)
    let file = try output.file(for: trace)
    try Picture.report(of: subject, title: picture.words.title, note: picture.words.note)
      .write(to: file)
  }
}
