package import TraceModel
import TraceStore

/// How long the messages of a direction took, over the time at which they were enqueued and in all.
package struct DeliveryProfile: Equatable, Sendable {
  /// The messages that were enqueued in one part of the time and delivered at last.
  package struct Column: Equatable, Sendable {
    package var count: Int
    package var p10: TraceDuration
    package var median: TraceDuration
    package var p90: TraceDuration
    /// The longest, exactly.
    package var worst: TraceDuration
  }

  /// Equally long parts of the time; `nil` for one in which nothing was enqueued that was
  /// delivered.
  package var columns: [Column?]
  package var all: LogHistogram
}

extension TraceAnalysis {
  /// The delivery times of a direction of a run.
  ///
  /// - Parameter count: How many columns the time from `from` to `to` is divided into.
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package func deliveryProfile(
    of run: Run, on link: Link, columns count: Int, from: TraceInstant, to: TraceInstant
  ) throws -> DeliveryProfile {
    let width = max((to - from).nanoseconds / Int64(max(count, 1)), 1)
    var histograms = [LogHistogram?](repeating: nil, count: max(count, 1))
    var worst = [TraceDuration](repeating: .zero, count: max(count, 1))
    var all = LogHistogram()
    // Only messages that wait are remembered.
    var waiting: [MessageID: TraceInstant] = [:]
    let mail = EventFilter(
      kinds: [.messageEnqueued, .messageDelivered, .messageNonDelivered],
      hosts: [link.from, link.to], peers: [link.from, link.to], from: from)
    try reader.forEachEvent(of: run.id, mail) { event in
      guard let message = event.message else { return }
      switch event.kind {
      case .messageEnqueued:
        guard event.host == link.from, event.peer == link.to, event.time <= to else { return }
        waiting[message] = event.time
      case .messageDelivered:
        guard event.host == link.to, let start = waiting.removeValue(forKey: message) else {
          return
        }
        let place = min(Int((start - from).nanoseconds / width), histograms.count - 1)
        let span = event.time - start
        histograms[place, default: LogHistogram()].add(span)
        worst[place] = max(worst[place], span)
        all.add(span)
      default:
        if event.host == link.from { waiting.removeValue(forKey: message) }
      }
    }
    return DeliveryProfile(
      columns: zip(histograms, worst).map { histogram, worst in
        guard let histogram, let p10 = histogram.quantile(1, of: 10),
          let median = histogram.quantile(1, of: 2), let p90 = histogram.quantile(9, of: 10)
        else { return nil }
        return DeliveryProfile.Column(
          count: histogram.total, p10: min(p10, worst), median: min(median, worst),
          p90: min(p90, worst), worst: worst)
      }, all: all)
  }
}

extension [LogHistogram?] {
  fileprivate subscript(place: Int, default value: LogHistogram) -> LogHistogram {
    get { self[place] ?? value }
    set { self[place] = newValue }
  }
}
