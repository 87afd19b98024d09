import Analysis
import Foundation
import Testing
import TraceModel
import TraceStore

/// What comes of the one reading of a run is what its events say when each is asked for by itself.
struct OneReadingTests {
  private static let samples = [
    "bindback", "healthy", "hub50", "q166594", "q181721", "q189494", "spoke10", "stalled", "whatif",
  ]

  private func analysis(_ sample: String) throws -> TraceAnalysis {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return TraceAnalysis(
      reader: try TraceReader(root.appending(path: "traces/\(sample).sqlite").path))
  }

  @Test(arguments: samples)
  func `what is counted is what happened`(sample: String) throws {
    let analysis = try analysis(sample)
    for run in try analysis.runs() {
      let summary = try analysis.summary(of: run)
      for link in summary.links {
        func count(
          _ kind: EventKind, _ host: HostIndex, _ peer: HostIndex, _ direction: EventDirection?
        ) throws -> Int {
          var count = 0
          try analysis.reader.forEachEvent(of: run.id, EventFilter(kinds: [kind])) { event in
            if event.host == host, event.peer == peer, event.direction == direction { count += 1 }
          }
          return count
        }
        let (from, to) = (link.link.from, link.link.to)
        #expect(try link.naks == count(.bindNak, from, to, .received))
        #expect(try link.trouble.naksBack == count(.bindNak, to, from, .received))
        #expect(try link.cancels == count(.coCancel, from, to, .sent))
        #expect(try link.trouble.lost == count(.associationLost, from, to, nil))
        #expect(try link.trouble.recovered == count(.associationRecovered, from, to, nil))
        #expect(try link.trouble.duplicates == count(.duplicateRecognised, to, from, nil))
        #expect(
          try link.openings == count(.associationOpening, from, to, nil)
            + count(.associationOpening, to, from, nil))
        #expect(
          try link.trouble.logEntries.map(\.count).reduce(0, +) == count(.logEntry, from, to, nil))
        #expect(
          try link.trouble.failedCalls.map(\.count).reduce(0, +)
            == count(.callFailed, from, to, nil))
      }
    }
  }

  @Test(arguments: samples)
  func `deliveries are at the times of their events`(sample: String) throws {
    let analysis = try analysis(sample)
    for run in try analysis.runs() {
      for link in try analysis.summary(of: run).links.map(\.link) {
        var times: [TraceInstant] = []
        var spans: [TraceDuration] = []
        var waiting: [MessageID: TraceInstant] = [:]
        try analysis.reader.forEachEvent(of: run.id) { event in
          guard let message = event.message else { return }
          if event.kind == .messageEnqueued, event.host == link.from, event.peer == link.to {
            waiting[message] = event.time
          }
          guard event.kind == .messageDelivered, event.host == link.to, event.peer == link.from
          else { return }
          times.append(event.time)
          if let start = waiting.removeValue(forKey: message) { spans.append(event.time - start) }
        }
        let strips = try analysis.strips(of: run, on: link, columns: .max)
        #expect(strips.deliveries == times)
        let profile = try analysis.deliveryProfile(
          of: run, on: link, columns: 1, from: .start, to: run.end)
        #expect(profile.all.total == spans.count)
        #expect(profile.columns[0]?.worst == spans.max())
      }
    }
  }
}
