import ArgumentParser

/// `mtatrace report`: writes a PDF with the finding, its pictures and its proof.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a PDF with the finding, its pictures, its numbers and its assumptions.",
    discussion: """
      The report is made to be attached to a ticket: a summary, the chart and the diagram with a \
      sentence and a table beside each, and everything that the runs rest on.

      Examples:
        mtatrace report traces/q181721.sqlite
        mtatrace report traces/q181721.sqlite --title 'Ticket 4711' -o 4711.pdf
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var picture: PictureOptions

  func run() throws {
    let subject = try PictureSubject(trace: trace, choice: choice, options: picture)
    let file = try picture.file(for: trace, suffix: "report.pdf")
    guard file.format == .pdf else {
      throw Failure(.usage, "A report has pages and is a PDF; name a file that ends in .pdf.")
    }
    try Picture.report(of: subject, title: picture.title, note: picture.note).write(to: file)
  }
}
