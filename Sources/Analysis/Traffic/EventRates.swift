package import TraceModel
import TraceStore

/// How often things happened in equally long parts of the time.
package struct EventRates: Equatable, Sendable {
  /// What is counted.
  package enum Subject: CaseIterable, Sendable {
    case deliveries
    case refusedBinds
    case binds
    case requests
  }

  /// The length of a part.
  package var bin: TraceDuration
  /// For each subject, its counts part by part.
  package var counts: [[Int]]

  /// The length of parts of which the time has at most `most`, as people divide time.
  package static func bin(of span: TraceDuration, most: Int) -> TraceDuration {
    let second: Int64 = 1_000_000_000
    let lengths =
      [1, 5, 10, 30].map { $0 * second } + [1, 5, 10, 30].map { $0 * 60 * second }
      + [1, 3, 6, 12, 24].map { $0 * 3_600 * second }
    let least = span.nanoseconds / Int64(Swift.max(most, 1))
    return TraceDuration(nanoseconds: lengths.first { $0 >= least } ?? Swift.max(least, 1))
  }
}

extension TraceAnalysis {
  /// How often things happened to the mail of a direction, or on the connections of a capture from
  /// a client to a server.
  ///
  /// - Parameters:
  ///   - subjects: What is counted.
  ///   - bin: The length of a part.
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func rates(
    of run: Run, on link: Link, subjects: [EventRates.Subject], bin: TraceDuration,
    from: TraceInstant, to: TraceInstant
  ) throws -> EventRates {
    let length = max(bin.nanoseconds, 1)
    let bins = Int(min((to - from).nanoseconds / length + 1, 100_000))
    var counts = subjects.map { _ in [Int](repeating: 0, count: bins) }
    for (index, subject) in subjects.enumerated() {
      let filter = EventFilter(
        kinds: subject.kinds, hosts: subject.hosts(of: link), from: from, to: to)
      try reader.forEachEvent(of: run.id, filter) { event in
        guard subject.includes(event, on: link, isCapture: run.header.source == .capture) else {
          return
        }
        counts[index][min(Int((event.time - from).nanoseconds / length), bins - 1)] += 1
      }
    }
    return EventRates(bin: bin, counts: counts)
  }
}

extension EventRates.Subject {
  fileprivate var kinds: [EventKind] {
    switch self {
    case .deliveries: [.messageDelivered]
    case .refusedBinds: [.bindNak]
    case .binds: [.bind]
    case .requests: [.request]
    }
  }

  fileprivate func hosts(of link: Link) -> [HostIndex] {
    switch self {
    case .deliveries: [link.to]
    case .refusedBinds, .binds, .requests: [link.from, link.to]
    }
  }

  /// In a simulation a refused bind counts when its sender hears of it; a capture shows each PDU
  /// once.
  fileprivate func includes(_ event: TraceEvent, on link: Link, isCapture: Bool) -> Bool {
    switch self {
    case .deliveries: event.peer == link.from
    case .refusedBinds where !isCapture: link.isNak(event)
    case .refusedBinds: event.direction == .sent && link.joins(event)
    case .binds, .requests:
      event.direction == .sent && event.host == link.from && event.peer == link.to
    }
  }
}
