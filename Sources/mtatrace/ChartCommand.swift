import ArgumentParser
import Cairo
import Drawing
import Figures

/// `mtatrace chart`: draws the backlog of a direction of mail.
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw how much mail waits, run by run, on one time axis.",
    discussion: """
      Runs of the same scenario and seed share the picture, so what differs is caused by the \
      build. Below the lines are the refused binds, the cancelled calls, the associations opened \
      and the deliveries.

      Examples:
        mtatrace chart traces/q181721.sqlite
        mtatrace chart traces/q181721.sqlite -o backlog.svg
        mtatrace chart traces/q181721.sqlite --between 1:30:00..2:00:00
        mtatrace chart traces/q181721.sqlite --link SLPS100:HUB1 --run 1
        mtatrace chart traces/q181721.sqlite --note 'Ticket 4711' -o - > a.png
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ImageOutput
  @OptionGroup var picture: PictureOptions

  func run() throws {
    let subject = try PictureSubject(trace: trace, choice: choice, options: picture)
    let file = try output.file(for: trace, name: "chart")
    try Picture.chart(of: subject, title: picture.title, note: picture.note).write(to: file)
  }
}
