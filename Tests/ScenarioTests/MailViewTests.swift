import Foundation
import Testing
import TraceModel
import TraceStore

/// What is read of mail in one go is what the views say, which users ask.
struct MailViewTests {
  private static let samples = [
    "bindback", "healthy", "hub50", "q166594", "q181721", "q189494", "spoke10", "stalled", "whatif",
  ]

  private func reader(_ sample: String) throws -> TraceReader {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try TraceReader(root.appending(path: "traces/\(sample).sqlite").path)
  }

  /// Each row of an answer, its numbers and words with spaces between.
  private func rows(_ reader: TraceReader, _ sql: String) throws -> [String] {
    var lines: [String] = []
    try reader.query(sql, header: { _ in }) { values in
      let words = values.map { value -> String in
        switch value {
        case .integer(let number): "\(number)"
        case .text(let text): text
        default: "-"
        }
      }
      lines.append(words.joined(separator: " "))
      return true
    }
    return lines
  }

  @Test(arguments: samples)
  func `incidents are those of the view`(sample: String) throws {
    let reader = try reader(sample)
    for run in try reader.runs() {
      func name(_ host: HostIndex) -> String { run.header.hosts[Int(host.rawValue)].name }
      let read = try reader.incidents(of: run.id).map { row in
        "\(name(row.sender)) \(name(row.recipient)) \(row.start.nanoseconds) "
          + "\(row.end.nanoseconds) \(row.ending.rawValue) \(row.peak) \(row.waiting) "
          + "\(row.naks) \(row.callFailures) \(row.cancels) \(row.logEntries) \(row.openings) "
          + "\(row.firstEvent.rawValue) \(row.lastEvent.map { "\($0.rawValue)" } ?? "-")"
      }
      let view = try rows(
        reader,
        """
        SELECT from_host, to_host, start_time, end_time, ending, peak, waiting, bind_naks,
          call_failures, cancels, log_entries, openings, first_sequence, last_sequence
        FROM incidents WHERE run = \(run.id)
        """)
      #expect(read.sorted() == view.sorted())
    }
  }

  @Test(arguments: samples)
  func `counts and delivery times are those of the views`(sample: String) throws {
    let reader = try reader(sample)
    for run in try reader.runs() {
      func name(_ host: HostIndex) -> String { run.header.hosts[Int(host.rawValue)].name }
      let times = try reader.deliveryTimes(of: run.id).flatMap { all in
        all.times.map { "\(name(all.sender)) \(name(all.recipient)) \($0.nanoseconds)" }
      }
      let viewed = try rows(
        reader,
        """
        SELECT from_host, to_host, delivery_time FROM deliveries
        WHERE run = \(run.id) AND delivery_time IS NOT NULL
        """)
      #expect(times.sorted() == viewed.sorted())
      let counts = try reader.linkCounts(of: run.id).map { row in
        "\(name(row.sender)) \(name(row.recipient)) \(row.enqueued) \(row.delivered) "
          + "\(row.nonDelivered) \(row.peak) \(row.peakTime.nanoseconds)"
      }
      let view = try rows(
        reader,
        """
        WITH m AS (
          SELECT from_host, to_host, count(*) AS enqueued,
            count(*) FILTER (WHERE state = 'delivered') AS delivered,
            count(*) FILTER (WHERE state = 'non_delivered') AS non_delivered
          FROM messages WHERE run = \(run.id) GROUP BY from_host, to_host
        ),
        w AS (SELECT * FROM backlog WHERE run = \(run.id)),
        p AS (SELECT from_host, to_host, max(waiting) AS waiting FROM w GROUP BY from_host, to_host)
        SELECT from_host, to_host, enqueued, delivered, non_delivered, waiting, min(time)
        FROM m JOIN p USING (from_host, to_host) JOIN w USING (from_host, to_host, waiting)
        GROUP BY from_host, to_host
        """)
      #expect(counts.sorted() == view.sorted())
    }
  }
}
