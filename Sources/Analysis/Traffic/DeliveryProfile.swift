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
    var reading = ProfileReading(columns: count, from: from, to: to)
    if let spans = try reader.spans(of: run.id, from: link.from, to: link.to) {
      let arrivals = try reader.arrivals(of: run.id, from: link.from, to: link.to)
      for (arrival, span) in zip(arrivals, spans) {
        let span = TraceDuration(nanoseconds: span)
        let start = TraceInstant(nanoseconds: arrival.nanoseconds - span.nanoseconds)
        if start >= from, start <= to { reading.take(span, from: start) }
      }
    } else {
      try read(&reading, of: run, on: link)
    }
    return reading.profile
  }

  /// Reads how long messages took of which some were enqueued or delivered twice, or of which the
  /// run does not tell all: those count that wait when they are delivered.
  private func read(_ reading: inout ProfileReading, of run: Run, on link: Link) throws {
    // Only messages that wait are remembered.
    var waiting: [MessageID: TraceInstant] = [:]
    let mail = EventFilter(
      kinds: [.messageEnqueued, .messageDelivered, .messageNonDelivered],
      hosts: [link.from, link.to], peers: [link.from, link.to], from: reading.from)
    try reader.forEachEvent(of: run.id, mail) { event in
      guard let message = event.message else { return }
      switch event.kind {
      case .messageEnqueued:
        guard event.host == link.from, event.peer == link.to, event.time <= reading.to else {
          return
        }
        waiting[message] = event.time
      case .messageDelivered:
        guard event.host == link.to, let start = waiting.removeValue(forKey: message) else {
          return
        }
        reading.take(event.time - start, from: start)
      default:
        if event.host == link.from { waiting.removeValue(forKey: message) }
      }
    }
  }
}

/// Sorts the time that messages took into columns by when they were enqueued.
private struct ProfileReading {
  let from: TraceInstant
  let to: TraceInstant
  private let width: Int64
  private var histograms: [LogHistogram?]
  private var worst: [TraceDuration]
  private var all = LogHistogram()

  init(columns: Int, from: TraceInstant, to: TraceInstant) {
    (self.from, self.to) = (from, to)
    width = max((to - from).nanoseconds / Int64(max(columns, 1)), 1)
    histograms = [LogHistogram?](repeating: nil, count: max(columns, 1))
    worst = [TraceDuration](repeating: .zero, count: max(columns, 1))
  }

  mutating func take(_ span: TraceDuration, from start: TraceInstant) {
    let place = min(Int((start - from).nanoseconds / width), histograms.count - 1)
    if histograms[place] == nil { histograms[place] = LogHistogram() }
    // In place: a histogram is thousands of octets.
    histograms[place]?.add(span)
    worst[place] = max(worst[place], span)
    all.add(span)
  }

  var profile: DeliveryProfile {
    DeliveryProfile(
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
