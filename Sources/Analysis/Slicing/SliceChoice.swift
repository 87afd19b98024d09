package import TraceModel
import TraceStore

/// Which part of a trace's runs is wanted.
package enum SliceChoice: Sendable {
  /// Everything within a stretch of time, both ends included.
  case time(ClosedRange<TraceInstant>)
  /// What led to an event, and what happened shortly before and after.
  case around(TraceEvent, in: Run)
  /// The time in which these messages were on their way, and their hosts.
  case messages([MessageID])
  /// The stretch that a sequence diagram shows by itself.
  case decisive

  /// How much time around events and messages belongs to them.
  package static let margin = TraceDuration(nanoseconds: 60_000_000_000)
  /// How long before an event that counts what led to it: as for the decisive stretch.
  private static let lead = TraceDuration(nanoseconds: 600_000_000_000)

  /// Says what a choice does not find.
  package enum Mistake: Error {
    case noSuchMessage(MessageID)
    /// The stretch of time has nothing in common with that of the slice which is cut again.
    case outside(ClosedRange<TraceInstant>)
    /// A slice without this host is cut again.
    case withoutHost(HostIndex)
  }

  /// The stretch of time, the same for all runs so that they can be compared, and the hosts; no
  /// hosts mean all.
  ///
  /// - Parameter hosts: The hosts that were asked for; none for those that the choice is about.
  /// - Throws: `TraceStoreError`, ``AnalysisError`` or ``Mistake``.
  package func part(
    of runs: [Run], in analysis: TraceAnalysis, hosts: [HostIndex]
  ) throws -> (window: ClosedRange<TraceInstant>, hosts: [HostIndex]) {
    var (window, found) = try part(of: runs, in: analysis, among: hosts)
    if !hosts.isEmpty { found = Set(hosts) }
    for outer in runs.compactMap(\.slice) {
      guard window.overlaps(outer.window) else { throw Mistake.outside(outer.window) }
      window = window.clamped(to: outer.window)
      if found.isEmpty { found = Set(outer.hosts) }
      let missing = outer.hosts.isEmpty ? nil : found.subtracting(outer.hosts).min()
      if let missing { throw Mistake.withoutHost(missing) }
    }
    return (window, found.sorted())
  }

  private func part(
    of runs: [Run], in analysis: TraceAnalysis, among hosts: [HostIndex]
  ) throws -> (ClosedRange<TraceInstant>, Set<HostIndex>) {
    switch self {
    case .time(let window): return (window, [])
    case .around(let event, let run):
      let causes = try analysis.causes(of: event, in: run.id)
        .prefix { event.time - $0.time <= Self.lead }
      var span = Span(runs)
      for event in causes + [event] { span.take(event) }
      return (span.window, span.hosts)
    case .messages(let messages):
      return try Self.span(of: messages, runs, in: analysis)
    case .decisive:
      let link = try analysis.contrast(of: runs, among: hosts).link
      let scope = try runs.compactMap {
        try ScopeFinder(reader: analysis.reader, run: $0, link: link).find()
      }.reduce(nil as SequenceScope?) { best, scope in
        best.map { $0.focus < scope.focus ? scope : $0 } ?? scope
      }
      // Where nothing decides, all of it is shown.
      guard let scope else { return (.start...(runs.map(\.end).max() ?? .start), []) }
      return (scope.start...max(scope.start, scope.end), [link.from, link.to])
    }
  }

  private static func span(
    of messages: [MessageID], _ runs: [Run], in analysis: TraceAnalysis
  ) throws -> (ClosedRange<TraceInstant>, Set<HostIndex>) {
    let wanted = Set(messages)
    let kinds: [EventKind] = [.messageEnqueued, .messageDelivered, .messageNonDelivered]
    var span = Span(runs)
    var missing = wanted
    for run in runs {
      var waiting = 0
      try analysis.reader.forEachEvent(of: run.id, EventFilter(kinds: kinds)) { event in
        guard let message = event.message, wanted.contains(message) else { return }
        missing.remove(message)
        waiting += event.kind == .messageEnqueued ? 1 : -1
        span.take(event)
      }
      if waiting > 0 { span.takeEnd() }
    }
    if let message = missing.min() { throw Mistake.noSuchMessage(message) }
    return (span.window, span.hosts)
  }
}

/// The time from the first to the last of some events with a margin, and their hosts.
private struct Span {
  private let end: TraceInstant
  private var first = TraceInstant(nanoseconds: .max)
  private var last = TraceInstant.start
  private(set) var hosts: Set<HostIndex> = []

  /// A span within runs.
  init(_ runs: [Run]) { end = runs.map(\.end).max() ?? .start }

  mutating func take(_ event: TraceEvent) {
    first = min(first, event.time)
    last = max(last, event.time)
    hosts.insert(event.host)
    if let peer = event.peer { hosts.insert(peer) }
  }

  /// Reaches to the end of the runs.
  mutating func takeEnd() { last = max(last, end) }

  var window: ClosedRange<TraceInstant> {
    let margin = SliceChoice.margin.nanoseconds
    let start = TraceInstant(nanoseconds: max(first.nanoseconds - margin, 0))
    let room = end.nanoseconds - last.nanoseconds
    let finish = room > margin ? last + SliceChoice.margin : end
    return min(start, finish)...finish
  }
}
