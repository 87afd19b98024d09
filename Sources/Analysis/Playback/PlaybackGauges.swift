package import TraceModel
package import TraceStore

/// How much mail waits in each direction of runs that are played together.
package struct PlaybackGauges {
  /// A direction of mail, and the backlog of each run.
  package struct Direction {
    package let link: Link
    /// `HUB1 → SLPS100`.
    package let name: String
    /// The backlog at which a gauge is full: the threshold, or the largest of any run.
    package let full: UInt32
    private let backlogs: [Backlog]

    fileprivate init(link: Link, name: String, full: UInt32, backlogs: [Backlog]) {
      self.link = link
      self.name = name
      self.full = full
      self.backlogs = backlogs
    }

    /// How much waits in each run, with what changes at the moment itself.
    package func values(at time: TraceInstant) throws -> [UInt32] {
      let after = TraceInstant(nanoseconds: min(time.nanoseconds, .max - 1) + 1)
      return try backlogs.map { try $0.value(before: after) }
    }
  }

  /// Those with the longest stalls first, then those with the largest backlogs.
  package let directions: [Direction]

  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package init(of runs: [Run], reader: TraceReader) throws {
    var stalls: [Link: TraceDuration] = [:]
    var peaks: [Link: UInt32] = [:]
    for run in runs {
      for stall in try reader.incidents(of: run.id) {
        let link = Link(from: stall.sender, to: stall.recipient)
        stalls[link] = max(stalls[link] ?? .zero, stall.end - stall.start)
      }
      for counts in try reader.linkCounts(of: run.id) {
        let link = Link(from: counts.sender, to: counts.recipient)
        peaks[link] = max(peaks[link] ?? 0, counts.peak)
      }
    }
    let thresholds = Set(runs.map { $0.header.value(of: "mta.threshold").flatMap { UInt32($0) } })
    let threshold = thresholds.count == 1 ? thresholds.first ?? nil : nil
    let order = peaks.keys.sorted { a, b in
      let (first, second) = (stalls[a] ?? .zero, stalls[b] ?? .zero)
      if first != second { return first > second }
      let (high, low) = (peaks[a] ?? 0, peaks[b] ?? 0)
      return high == low ? a < b : high > low
    }
    directions = try order.map { link in
      Direction(
        link: link,
        name: runs.first.map { "\($0.name(of: link.from)) → \($0.name(of: link.to))" } ?? "",
        full: max(threshold ?? peaks[link] ?? 1, 1),
        backlogs: try runs.map { try Backlog(link, of: $0.id, in: reader) })
    }
  }
}
