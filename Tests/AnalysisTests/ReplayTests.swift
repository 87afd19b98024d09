import Analysis
import Testing
import TraceModel
import TraceStore

struct ReplayTests {
  let script = SummaryTests.fault()

  /// The first difference between the recorded script and another, in lines; `nil` if they are
  /// equal.
  func difference(from other: MailScript, stops: Bool) throws -> [String]? {
    let trace = try MailScript.trace([script])
    let run = try trace.reader.run(1)
    let comparison = try ReplayComparison(with: run, of: trace.reader, stops: stops)
    var stopped = false
    do {
      try other.record(into: comparison)
    } catch is ReplayComparison.Stop {
      stopped = true
    }
    #expect(stopped == (stops && comparison.difference != nil))
    #expect(comparison.isEqual == (comparison.difference == nil))
    return comparison.difference.map { DifferenceText(replaying: run).lines($0) }
  }

  @Test(arguments: [true, false])
  func `the same run is found equal`(stops: Bool) throws {
    #expect(try difference(from: script, stops: stops) == nil)
  }

  @Test(arguments: [true, false])
  func `the first event that differs is shown field by field`(stops: Bool) throws {
    var other = script
    other.events[4].code = 0
    other.events[5].group = 9
    let lines = try #require(try difference(from: other, stops: stops))
    #expect(lines[0] == "Event 5 is the first that differs.")
    #expect(lines[1].contains("filed under tcp[1912]"))
    #expect(lines[2].contains("filed under spx[4006]"))
    #expect(lines.dropFirst(3) == ["  code: 0 now, 1 in the trace"])
  }

  @Test(arguments: [true, false])
  func `a run that ends too early or too late is found`(stops: Bool) throws {
    var short = script
    short.events.removeLast()
    var lines = try #require(try difference(from: short, stops: stops))
    #expect(lines[1] == "  now:      nothing")
    #expect(lines[2].contains("#17"))
    var long = script
    long.enqueue(99, at: 14_001, queue: 2)
    lines = try #require(try difference(from: long, stops: stops))
    #expect(lines[1].contains("#18"))
    #expect(lines[2] == "  in trace: nothing")
    var late = script
    late.end = 14_401
    lines = try #require(try difference(from: late, stops: stops))
    #expect(
      lines[1...] == [
        "  now:      finished at 14401.000000 s", "  in trace: finished at 14400.000000 s",
      ])
  }

  @Test(arguments: [true, false])
  func `other texts, connections and parameters are found`(stops: Bool) throws {
    var other = script
    let event = try #require(script.entries.keys.first)
    other.entries[event]?.text = "Another error."
    #expect(
      try difference(from: other, stops: stops) == [
        "The event-log entry of event \(event.rawValue) differs.", "  now:      Another error.",
        "  in trace: An RPC error occurred.",
      ])
    other.entries = [:]
    #expect(try difference(from: other, stops: stops)?[1] == "  now:      nothing")
    other = script
    other.connections[1].clientEndpoint = "1025"
    #expect(try difference(from: other, stops: stops)?[0] == "Connection 2 differs.")
    other.connections.removeLast()
    #expect(try difference(from: other, stops: stops)?[1] == "  now:      nothing")
    other = script
    other.parameters[0].value = "51"
    #expect(
      try difference(from: other, stops: stops) == [
        "The runs are started from different parameters.",
        "  mta.threshold: 51 now, 50 in the trace",
      ])
  }

  @Test func `an interrupted recording is equal as far as it goes`() throws {
    let count = Int64(12_000)
    func produce(into sink: any TraceSink, ends: Bool) throws {
      try sink.begin(script.header)
      for number in 1...count {
        try sink.record(
          TraceEvent(
            sequence: EventSequence(rawValue: number), time: TraceInstant(nanoseconds: number),
            kind: .turnGive, host: MailScript.hub))
      }
      if ends { try sink.end(.finished, at: TraceInstant(nanoseconds: count)) }
    }
    let trace = try TestTrace([{ try produce(into: $0, ends: false) }])
    let run = try trace.reader.run(1)
    #expect(run.status == .interrupted)
    let comparison = try ReplayComparison(with: run, of: trace.reader)
    #expect(throws: ReplayComparison.Stop.self) { try produce(into: comparison, ends: true) }
    #expect(comparison.isEqual)
    #expect(comparison.equalEvents == 10_000)
  }
}
