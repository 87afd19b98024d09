import Analysis
import Figures
import Glibc
import TraceModel
import TraceStore

/// Plays runs as wall time goes by: the only place that looks at a clock.
struct PlaybackPlayer {
  private var playback: Playback
  private let gauges: PlaybackGauges
  private let layout: PlaybackLayout
  private let title: String
  private let end: TraceInstant
  private var terminal: Terminal
  private var before = ContinuousClock.now

  init(
    _ playback: Playback, of runs: [Run], to end: TraceInstant, gauges: PlaybackGauges,
    terminal: Terminal
  ) {
    self.playback = playback
    self.gauges = gauges
    self.end = end
    self.terminal = terminal
    let variants = Variant.variants(of: runs)
    layout = PlaybackLayout(of: variants, to: end, charset: terminal.charset)
    let names = zip(runs, variants).map { "run \($0.id) \($1.long)" }.joined(separator: ", ")
    let part = "\(playback.now.clockText) to \(end.clockText)"
    title = "\(names) · \(part) · \(playback.speed.text)"
  }

  // MARK: Files and pipes

  /// Prints lines and nothing that moves a cursor: equal runs and options give equal lines.
  mutating func playPlainly() throws {
    var output = StandardOutput()
    for line in heading { try output.print(line.text) }
    before = .now
    while !playback.isEnded {
      for line in try lines(of: try playback.advance(by: elapsed())) {
        try output.print(line.text)
      }
      try output.flush()
      if let wait = playback.wait, wait > .zero { Self.sleep(min(wait, .seconds(1))) }
    }
    try output.flush()
  }

  private static func sleep(_ time: TraceDuration) {
    let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var wanted = timespec(tv_sec: Int(seconds), tv_nsec: Int(rest))
    unsafe nanosleep(&wanted, nil)
  }

  // MARK: Terminals

  /// Plays in a terminal, with the standing at its foot, and obeys its keys.
  ///
  /// - Throws: ``Interruption`` if a signal asks the process to end.
  mutating func play(in session: TerminalSession) throws {
    var screen = PlaybackScreen(isColored: terminal.isColored)
    defer { session.leave() }
    session.enter()
    try screen.show(heading, status: try status(session), width: terminal.width)
    before = .now
    while !playback.isEnded {
      var outputs: [Playback.Output] = []
      for key in session.keys(within: Self.frame) {
        switch key {
        case .pause: playback.isPaused.toggle()
        case .faster: playback.speedUp()
        case .slower: playback.slowDown()
        case .next: outputs += try playback.jump()
        case .end:
          try screen.close()
          return
        }
      }
      switch session.signal() {
      case .end(let signal):
        try screen.close()
        session.leave()
        throw Interruption(
          signal: signal, description: "The playing was stopped at \(playback.now.clockText).")
      case .stop:
        try screen.close()
        session.stop()
        screen.isEmpty = true
        before = .now
      case .goOn, nil: break
      }
      outputs += try playback.advance(by: elapsed())
      terminal = Terminal()
      try screen.show(
        try lines(of: outputs), status: try status(session), width: terminal.width)
    }
    try screen.close()
  }

  /// How long keys are waited for before the next look at the clock, in milliseconds.
  private static let frame: CInt = 80

  private func status(_ session: TerminalSession) throws -> [StyledLine] {
    let count = min(gauges.directions.count, max(terminal.height / 3 - 2, 1))
    return layout.status(
      of: playback, to: end, standings: try standings(count),
      hidden: gauges.directions.count - count, hasKeys: session.hasKeys, width: terminal.width)
  }

  // MARK: Lines

  private var heading: [StyledLine] {
    StyledLine.wrapped(terminal.charset.text(title), to: terminal.width, .muted)
  }

  private func standings(_ count: Int, at time: TraceInstant? = nil) throws -> [PlaybackStanding] {
    try gauges.directions.prefix(count).map { direction in
      PlaybackStanding(
        name: direction.name, values: try direction.values(at: time ?? playback.now),
        full: direction.full)
    }
  }

  private func lines(of outputs: [Playback.Output]) throws -> [StyledLine] {
    let width = terminal.width
    return try outputs.flatMap { output in
      switch output {
      case .moment(let moment): layout.lines(of: moment, width: width)
      case .quiet(let length): layout.lines(ofQuiet: length, width: width)
      case .tick(let time):
        layout.lines(of: try standings(Self.mostStandings, at: time), at: time, width: width)
      case .end(let time): layout.lines(ofEndAt: time, width: width)
      }
    }
  }

  /// How many directions plain lines tell of.
  private static let mostStandings = 4

  /// The wall time since this was asked last.
  private mutating func elapsed() -> TraceDuration {
    let now = ContinuousClock.now
    defer { before = now }
    let (seconds, attoseconds) = (now - before).components
    return .seconds(seconds) + TraceDuration(nanoseconds: attoseconds / 1_000_000_000)
  }
}
