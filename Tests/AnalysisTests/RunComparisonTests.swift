import Analysis
import Testing
import TraceModel
import TraceStore

/// Where two stored runs part.
struct RunComparisonTests {
  let script = SummaryTests.fault()

  private func compare(
    _ other: MailScript, trusting: Bool = false
  ) throws -> RunComparison {
    let (one, two) = (try MailScript.trace([script]), try MailScript.trace([other]))
    return try RunComparison(
      of: StoredRun(one.reader.run(1), in: one.reader),
      with: StoredRun(two.reader.run(1), in: two.reader), trusting: trusting)
  }

  @Test func `equal runs are equal, by their octets or by their fingerprints`() throws {
    let read = try compare(script)
    #expect(read.isEqual && read.basis == .octets)
    let trusted = try compare(script, trusting: true)
    #expect(trusted.isEqual && trusted.basis == .fingerprints)
    #expect(read.equalEvents == trusted.equalEvents)
  }

  @Test func `texts, connections, ends and parameters that differ are found`() throws {
    var other = script
    let event = try #require(script.entries.keys.first)
    other.entries[event]?.text = "Another error."
    guard case .entry(event, _, _) = try compare(other).difference else {
      Issue.record("the text is not found")
      return
    }
    other = script
    other.connections[1].clientEndpoint = "1025"
    guard case .connection(_, let connection?) = try compare(other).difference else {
      Issue.record("the connection is not found")
      return
    }
    #expect(connection.clientEndpoint == "1025")
    other = script
    other.end = 14_401
    guard case .end = try compare(other).difference else {
      Issue.record("the end is not found")
      return
    }
    other = script
    other.parameters[0].value = "51"
    let comparison = try compare(other)
    #expect(comparison.difference == nil && !comparison.isEqual)
    #expect(comparison.headers.map(\.name) == ["mta.threshold"])
    #expect(comparison.headers.map(\.one) == ["50"] && comparison.headers.map(\.other) == ["51"])
  }

  /// Enough events for several checkpoints, of which one is another.
  private func long(_ count: Int64, changing changed: Int64? = nil) throws -> TestTrace {
    try TestTrace([
      { sink in
        try sink.begin(script.header)
        for number in 1...count {
          try sink.record(
            TraceEvent(
              sequence: EventSequence(rawValue: number), time: TraceInstant(nanoseconds: number),
              kind: number == changed ? .turnPlease : .turnGive, host: MailScript.hub))
        }
        try sink.end(.finished, at: TraceInstant(nanoseconds: count))
      }
    ])
  }

  @Test(arguments: [1, 2, 1023, 1024, 1025, 1026, 2048, 2049, 3000, 4095, 4096, 4097, 5000])
  func `one changed event is found wherever the checkpoints lie`(changed: Int64) throws {
    let (one, other) = (try long(5000), try long(5000, changing: changed))
    let comparison = try RunComparison(
      of: StoredRun(one.reader.run(1), in: one.reader),
      with: StoredRun(other.reader.run(1), in: other.reader))
    #expect(comparison.equalEvents == changed - 1)
    #expect(comparison.difference?.event?.rawValue == changed)
    let events = try #require(comparison.difference?.events)
    #expect(events.one?.kind == .turnGive && events.other?.kind == .turnPlease)
  }

  @Test(arguments: [1, 2, 1023, 1024, 1025, 2047, 2048, 2049])
  func `a run that ends before the other is found`(count: Int64) throws {
    let (one, other) = (try long(count), try long(count + 1))
    let comparison = try RunComparison(
      of: StoredRun(one.reader.run(1), in: one.reader),
      with: StoredRun(other.reader.run(1), in: other.reader))
    #expect(comparison.equalEvents == count)
    #expect(comparison.difference?.events.one == nil)
    #expect(comparison.difference?.events.other?.sequence.rawValue == count + 1)
  }

  @Test func `messages that came later or not at all are told by how much`() throws {
    func trace(_ deliveries: [(message: UInt32, at: Double)]) throws -> TestTrace {
      var script = MailScript()
      script.enqueue(1, at: 10, queue: 1)
      script.enqueue(2, at: 20, queue: 2)
      script.enqueue(3, at: 30, queue: 3)
      for (index, delivery) in deliveries.enumerated() {
        script.deliver(delivery.message, at: delivery.at, queue: UInt32(2 - index))
      }
      return try MailScript.trace([script])
    }
    let late = try trace([(1, 100), (2, 300)])
    let early = try trace([(1, 100), (2, 290), (3, 291)])
    let delays = try MessageDelays(
      of: StoredRun(late.reader.run(1), in: late.reader),
      with: StoredRun(early.reader.run(1), in: early.reader))
    #expect(delays.compared == 3)
    #expect(delays.laterInOther.isEmpty)
    #expect(delays.laterInOne.map(\.late.message.rawValue) == [3, 2])
    #expect(delays.laterInOne.map(\.lateness) == [nil, .seconds(10)])
  }
}
