import Analysis
import Testing
import TraceModel

/// What is shown at which virtual time, without a clock.
struct PlaybackTests {
  private static func at(_ seconds: Int64) -> TraceInstant { .start + .seconds(seconds) }

  private static func moment(_ seconds: Int64, _ text: String = "x") -> PlaybackMoment {
    PlaybackMoment(time: at(seconds), runs: [0], kind: .event(.bindNak), text: text)
  }

  private static func playback(
    _ seconds: [Int64], to end: Int64, speed: Playback.Speed = .times(60),
    skipsQuiet: Bool = true, tick: TraceDuration? = nil
  ) throws -> Playback {
    var moments = seconds.map { moment($0) }[...]
    return try Playback(
      from: .start, to: at(end), speed: speed, skipsQuiet: skipsQuiet, tick: tick
    ) { moments.popFirst() }
  }

  /// Everything that comes out when wall time goes by in steps of this length.
  private static func all(
    _ playback: Playback, step: TraceDuration, limit: Int = 100_000
  ) throws -> [Playback.Output] {
    var playback = playback
    var outputs: [Playback.Output] = []
    for _ in 0..<limit where !playback.isEnded { outputs += try playback.advance(by: step) }
    #expect(playback.isEnded)
    return outputs
  }

  @Test func `a moment is shown when the clock reaches it, and not before`() throws {
    var playback = try Self.playback([90, 120], to: 200)
    #expect(try playback.advance(by: .milliseconds(1_499)) == [])
    #expect(playback.now.nanoseconds == 89_940_000_000)
    #expect(playback.wait == .milliseconds(1))
    #expect(try playback.advance(by: .milliseconds(1)) == [.moment(Self.moment(90))])
    #expect(playback.wait == .milliseconds(500))
    #expect(
      try playback.advance(by: .seconds(100)) == [.moment(Self.moment(120)), .end(Self.at(200))])
    #expect(playback.isEnded && playback.now == Self.at(200) && playback.wait == nil)
    #expect(try playback.advance(by: .seconds(1)) == [])
  }

  @Test(arguments: [1, 3, 17, 80, 999, 5_000, 60_000, 10_000_000] as [Int64])
  func `what comes out does not depend on how often the clock is looked at`(
    milliseconds: Int64
  ) throws {
    let seconds: [Int64] = [10, 10, 400, 401, 2_000, 2_500, 2_500, 9_000]
    let playback = try Self.playback(seconds, to: 10_000, tick: .minutes(5))
    let fine = try Self.all(playback, step: .milliseconds(1), limit: 1_000_000)
    // Each reads a script of its own.
    let other = try Self.playback(seconds, to: 10_000, tick: .minutes(5))
    #expect(try Self.all(other, step: .milliseconds(milliseconds)) == fine)
    #expect(fine.contains(.quiet(.seconds(6_500))))
    #expect(fine.filter { if case .moment = $0 { true } else { false } }.count == seconds.count)
  }

  @Test func `a stretch of more than five seconds is skipped after one`() throws {
    var playback = try Self.playback([10, 311], to: 320)
    #expect(try playback.advance(by: .seconds(1)) == [.moment(Self.moment(10))])
    #expect(playback.now == Self.at(60))
    #expect(playback.wait == TraceDuration(nanoseconds: 166_666_667))
    let outputs = try playback.advance(by: .seconds(1))
    #expect(outputs == [.quiet(.seconds(301))])
    #expect(playback.now == Self.at(281))
    #expect(try playback.advance(by: .milliseconds(500)) == [.moment(Self.moment(311))])
    let near = try Self.playback([10, 310], to: 320)
    #expect(!(try Self.all(near, step: .milliseconds(50)).contains(.quiet(.seconds(300)))))
    let whole = try Self.playback([10, 9_000], to: 9_001, skipsQuiet: false)
    #expect(try Self.all(whole, step: .seconds(1)).count == 3)
  }

  @Test func `a pause stops the clock, and a jump goes on in it`() throws {
    var playback = try Self.playback([10, 1_000, 1_000, 1_001], to: 2_000)
    playback.isPaused = true
    #expect(try playback.advance(by: .seconds(50)) == [] && playback.now == .start)
    #expect(playback.wait == nil)
    #expect(try playback.jump() == [.moment(Self.moment(10))])
    #expect(
      try playback.jump()
        == [.quiet(.seconds(990)), .moment(Self.moment(1_000)), .moment(Self.moment(1_000))])
    #expect(playback.now == Self.at(1_000) && playback.isPaused)
    #expect(try playback.jump() == [.moment(Self.moment(1_001))])
    #expect(try playback.jump() == [.quiet(.seconds(999)), .end(Self.at(2_000))])
    #expect(try playback.jump() == [])
  }

  @Test func `speeds go up and down between 1 and 100000`() throws {
    var playback = try Self.playback([], to: 10)
    var speeds: [Playback.Speed] = []
    for _ in 0..<20 {
      playback.speedUp()
      speeds.append(playback.speed)
    }
    #expect(speeds.first == .times(120) && speeds.last == .times(100_000))
    for _ in 0..<20 { playback.slowDown() }
    #expect(playback.speed == .times(1))
    var unlimited = try Self.playback([], to: 10, speed: .unlimited)
    unlimited.speedUp()
    #expect(unlimited.speed == .unlimited)
    unlimited.slowDown()
    #expect(unlimited.speed == .times(100_000))
  }

  @Test func `without a limit everything comes at once, and no more than can be held`() throws {
    let playback = try Self.playback(
      Array(repeating: 5, count: 10_000), to: .max / 1_000_000_000, speed: .unlimited)
    var copy = playback
    #expect(copy.wait == .zero)
    let first = try copy.advance(by: .zero)
    #expect(first.count < 1_000)
    #expect(try Self.all(copy, step: .zero).count + first.count == 10_002)
  }

  @Test func `times at the end of what can be represented do no harm`() throws {
    let end = TraceInstant(nanoseconds: .max)
    var moments = [PlaybackMoment(time: end, runs: [0], kind: .stallBegins, text: "x")][...]
    var playback = try Playback(
      from: .start, to: end, speed: .times(100_000), tick: .seconds(10)
    ) { moments.popFirst() }
    var count = 0
    while !playback.isEnded, count < 100_000 {
      _ = try playback.advance(by: TraceDuration(nanoseconds: .max))
      count += 1
    }
    #expect(playback.isEnded)
  }
}
