package import TraceModel
import TraceStore

/// How a run got from something that happened in it to a stall, step by step.
package struct StallChain: Equatable, Sendable {
  /// One step: what happened, when it first did, and how often.
  package struct Step: Equatable, Sendable {
    /// The first event that says so; `nil` for what lasts, such as an outage.
    package var event: EventSequence?
    package var time: TraceInstant
    package var what: String
    package var count = 1

    /// `bind_nak (60 ×)`.
    package var text: String { count > 1 ? "\(what) (\(count) ×)" : what }
  }

  package var stall: Stall
  package var steps: [Step]
  /// How many messages waited for how long, and what ended that.
  package var outcome: String

  /// The whole chain on one line.
  package var sentence: String { (steps.map(\.text) + [outcome]).joined(separator: " → ") }
}

extension StoredRun {
  /// How a stall came about.
  package func chain(to stall: Stall) throws -> StallChain {
    let incident = try analysis.incident(of: stall, in: run)
    var steps = try analysis.disturbances(of: run)
      .filter { $0.concerns(stall.link) && $0.precedes(stall) }
      .map { StallChain.Step(event: nil, time: $0.start, what: $0.text(in: run)) }
    if let filing = incident.cause {
      steps.append(
        step(filing, "filed under \(run.addressName(filing.code ?? 0, of: filing.host))"))
    }
    var found: [StallChain.Step] = []
    if let nak = incident.events.first(where: { $0.kind == .bindNak }),
      let miss = try analysis.causes(of: nak, in: run.id, limit: 16).first(where: {
        $0.kind == .groupMissed
      })
    {
      let group = "0x\(String(miss.group ?? 0, radix: 16))"
      found.append(
        step(miss, "bind \(group) missed at \(run.addressName(miss.code ?? 0, of: miss.host))"))
    }
    for event in incident.events {
      if let what = Self.words(for: event) { found.count(step(event, what)) }
    }
    for logged in incident.entries {
      found.count(step(logged.event, "event \(logged.entry.id)"))
    }
    found.sort { ($0.time, $0.event?.rawValue ?? 0) < ($1.time, $1.event?.rawValue ?? 0) }
    return StallChain(stall: stall, steps: steps + found, outcome: Self.outcome(of: stall))
  }

  private func step(_ event: TraceEvent, _ what: String) -> StallChain.Step {
    StallChain.Step(event: event.sequence, time: event.time, what: what)
  }

  /// What an event within a stall is called in its chain; `nil` for what leads nowhere.
  private static func words(for event: TraceEvent) -> String? {
    switch event.kind {
    case .bindNak: "bind_nak"
    case .coCancel: "cancel"
    case .callFailed: event.code.map { "error \($0)" }
    case .turnPlease: "turn asked for in vain"
    default: nil
    }
  }

  private static func outcome(of stall: Stall) -> String {
    let messages = stall.peak == 1 ? "1 message" : "\(stall.peak) messages"
    let waited = "\(messages) waited \(stall.duration.exactText)"
    switch stall.ending {
    case .rescue: return "\(waited), until the threshold opened another association"
    case .strand where stall.isOpen: return "\(waited) without end"
    case .strand, .other: return "\(waited), until mail went on"
    }
  }
}

extension RunComparison {
  /// The first stall that only one of the runs has, and that goes on behind an event.
  ///
  /// - Returns: The stall, and whether it is the one run's; `nil` if there is none.
  package func firstStall(
    behind event: EventSequence
  ) throws -> (stall: Stall, isInOne: Bool)? {
    let stalls = try [one, other].map { side in
      try side.analysis.stalls(of: side.run).filter { $0.lastEvent.map { $0 > event } ?? true }
    }
    func alone(_ side: Int) -> Stall? {
      stalls[side]
        .filter { stall in !stalls[1 - side].contains { $0.isSameTime(as: stall) } }
        .min { ($0.start, $0.link) < ($1.start, $1.link) }
    }
    switch (alone(0), alone(1)) {
    case (let a?, let b?): return a.start <= b.start ? (a, true) : (b, false)
    case (let a?, nil): return (a, true)
    case (nil, let b?): return (b, false)
    case (nil, nil): return nil
    }
  }
}

extension Stall {
  /// Whether the same direction stalls from the same moment to the same moment.
  fileprivate func isSameTime(as other: Stall) -> Bool {
    link == other.link && start == other.start && end == other.end
  }
}

extension [StallChain.Step] {
  /// Adds a step, or counts it where it is there already.
  fileprivate mutating func count(_ step: StallChain.Step) {
    if let index = firstIndex(where: { $0.what == step.what }) {
      self[index].count += 1
    } else {
      append(step)
    }
  }
}
