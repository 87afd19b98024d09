package import TraceModel

/// The playing of a run: what to show at which virtual time, as wall time goes by.
///
/// It knows no clock: who plays says how much wall time has passed, and what comes out depends on
/// nothing else. Stretches in which nothing happens are skipped, for nobody likes to wait.
package struct Playback {
  /// How many seconds of virtual time a second of wall time is.
  package enum Speed: Equatable, Sendable {
    case times(Int64)
    /// As fast as can be.
    case unlimited
  }

  /// What to show next.
  package enum Output: Equatable, Sendable {
    case moment(PlaybackMoment)
    /// A stretch this long that is skipped.
    case quiet(TraceDuration)
    /// It is time to say how things stand.
    case tick(TraceInstant)
    case end(TraceInstant)
  }

  /// Where the playing is in virtual time.
  package private(set) var now: TraceInstant
  package private(set) var speed: Speed
  package private(set) var isEnded = false
  package var isPaused = false

  private let end: TraceInstant
  private let skipsQuiet: Bool
  private let next: () throws -> PlaybackMoment?
  private var upcoming: PlaybackMoment?
  /// When something was shown, or a skip began, for the last time.
  private var last: TraceInstant
  private let tick: TraceDuration?
  private var nextTick: TraceInstant

  /// - Parameters:
  ///   - tick: How often in virtual time it says how things stand; `nil` for never.
  ///   - next: What happens next, in order of time; `nil` after the last.
  package init(
    from start: TraceInstant, to end: TraceInstant, speed: Speed, skipsQuiet: Bool = true,
    tick: TraceDuration? = nil, next: @escaping () throws -> PlaybackMoment?
  ) throws {
    now = start
    last = start
    self.end = max(start, end)
    self.speed = speed
    self.skipsQuiet = skipsQuiet
    self.next = next
    self.tick = tick.map { max($0, .milliseconds(1)) }
    nextTick = start
    upcoming = try next()
    if let tick = self.tick { moveTick(beyond: start, by: tick) }
  }

  /// Lets wall time go by; gives a part of what is due if that is very much, and the rest the next
  /// time.
  package mutating func advance(by wall: TraceDuration) throws -> [Output] {
    guard !isPaused, !isEnded else { return [] }
    let rest = end - now
    let passed = min(virtual(max(wall, .zero)) ?? rest, rest)
    return try proceed(to: now + passed)
  }

  /// How much wall time passes until something is to be shown; `nil` while nothing goes on.
  package var wait: TraceDuration? {
    guard !isPaused, !isEnded else { return nil }
    guard case .times(let speed) = speed else { return .zero }
    var due = upcoming?.time ?? end
    if let leave { due = min(due, leave) }
    if tick != nil { due = min(due, nextTick) }
    let virtual = max((due - now).nanoseconds, 0)
    return TraceDuration(nanoseconds: virtual / speed + (virtual % speed == 0 ? 0 : 1))
  }

  /// Goes to what happens next, whether the playing is paused or not.
  package mutating func jump() throws -> [Output] {
    guard !isEnded else { return [] }
    let time = upcoming?.time ?? end
    var outputs: [Output] = time - now > quiet ? [.quiet(time - last)] : []
    (now, last) = (time, time)
    if let tick { moveTick(beyond: now, by: tick) }
    outputs += try proceed(to: time)
    return outputs
  }

  package mutating func speedUp() {
    guard case .times(let current) = speed else { return }
    speed = .times(Self.speeds.first { $0 > current } ?? current)
  }

  package mutating func slowDown() {
    let current: Int64 = if case .times(let current) = speed { current } else { .max }
    speed = .times(Self.speeds.last { $0 < current } ?? current)
  }

  /// The speeds that one goes up and down by.
  private static let speeds: [Int64] = [
    1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_000, 30_000, 100_000,
  ]
}

extension Playback {
  /// What is given at once at most.
  private static let mostOutputs = 256

  /// What a viewer would rather not wait for: more than five seconds of wall time.
  private var quiet: TraceDuration { virtual(.seconds(5)) ?? .minutes(5) }
  /// How long what was shown last stays before a skip, and how much is played before what follows.
  private var linger: TraceDuration { virtual(.seconds(1)) ?? .zero }
  private var lead: TraceDuration { virtual(.milliseconds(500)) ?? .zero }

  /// Wall time as virtual time; `nil` where the speed has no limit.
  private func virtual(_ wall: TraceDuration) -> TraceDuration? {
    guard case .times(let speed) = speed else { return nil }
    let (product, isTooLarge) = wall.nanoseconds.multipliedReportingOverflow(by: speed)
    return isTooLarge ? TraceDuration(nanoseconds: .max) : TraceDuration(nanoseconds: product)
  }

  /// When the stretch before what happens next is left, if it is skipped.
  private var leave: TraceInstant? {
    guard skipsQuiet, (upcoming?.time ?? end) - last > quiet else { return nil }
    return last + linger
  }

  private mutating func proceed(to target: TraceInstant) throws -> [Output] {
    var target = target
    var outputs: [Output] = []
    while outputs.count < Self.mostOutputs {
      let due = upcoming?.time ?? end
      if tick != nil, nextTick <= target, nextTick < due, leave.map({ nextTick < $0 }) ?? true {
        outputs.append(.tick(nextTick))
        now = max(now, nextTick)
        if let tick { moveTick(beyond: nextTick, by: tick) }
        continue
      }
      if let leave, leave <= target {
        outputs.append(.quiet(due - last))
        now = max(now, due + TraceDuration(nanoseconds: -lead.nanoseconds))
        last = due
        target = now
        if let tick { moveTick(beyond: now, by: tick) }
        continue
      }
      guard due <= target else {
        now = max(now, target)
        break
      }
      (now, last) = (max(now, due), due)
      guard let moment = upcoming else {
        outputs.append(.end(end))
        isEnded = true
        break
      }
      outputs.append(.moment(moment))
      upcoming = try next()
    }
    return outputs
  }

  /// Ticks lie on multiples of their distance.
  private mutating func moveTick(beyond time: TraceInstant, by tick: TraceDuration) {
    let number = time.nanoseconds / tick.nanoseconds
    let (next, isTooLarge) = (number + 1).multipliedReportingOverflow(by: tick.nanoseconds)
    nextTick = TraceInstant(nanoseconds: isTooLarge ? .max : next)
  }
}
