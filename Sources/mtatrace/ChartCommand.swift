import ArgumentParser
import Cairo
import Drawing
import Figures

/// `mtatrace chart`: draws the backlog of a direction of mail.
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw how much mail waits and what became of it, run by run.",
    discussion: """
      Runs of the same scenario and seed share the picture, so what differs is caused by the \
      build. Below the lines are the refused binds, the cancelled calls, the associations opened \
      and the deliveries. With several directions there is a small panel for each, all with the \
      same axes.

      --of rates counts deliveries and refused binds; delivery-time shows the median and the \
      middle 80 % over time; distribution the share that arrived within which time; associations \
      a bar for each with its turn and its binds. Of a capture, rates and associations, by the \
      clock of the capture in UTC.

      Examples:
        mtatrace chart traces/q181721.sqlite
        mtatrace chart traces/q181721.sqlite -o backlog.svg
        mtatrace chart traces/q181721.sqlite --between 1:30:00..2:00:00
        mtatrace chart traces/q181721.sqlite --link SLPS100:HUB1 --run 1
        mtatrace chart traces/q181721.sqlite --of associations
        mtatrace chart traces/hub50.sqlite --link all
        mtatrace chart traces/q181721.sqlite --width 1600 --height 900 --dark --ticket INC-4711
        mtatrace chart traces/q181721.sqlite --note 'Ticket 4711' -o - > a.png
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var output: ImageOutput
  @OptionGroup var picture: PictureOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    let subject = try PictureSubject(
      trace: trace, choice: choice, options: picture, arguments: chart.arguments)
    let file = try output.file(for: trace, name: "chart")
    let isOfMany = picture.link.count > 1 || picture.link.contains { $0.isAll }
    guard !isOfMany || chart.of == .backlog else {
      throw Failure(
        .usage, "Only the backlog is drawn for several directions; give --link once.")
    }
    let drawn =
      isOfMany
      ? try Picture.panels(
        of: subject, all: picture.link.contains { $0.isAll }, size: chart.size,
        title: picture.words.title, note: picture.words.note)
      : try Picture.chart(
        of: subject, kind: chart.of, size: chart.size, title: picture.words.title,
        note: picture.words.note)
    try drawn.themed(dark: chart.dark).write(to: file, scale: chart.scale)
  }
}
