import Figures
import Testing

@testable import Analysis
@testable import TraceModel

struct PlaybackLayoutTests {
  private static let end = Samples.at(4_800)

  private static func layout(
    _ variants: [Variant] = Samples.variants, charset: TerminalCharset = .unicode
  ) -> PlaybackLayout {
    PlaybackLayout(of: variants, to: end, charset: charset)
  }

  private static func moment(_ runs: [Int], _ kind: PlaybackMoment.Kind) -> PlaybackMoment {
    PlaybackMoment(
      time: Samples.at(4178.171), runs: runs, kind: kind,
      text: "bind_nak HUB1 ← SLPS100 · assoc\u{A0}4 · reason 0 · 12\u{A0}waiting")
  }

  private static let standings = [
    PlaybackStanding(name: "HUB1 → SLPS100", values: [42, 0], full: 50),
    PlaybackStanding(name: "SLPS100 → HUB1", values: [75, 1], full: 50),
  ]

  @Test func `what happens says when, in which run and how bad it is`() {
    let layout = Self.layout()
    #expect(
      layout.lines(of: Self.moment([0], .event(.bindNak)), width: 80).map(\.text) == [
        "1:09:38.171  SP3  ✗ bind_nak HUB1 ← SLPS100 · assoc 4 · reason 0 · 12 waiting"
      ])
    #expect(
      layout.lines(of: Self.moment([0, 1], .event(.linkDown)), width: 60).map(\.text) == [
        "1:09:38.171  both ◊ bind_nak HUB1 ← SLPS100 · assoc 4 ·",
        "                    reason 0 · 12 waiting",
      ])
    #expect(
      layout.lines(ofQuiet: Samples.at(1_440) - .start, width: 80).map(\.text) == [
        "          ⋮  24 min without events to show, skipped"
      ])
    #expect(
      layout.lines(of: Self.standings, at: Samples.at(3_600), width: 80).map(\.text) == [
        "1:00:00.000  waiting: HUB1 → SLPS100 SP3 42, SP4 0 · SLPS100 → HUB1 SP3 75,",
        "             SP4 1",
      ])
    let alone = Self.layout([Samples.variants[0]], charset: .ascii)
    #expect(
      alone.lines(of: Self.moment([0], .stallBegins), width: 80).map(\.text) == [
        "1:09:38.171 # bind_nak HUB1 <- SLPS100 - assoc 4 - reason 0 - 12 waiting"
      ])
  }

  @Test func `the foot has the clock, and a gauge for each direction and run`() throws {
    var playback = try Playback(from: Samples.at(4178), to: Self.end, speed: .times(60)) { nil }
    playback.isPaused = true
    func foot(_ width: Int, _ charset: TerminalCharset = .unicode) -> [String] {
      Self.layout(charset: charset).status(
        of: playback, to: Self.end, standings: Self.standings, hidden: 3, hasKeys: true,
        width: width
      ).map(\.text)
    }
    #expect(
      foot(80, .ascii).dropFirst() == [
        " = 1:09:38 of 1:20:00  60x  paused",
        " HUB1 -> SLPS100  SP3 ################.... 42/50  SP4 ....................  0/50",
        " SLPS100 -> HUB1  SP3 #################### 75/50  SP4 #...................  1/50",
        " and 3 more directions",
        " space pause - + - speed - n next event - q end",
      ])
    #expect(foot(80).first == String(repeating: "─", count: 80))
    #expect(foot(40).contains("   SP3 ████████████████████░░░░ 42/50"))
    #expect(!foot(40).contains { $0.contains("→") && $0.contains("SP3") })
    for width in 1...200 {
      #expect(foot(width).allSatisfy { TextColumns.width(of: $0) <= width })
    }
  }

  @Test func `no line is wider than the terminal, whatever is in it`() {
    let variants = Samples.variants.map { variant in
      Variant(short: "\(variant.short) 東京", long: variant.long, standing: variant.standing)
    }
    let layout = Self.layout(variants)
    var moment = Self.moment([1], .event(.callFailed))
    moment.text = "郵便局 " + String(repeating: "長い名前", count: 20) + "\u{1B}[2J"
    for width in 4...160 {
      let lines =
        layout.lines(of: moment, width: width)
        + layout.lines(of: Self.standings, at: Self.end, width: width)
        + layout.lines(ofQuiet: .seconds(600), width: width)
      // A time and a name that have no room of their own are not cut.
      let widest = lines.map(\.width).max() ?? 0
      #expect(widest <= max(width, 23), "\(width)")
      #expect(!lines.contains { $0.text.contains("\u{1B}") })
    }
  }
}
