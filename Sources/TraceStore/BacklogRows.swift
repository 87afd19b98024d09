import Foundation
import GRDB
import TraceModel

/// What of a run's backlogs goes into the file with a batch of events.
struct BacklogRows: Sendable {
  /// Directions in which messages wait for the first time.
  var series: [(id: Int, sender: HostIndex, recipient: HostIndex)] = []
  var chunks: [(series: Int, position: Int, chunk: SeriesChunk)] = []
  /// Series that are whole, with the levels at which they are to be seen at a glance.
  var pyramids: [(series: Int, levels: Range<Int>)] = []

  func store(in database: Database, run: Run.ID) throws {
    for (id, sender, recipient) in series {
      try database.cachedStatement(sql: "INSERT INTO series VALUES (?, ?, 'backlog', ?, ?)")
        .execute(arguments: [id, run, Int(sender.rawValue), Int(recipient.rawValue)])
    }
    let insertion = try database.cachedStatement(
      sql: "INSERT INTO series_chunk VALUES (?, ?, ?, ?, ?, ?, ?)")
    for (id, position, chunk) in chunks {
      try insertion.execute(
        arguments: [
          id, position, chunk.first.nanoseconds, chunk.last.nanoseconds, Int64(chunk.before),
          chunk.count, Data(chunk.data),
        ])
    }
    for (id, levels) in pyramids { try storePyramid(of: id, levels: levels, in: database) }
  }

  /// Reads the changes of a whole series back and stores what it was within stretches of time.
  ///
  /// This costs less than to store buckets as they grow, which are written again with every batch.
  private func storePyramid(of series: Int, levels: Range<Int>, in database: Database) throws {
    let insertion = try database.cachedStatement(
      sql: "INSERT INTO series_bucket VALUES (?, ?, ?, ?, ?, ?)")
    func store(_ buckets: [SeriesBucket]) throws {
      for bucket in buckets {
        try insertion.execute(
          arguments: [
            series, bucket.level, bucket.bucket, bucket.minimum, bucket.maximum, bucket.last,
          ])
      }
    }
    var pyramid = SeriesPyramid(levels: levels)
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT value_before, first_time, last_time, changes, data FROM series_chunk
          WHERE series = ? ORDER BY position
          """), arguments: [series])
    while let row = try rows.next() {
      let chunk = SeriesChunk(
        before: row[0], first: TraceInstant(nanoseconds: row[1]),
        last: TraceInstant(nanoseconds: row[2]), count: row[3], data: [UInt8](row[4] as Data))
      var value = Int64(chunk.before)
      for change in chunk.changes() ?? [] {
        pyramid.append(Int64(change.value), after: value, at: change.time)
        value = Int64(change.value)
      }
      try store(pyramid.takeClosed())
    }
    try store(pyramid.takeRest())
  }
}
