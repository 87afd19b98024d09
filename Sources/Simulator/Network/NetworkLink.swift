import TraceModel

/// One direction of the network between two hosts: latency, jitter, loss, outages, and a bandwidth
/// that all its connections share.
struct NetworkLink {
  /// What becomes of octets that are handed to the link.
  struct Passage: Equatable {
    /// When the last octet has left the sender.
    var leaves: TraceInstant
    /// When they arrive; `nil` if they never do.
    var arrives: TraceInstant?
    /// When the sender gives up because nothing was acknowledged; `nil` if something was.
    var givenUp: TraceInstant?
  }

  var parameters: NetworkParameters
  var outages = TimeWindows<Void>()
  var bandwidths = TimeWindows<Bandwidth>()
  /// When everything that was handed to the link has left.
  private var busyUntil = TraceInstant.start

  init(_ parameters: NetworkParameters) { self.parameters = parameters }

  /// Carries octets, sending them again after each loss as TCP does (KB Q120642).
  ///
  /// - Parameters:
  ///   - octets: How many are sent; 0 for a segment without data.
  ///   - retransmissions: How often they are sent again before the sender gives up.
  ///   - acknowledgements: The outages of the way back.
  ///   - random: The stream of jitter and losses.
  mutating func carry(
    _ octets: Int, at now: TraceInstant, retransmissions: Int,
    acknowledgements: TimeWindows<Void>, random: consuming RandomStream
  ) -> Passage {
    busyUntil = drained(octets, from: max(now, busyUntil))
    let jitter = random.below(UInt64(parameters.jitter.nanoseconds) + 1)
    let delay = parameters.latency + TraceDuration(nanoseconds: Int64(jitter))
    let isSound =
      parameters.loss.partsPerMillion == 0 && outages.isEmpty && acknowledgements.isEmpty
    if isSound { return Passage(leaves: busyUntil, arrives: busyUntil + delay, givenUp: nil) }
    var passage = Passage(leaves: busyUntil, arrives: nil, givenUp: nil)
    for attempt in 0...retransmissions {
      let sent = busyUntil + wait(before: attempt)
      let isLost = random.happens(parameters.loss)
      guard !isLost, outages[sent] == nil else { continue }
      let arrival = sent + delay
      passage.arrives = passage.arrives ?? arrival
      if acknowledgements[arrival] == nil { return passage }
    }
    passage.givenUp = busyUntil + wait(before: retransmissions + 1)
    return passage
  }

  /// From the first sending to an attempt, each wait twice as long as the one before.
  func wait(before attempt: Int) -> TraceDuration {
    TraceDuration(
      nanoseconds: parameters.retransmitTimeout.nanoseconds * ((1 << Int64(attempt)) - 1))
  }

  /// When octets have left that begin to leave at `start`.
  private func drained(_ octets: Int, from start: TraceInstant) -> TraceInstant {
    guard !bandwidths.isEmpty else {
      return start + parameters.bandwidth.transmissionTime(octets: octets)
    }
    // In bits for each second, times nanoseconds.
    var rest = Int128(octets) * 8_000_000_000
    var time = start
    while rest > 0 {
      let bandwidth = bandwidths[time] ?? parameters.bandwidth
      guard let rate = bandwidth.bitsPerSecond else { return time }
      let need = rest / Int128(rate)
      guard let change = bandwidths.nextChange(after: time),
        Int128((change - time).nanoseconds) < need
      else { return time + TraceDuration(nanoseconds: Int64(clamping: need)) }
      rest -= Int128((change - time).nanoseconds) * Int128(rate)
      time = change
    }
    return time
  }
}

/// Values that hold from one instant to another; where spans overlap, the one added last counts.
struct TimeWindows<Value> {
  private var windows: [(start: TraceInstant, end: TraceInstant, value: Value)] = []

  var isEmpty: Bool { windows.isEmpty }

  mutating func add(_ value: Value, from start: TraceInstant, lasting length: TraceDuration) {
    windows.append((start, start + length, value))
  }

  /// The value at an instant, or `nil` outside of all spans; a span ends before its end.
  subscript(time: TraceInstant) -> Value? {
    windows.last { $0.start <= time && time < $0.end }?.value
  }

  /// The next instant at which a span begins or ends.
  func nextChange(after time: TraceInstant) -> TraceInstant? {
    var next: TraceInstant?
    for window in windows {
      for change in [window.start, window.end] where change > time {
        next = next.map { min($0, change) } ?? change
      }
    }
    return next
  }
}
