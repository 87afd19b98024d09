import TraceModel

/// When the messages of one direction arrive, and what they are: bursts with pauses between.
///
/// Arrivals depend on the seed and the direction only, so that every build of a scenario gets the
/// same mail.
struct Workload {
  let from: HostIndex
  let to: HostIndex
  private var parameters: WorkloadParameters
  private var arrivals: RandomStream
  private var bursts: RandomStream
  private var sizes: RandomStream
  private var priorities: RandomStream
  /// When the run ends: nothing arrives later.
  private var end: TraceInstant
  private var time = TraceInstant.start
  private var burstEnd = TraceInstant.start
  /// How many bursts have begun.
  private(set) var burstCount: UInt64 = 0
  /// Whether no more mail is sent, unless the parameters become others.
  private(set) var hasStopped = false

  init(
    from: HostIndex, to: HostIndex, parameters: WorkloadParameters, seed: UInt64, end: TraceInstant
  ) {
    self.end = end
    self.from = from
    self.to = to
    self.parameters = parameters
    let (a, b) = (UInt64(from.rawValue), UInt64(to.rawValue))
    arrivals = RandomStream(seed: seed, .arrivals, a, b)
    bursts = RandomStream(seed: seed, .bursts, a, b)
    sizes = RandomStream(seed: seed, .sizes, a, b)
    priorities = RandomStream(seed: seed, .priorities, a, b)
  }

  /// Goes on with other parameters, from the message behind the next on.
  mutating func become(_ parameters: WorkloadParameters, until end: TraceInstant) {
    self.parameters = parameters
    self.end = end
  }

  /// Sends nothing before an instant.
  mutating func skip(to instant: TraceInstant) {
    time = max(time, instant)
    burstEnd = max(burstEnd, instant)
  }

  /// The next arrival, and the start of the burst it opens, if it is the first of one; `nil` if no
  /// more mail is sent.
  mutating func next() -> (arrival: TraceInstant, burstStart: TraceInstant?)? {
    let next = draw()
    hasStopped = next == nil
    return next
  }

  private mutating func draw() -> (arrival: TraceInstant, burstStart: TraceInstant?)? {
    guard parameters.messageRate > .zero, time <= end else { return nil }
    var burstStart: TraceInstant?
    while true {
      let arrival = time + arrivals.exponential(mean: parameters.messageRate)
      if arrival <= burstEnd {
        time = arrival
        return (arrival, burstStart)
      }
      guard burstEnd <= end else { return nil }
      let start = burstEnd + bursts.exponential(mean: parameters.burstGap)
      burstEnd = start + bursts.exponential(mean: parameters.burstLength)
      time = start
      burstStart = start
      burstCount += 1
    }
  }

  /// A message of the published mix.
  mutating func message(_ id: MessageID) -> QueuedMessage {
    QueuedMessage(id: id, priority: priority(), octets: MessageSize.draw(from: &sizes))
  }

  private mutating func priority() -> MessagePriority {
    let draw = priorities.below(UInt64(Ratio.whole))
    let urgent = UInt64(parameters.urgentShare.partsPerMillion)
    if draw < urgent { return .urgent }
    return draw < urgent + UInt64(parameters.nonUrgentShare.partsPerMillion) ? .nonUrgent : .normal
  }
}

/// Sizes of messages, after the mix of Microsoft's Mail Benchmark for Exchange 5.5 (Compaq
/// ECG082/0898).
enum MessageSize {
  /// Weights and sizes in KiB; the weights sum to 96 as published.
  private static let mix: [(weight: UInt64, kibibytes: Int)] = [
    (60, 1), (16, 2), (4, 4), (6, 10), (4, 15), (4, 16), (2, 43),
  ]
  private static let totalWeight = mix.reduce(0) { $0 + $1.weight }

  /// Octets of a message: the mean of the mix is about 3.9 KB.
  static func draw(from random: inout RandomStream) -> Int {
    var draw = random.below(totalWeight)
    for (weight, kibibytes) in mix {
      if draw < weight { return kibibytes * 1024 }
      draw -= weight
    }
    return 1024
  }
}
