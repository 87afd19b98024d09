import ArgumentParser

/// `mtatrace report`: writes a PDF or a page with the finding, its pictures and its proof.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a PDF or a page with the finding, its pictures, its numbers and its proof.",
    discussion: """
      The report is made to be attached to a ticket: a summary, the chart, the diagram, \
      the incidents with what the MTAs wrote into the event log, the parameters and assumptions \
      that the runs rest on, and how to make it again.

      A PDF is for reading and printing. A file that ends in .html is one page for any browser: \
      its chart zooms, its cursor leads through the diagram, and events are filtered by kind and \
      host. It opens from disk and loads nothing from anywhere.

      Examples:
        mtatrace report traces/q181721.sqlite
        mtatrace report traces/q181721.sqlite --title 'Ticket 4711' -o 4711.pdf
        mtatrace report traces/q181721.sqlite -o 4711.html
        mtatrace report traces/q181721.sqlite --format html -o - > 4711.html
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ReportOutput
  @OptionGroup var picture: PictureOptions

  func run() throws {
    _ = try picture.onlyLink()
    let destination = try output.destination(for: trace)
    let subject = try PictureSubject(trace: trace, choice: choice, options: picture)
    switch destination {
    case .document(let file):
      try Picture.report(of: subject, title: picture.words.title, note: picture.words.note)
        .write(to: file)
    case .page(let file):
      let page = try Page(of: subject, title: picture.words.title, note: picture.words.note)
      try page.write(to: file)
    }
  }
}
