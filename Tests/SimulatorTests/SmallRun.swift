import ScenarioFiles
import Simulator
import Testing
import TraceModel

/// Runs two hosts, A and B, which send each other ten messages a minute without a pause.
///
/// - Parameters:
///   - text: What the scenario says besides, in YAML: `faults: {line: hang B at 10 min for 5 min}`.
///   - duration: How long the run is.
func small(
  _ text: String = "", _ build: Build = .nt4SP4, for duration: String = "1 h", seed: UInt64 = 1
) throws -> MemorySink {
  let scenario = try scenario(
    """
    scenario: small
    duration: \(duration)
    workload.burstLength: 24 h
    workload.burstGap: 0 s
    hosts:
      A: {addresses: ["ncacn_ip_tcp:10.0.0.1[1024]", "ncacn_spx:~01[4006]"]}
      B: {addresses: ["ncacn_ip_tcp:10.0.0.2[1024]", "ncacn_spx:~02[4006]"]}
    \(text)
    """)
  let sink = MemorySink()
  var simulation = Simulation(scenario: scenario, build: build, seed: seed, sink: sink)
  try simulation.run()
  return sink
}

/// The hosts of a small run.
let (hostA, hostB) = (HostIndex(0), HostIndex(1))

extension MemorySink {
  /// The events of a kind, in the order in which they happened.
  func all(_ kind: EventKind, _ direction: EventDirection? = nil) -> [TraceEvent] {
    events.filter { $0.kind == kind && $0.direction == direction }
  }

  /// The event log entries of an id, as events.
  func logged(_ id: UInt32) -> [TraceEvent] {
    events.filter { $0.kind == .logEntry && $0.code == id }
  }

  /// The texts of the event log entries of an id.
  func texts(_ id: UInt32) -> [String] { entries.filter { $0.entry.id == id }.map(\.entry.text) }

  /// The timers of a kind that ran out.
  func expired(_ kind: TimerKind) -> [TraceEvent] {
    events.filter { $0.kind == .timerExpired && $0.code == kind.rawValue }
  }

  /// The openings of associations for a reason.
  func openings(_ reason: OpeningReason) -> [TraceEvent] {
    events.filter { $0.kind == .associationOpening && $0.code == reason.rawValue }
  }

  /// The event that led to one; `nil` for one that happened of itself.
  func cause(of event: TraceEvent) -> TraceEvent? {
    event.cause.map { events[Int($0.rawValue) - 1] }
  }

  /// All events that led to one, the nearest first.
  func causes(of event: TraceEvent) -> [TraceEvent] {
    Array(sequence(first: event) { self.cause(of: $0) }.dropFirst())
  }

  /// Messages that were neither delivered nor given up.
  var waitingMessages: Int {
    count(.messageEnqueued) - count(.messageDelivered) - count(.messageNonDelivered)
  }

  /// The longest time without a delivery from one host to the other while mail waited, if it is
  /// more than a minute, which makes it a stall.
  func longestStall(from sender: HostIndex, to recipient: HostIndex) -> TraceDuration? {
    var waitsSince: TraceInstant?
    var longest = TraceDuration.seconds(60)
    func note(_ time: TraceInstant) { waitsSince.map { longest = max(longest, time - $0) } }
    for event in events {
      switch event.kind {
      case .messageEnqueued where event.host == sender && event.peer == recipient:
        waitsSince = waitsSince ?? event.time
      case .messageDelivered where event.host == recipient && event.peer == sender,
        .messageNonDelivered where event.host == sender && event.peer == recipient:
        note(event.time)
        waitsSince = event.queue == 0 ? nil : event.time
      default: break
      }
    }
    if let end { note(end) }
    return longest > .seconds(60) ? longest : nil
  }
}

extension TraceInstant {
  /// An instant so many seconds after the start.
  static func seconds(_ count: Int64) -> Self { .start + .seconds(count) }
}
