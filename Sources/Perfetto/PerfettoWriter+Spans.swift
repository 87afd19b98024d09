import Analysis
import TraceModel

/// What lasts without being an event: stalls and disturbances.
extension PerfettoWriter {
  func write(_ stall: Stall) throws {
    let track = Track(host: stall.link.from, place: .stalls(stall.link.to))
    guard let time = span(from: stall.start, to: stall.end) else { return }
    counts.stalls += 1
    try span("stall", time, on: track) { record in
      record.add("ending", stall.endingName)
      record.add("peak", stall.peak)
      record.add("bind_naks", stall.naks)
      record.add("call_failures", stall.callFailures)
      record.add("openings", stall.openings.count)
      record.add("first_event", stall.firstEvent.rawValue)
      record.add("last_event", stall.lastEvent?.rawValue)
    }
  }

  /// Writes disturbances, each on the first lane of its host that is free.
  func write(_ disturbances: [Disturbance]) throws {
    var free: [HostIndex: [TraceInstant]] = [:]
    for disturbance in disturbances {
      guard let span = span(from: disturbance.start, to: disturbance.end) else { continue }
      var lanes = free[disturbance.host, default: []]
      let lane = lanes.firstIndex { $0 <= span.lowerBound } ?? lanes.count
      if lane == lanes.count { lanes.append(.start) }
      lanes[lane] = span.upperBound
      free[disturbance.host] = lanes
      counts.disturbances += 1
      let track = Track(host: disturbance.host, place: .disturbances(lane: lane))
      try self.span(disturbance.text(in: run), span, on: track) { record in
        record.add("peer", disturbance.peer.map { run.name(of: $0) } ?? "")
      }
    }
  }

  /// As much of a span as lies in the stretch of time; `nil` for nothing.
  private func span(from start: TraceInstant, to end: TraceInstant) -> ClosedRange<TraceInstant>? {
    let (start, end) = (max(start, scene.from), min(end, scene.to))
    return start < end ? start...end : nil
  }

  private func span(
    _ name: String, _ span: ClosedRange<TraceInstant>, on track: Track,
    _ arguments: (inout TraceRecord) -> Void
  ) throws {
    try record("X", name, on: track, at: span.lowerBound) { record in
      record.addMicroseconds("dur", (span.upperBound - span.lowerBound).nanoseconds)
      record.open("args")
      arguments(&record)
      record.close()
    }
  }
}
