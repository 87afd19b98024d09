package import TraceModel
import TraceStore

/// How many messages of one direction waited over the time of one run.
package struct Backlog {
  /// What the backlog was within one of a picture's columns.
  package typealias Column = SeriesColumn
  /// The backlog from a moment on.
  package typealias Change = SeriesChange

  package let link: Link
  private let reader: TraceReader
  /// `nil` if no message ever waited.
  private let series: BacklogSeries?

  init(_ link: Link, of run: Run.ID, in reader: TraceReader) throws {
    self.link = link
    self.reader = reader
    series = try reader.backlogs(of: run)
      .first { $0.sender == link.from && $0.recipient == link.to }
  }

  /// The backlog in equal columns of time; this costs columns, not events, and loses no spike.
  package func columns(from: TraceInstant, to: TraceInstant, count: Int) throws -> [Column] {
    guard let series else {
      return [Column](
        repeating: Column(first: 0, minimum: 0, maximum: 0, last: 0), count: max(count, 0))
    }
    return try reader.columns(of: series, from: from, to: to, count: count)
  }

  /// Its changes from one moment to another, both included, or `nil` if they are more than `limit`.
  package func changes(from: TraceInstant, to: TraceInstant, limit: Int) throws -> [Change]? {
    guard let series else { return [] }
    return try reader.changes(of: series, from: from, to: to, limit: limit)
  }

  /// The backlog just before a moment.
  package func value(before time: TraceInstant) throws -> UInt32 {
    guard let series else { return 0 }
    return try reader.value(of: series, before: time)
  }
}

extension TraceAnalysis {
  /// The backlog of one direction of a run.
  package func backlog(of run: Run, on link: Link) throws -> Backlog {
    try Backlog(link, of: run.id, in: reader)
  }
}
