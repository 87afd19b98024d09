package import TraceModel
import TraceStore

/// When things happened to the mail of one direction: the strips below a chart.
package struct Strips: Hashable, Sendable {
  /// `bind_nak` PDUs that the sender received.
  package var naks: [TraceInstant]
  /// `co_cancel` PDUs that the sender sent.
  package var cancels: [TraceInstant]
  /// Openings of associations between the two hosts.
  package var openings: [TraceInstant]
  /// The first delivery in each column that has any.
  package var deliveries: [TraceInstant]

  package init(
    naks: [TraceInstant] = [], cancels: [TraceInstant] = [], openings: [TraceInstant] = [],
    deliveries: [TraceInstant] = []
  ) {
    self.naks = naks
    self.cancels = cancels
    self.openings = openings
    self.deliveries = deliveries
  }
}

extension TraceAnalysis {
  /// When things happened to the mail of one direction of a run.
  ///
  /// - Parameter columns: How many columns the time from `from` to `to` is drawn in: deliveries
  ///   that fall
  ///   into one are told apart by nobody, so only the first is given.
  package func strips(
    of run: Run, on link: Link, columns: Int, from: TraceInstant = .start, to: TraceInstant? = nil
  ) throws -> Strips {
    var strips = Strips()
    let to = to ?? run.end
    let rare = EventFilter(
      kinds: [.bindNak, .coCancel, .associationOpening], from: from, to: to)
    try reader.forEachEvent(of: run.id, rare) { event in
      if link.isNak(event) { strips.naks.append(event.time) }
      if link.isCancel(event) { strips.cancels.append(event.time) }
      if event.kind == .associationOpening, link.joins(event) { strips.openings.append(event.time) }
    }
    let width = max((to - from).nanoseconds / Int64(max(columns, 1)), 1)
    var lastColumn: Int64 = -1
    let arrivals = try reader.arrivals(of: run.id, from: link.from, to: link.to)
    for arrival in arrivals where arrival >= from && arrival <= to {
      let column = (arrival - from).nanoseconds / width
      guard column != lastColumn else { continue }
      lastColumn = column
      strips.deliveries.append(arrival)
    }
    return strips
  }
}
