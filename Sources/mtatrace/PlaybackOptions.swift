import Analysis
import ArgumentParser
import Figures
import TraceModel
import TraceStore

/// Whether and how stored runs are played.
struct PlaybackOptions: ParsableArguments {
  @Option(
    defaultAsFlag: PlaybackSpeed.usual,
    help: ArgumentHelp(
      """
      Play the stored runs instead, side by side in virtual time, at this speed: 1x to 100000x, \
      or max.
      """, valueName: "speed"))
  var play: PlaybackSpeed?

  @Option(
    help: ArgumentHelp(
      "Play only this part of virtual time, such as 0:54:00..1:04:00.", valueName: "from..to"))
  var between: Interval?

  @Option(
    help: ArgumentHelp(
      "The kind of events to show while playing, instead of those that matter; may be repeated.",
      valueName: "kind"))
  var kind: [KindArgument] = []

  @Flag(help: "Play stretches without events to show, too, instead of skipping them.")
  var noSkip = false

  /// Plays the runs if that is asked for.
  ///
  /// - Returns: Whether it was.
  func play(
    _ trace: TraceArgument, choice: RunOption, printing: PrintOptions
  ) throws -> Bool {
    guard let play else {
      let given = [
        ("--between", between != nil), ("--kind", !kind.isEmpty), ("--no-skip", noSkip),
      ]
      guard let option = given.first(where: \.1)?.0 else { return false }
      throw Failure(.usage, "\(option) is for playing; add --play, or leave it out.")
    }
    guard !printing.json else {
      throw Failure(.usage, "--json is for comparing; leave it or --play out.")
    }
    let terminal = Terminal()
    // Before anything is read: threads that reading starts hold the signals back as well.
    let session = terminal.isInteractive ? TerminalSession() : nil
    let analysis = TraceAnalysis(reader: try trace.open())
    let runs: [Run]
    do {
      runs =
        try choice.run.isEmpty
        ? analysis.comparableRuns() : choice.runs(of: analysis.reader)
    } catch let error as AnalysisError {
      throw Failure(explaining: error, of: trace.path)
    }
    try runs.requireTimes(between)
    let last = runs.map(\.end).max() ?? .start
    let start = between?.start ?? .start
    let end = max(min(between?.end ?? last, last), start)
    let script = try PlaybackScript(
      of: runs, kinds: kind.isEmpty ? nil : kind.map(\.kind), from: start, to: end,
      reader: analysis.reader)
    let playback = try Playback(
      from: start, to: end, speed: play.speed, skipsQuiet: !noSkip,
      tick: session == nil ? play.tick : nil
    ) { try script.next() }
    var player = PlaybackPlayer(
      playback, of: runs, to: end,
      gauges: try PlaybackGauges(of: runs, reader: analysis.reader), terminal: terminal)
    if let session { try player.play(in: session) } else { try player.playPlainly() }
    return true
  }
}

/// How fast runs are played, as the command line writes it: `60x`, `60` or `max`.
struct PlaybackSpeed: ExpressibleByArgument, CustomStringConvertible {
  let speed: Playback.Speed

  static let usual = PlaybackSpeed(speed: .times(60))

  var description: String { speed.text }

  private init(speed: Playback.Speed) { self.speed = speed }

  init?(argument: String) {
    if argument == "max" {
      speed = .unlimited
      return
    }
    let digits = argument.hasSuffix("x") ? argument.dropLast() : argument[...]
    guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int64(digits),
      (1...100_000).contains(number)
    else { return nil }
    speed = .times(number)
  }

  /// How often in virtual time plain output says how things stand: every ten seconds of wall time,
  /// or every ten minutes.
  var tick: TraceDuration {
    switch speed {
    case .times(let number): .seconds(10 * number)
    case .unlimited: .minutes(10)
    }
  }
}
