package import TraceModel
import TraceStore

extension TraceAnalysis {
  /// What disturbed a run from outside, in the order of time.
  package func disturbances(of run: Run) throws -> [Disturbance] {
    var reading = DisturbanceReading(run: run)
    let kinds: [EventKind] = [
      .linkDown, .linkUp, .bandwidthChanged, .hostStopped, .hostStarted, .hostHung, .hostResumed,
    ]
    try reader.forEachEvent(of: run.id, EventFilter(kinds: kinds)) { reading.take($0) }
    return reading.finish()
  }
}

/// Makes spans of the events at their ends.
private struct DisturbanceReading {
  /// What may be under way once at a time.
  private enum Place: Hashable {
    case outage(HostIndex, HostIndex)
    case bandwidth(HostIndex, HostIndex)
    case stopped(HostIndex)
    case hung(HostIndex)
  }

  private let run: Run
  private var open: [Place: (start: TraceInstant, bandwidth: UInt32?)] = [:]
  /// The bandwidths that each direction changed to; `nil` means no limit.
  private var bandwidths: [Link: [UInt32?]] = [:]
  private var builds: [String]
  private var found: [Disturbance] = []

  init(run: Run) {
    self.run = run
    builds = run.header.hosts.map(\.build)
  }

  mutating func take(_ event: TraceEvent) {
    switch (event.kind, event.peer) {
    case (.linkDown, let peer?): begin(.outage(event.host, peer), event)
    case (.linkUp, let peer?): end(.outage(event.host, peer), at: event.time)
    case (.bandwidthChanged, let peer?):
      end(.bandwidth(event.host, peer), at: event.time)
      begin(.bandwidth(event.host, peer), event)
      bandwidths[Link(from: event.host, to: peer), default: []].append(event.code)
    case (.hostStopped, _):
      end(.hung(event.host), at: event.time)
      begin(.stopped(event.host), event)
    case (.hostStarted, _):
      end(.stopped(event.host), at: event.time, startedAs: newBuild(event))
    case (.hostHung, _): begin(.hung(event.host), event)
    case (.hostResumed, _): end(.hung(event.host), at: event.time)
    default: break
    }
  }

  /// The spans, those of both directions of a line as one.
  consuming func finish() -> [Disturbance] {
    for place in Array(open.keys) { end(place, at: run.end) }
    var result: [Disturbance] = []
    for disturbance in found.filter(isTrouble).sorted(by: Self.isBefore) {
      let other = result.lastIndex {
        $0.kind == disturbance.kind && $0.peer == disturbance.host && $0.host == disturbance.peer
          && $0.start == disturbance.start && $0.end == disturbance.end
      }
      if let other { result[other].isBothWays = true } else { result.append(disturbance) }
    }
    return result
  }

  /// Whether a line is slower than usual: than at any other time, or if it changed only once, than
  /// the scenario's lines.
  private func isTrouble(_ disturbance: Disturbance) -> Bool {
    guard case .slowLine(let bandwidth) = disturbance.kind, let peer = disturbance.peer else {
      return true
    }
    let others = bandwidths[Link(from: disturbance.host, to: peer)] ?? []
    guard others.count > 1 else { return usualBandwidth.map { bandwidth < $0 } ?? true }
    return others.contains { $0.map { bandwidth < $0 } ?? true }
  }

  /// What the scenario gives every line, if it says so in this form: `256 kbit/s`.
  private var usualBandwidth: UInt32? {
    let words = run.header.value(of: "network.bandwidth")?.split(separator: " ") ?? []
    guard words.count == 2, let number = UInt32(words[0]) else { return nil }
    return switch words[1] {
    case "bit/s": number
    case "kbit/s": number.multipliedReportingOverflow(by: 1_000).partialValue
    case "Mbit/s": number.multipliedReportingOverflow(by: 1_000_000).partialValue
    default: nil
    }
  }

  private mutating func begin(_ place: Place, _ event: TraceEvent) {
    if open[place] == nil { open[place] = (event.time, event.code) }
  }

  private mutating func end(_ place: Place, at time: TraceInstant, startedAs build: String? = nil) {
    guard let (start, bandwidth) = open.removeValue(forKey: place) else { return }
    func add(_ kind: Disturbance.Kind, _ host: HostIndex, _ peer: HostIndex? = nil) {
      found.append(Disturbance(kind: kind, host: host, peer: peer, start: start, end: time))
    }
    switch place {
    case .outage(let host, let peer): add(.outage, host, peer)
    case .bandwidth(let host, let peer):
      if let bandwidth { add(.slowLine(bandwidth), host, peer) }
    case .stopped(let host): add(.stopped(startedAs: build), host)
    case .hung(let host): add(.hung, host)
    }
  }

  /// The build that a host starts as, if it is another than before.
  private mutating func newBuild(_ event: TraceEvent) -> String? {
    let host = Int(event.host.rawValue)
    guard let code = event.code, BuildName.known.indices.contains(Int(code)),
      builds.indices.contains(host), builds[host] != BuildName.known[Int(code)]
    else { return nil }
    builds[host] = BuildName.known[Int(code)]
    return builds[host]
  }

  private static func isBefore(_ a: Disturbance, _ b: Disturbance) -> Bool {
    func place(_ disturbance: Disturbance) -> (Int, HostIndex, HostIndex) {
      let rank =
        switch disturbance.kind {
        case .outage: 0
        case .slowLine: 1
        case .stopped: 2
        case .hung: 3
        }
      return (rank, disturbance.host, disturbance.peer ?? HostIndex(rawValue: .max))
    }
    return (a.start, a.end) == (b.start, b.end)
      ? place(a) < place(b) : (a.start, a.end) < (b.start, b.end)
  }
}
