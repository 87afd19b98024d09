import Foundation
import GRDB
import TraceModel

/// The backlogs of a run as they follow from its events, and what of them is not yet stored.
struct BacklogRecorder {
  /// One direction of mail.
  private struct Series {
    var sender: HostIndex
    var recipient: HostIndex
    var value: UInt32 = 0
    var chunk: SeriesChunk?
    /// The chunks stored so far.
    var chunks = 0
    var pyramid = SeriesPyramid()
  }

  /// In the order of their first changes; the first has the id ``firstID``.
  private var series: [Series] = []
  private var indices: [UInt32: Int] = [:]
  private var storedSeries = 0
  private let firstID: Int

  init(firstID: Int) { self.firstID = firstID }

  /// Takes an event.
  mutating func record(_ event: TraceEvent) {
    guard let backlog = BacklogChange(event) else { return }
    change(from: backlog.sender, to: backlog.recipient, backlog.value, at: event.time)
  }

  private mutating func change(
    from sender: HostIndex, to recipient: HostIndex, _ value: UInt32, at time: TraceInstant
  ) {
    let link = UInt32(sender.rawValue) << 16 | UInt32(recipient.rawValue)
    let index = indices[link] ?? series.count
    if index == series.count {
      indices[link] = index
      series.append(Series(sender: sender, recipient: recipient))
    }
    let previous = series[index].value
    guard value != previous else { return }
    if series[index].chunk == nil {
      series[index].chunk = SeriesChunk(before: previous, first: time)
    }
    series[index].chunk?.append(value, at: time)
    series[index].pyramid.append(Int64(value), after: Int64(previous), at: time)
    series[index].value = value
  }

  /// Stores what has changed since the last call; only after ``markStored()`` is it not stored
  /// again.
  func store(in database: Database, run: Run.ID) throws {
    for (index, series) in series.enumerated() {
      let id = firstID + index
      if index >= storedSeries {
        try database.cachedStatement(sql: "INSERT INTO series VALUES (?, ?, 'backlog', ?, ?)")
          .execute(
            arguments: [id, run, Int(series.sender.rawValue), Int(series.recipient.rawValue)])
      }
      guard let chunk = series.chunk else { continue }
      try database.cachedStatement(sql: "INSERT INTO series_chunk VALUES (?, ?, ?, ?, ?, ?, ?)")
        .execute(
          arguments: [
            id, series.chunks, chunk.first.nanoseconds, chunk.last.nanoseconds,
            Int64(chunk.before), chunk.count, Data(chunk.data),
          ])
      let insertion = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO series_bucket VALUES (?, ?, ?, ?, ?, ?)")
      for bucket in series.pyramid.buckets {
        try insertion.execute(
          arguments: [
            id, bucket.level, bucket.bucket, bucket.minimum, bucket.maximum, bucket.last,
          ])
      }
    }
  }

  /// Forgets what has been stored, once that is committed.
  mutating func markStored() {
    storedSeries = series.count
    for index in series.indices where series[index].chunk != nil {
      series[index].chunk = nil
      series[index].chunks += 1
      series[index].pyramid.forgetClosed()
    }
  }
}
