import Analysis
import Testing
import TraceModel
import TraceStore

/// Which events a list has that cannot have all, and what it says of the others.
struct EventSelectionTests {
  private static func selection(most: Int, from: Double, to: Double) throws -> EventSelection {
    let trace = try MailScript.trace([SummaryTests.fault()])
    func instant(_ seconds: Double) -> TraceInstant {
      TraceInstant(nanoseconds: Int64(seconds * 1e9))
    }
    return try trace.analysis.eventSelection(
      of: trace.reader.run(1), on: MailScript.link, in: instant(from)...instant(to), most: most)
  }

  @Test func `a list with room has every event, in their order`() throws {
    let all = try Self.selection(most: 100, from: 0, to: 0)
    #expect(all.total == SummaryTests.fault().events.count)
    #expect(all.rows.map(\.event) == SummaryTests.fault().events)
    #expect(all.counts.map(\.count).reduce(0, +) == all.total)
    #expect(
      all.counts.filter { $0.kind == .bindNak }.map { [$0.host.rawValue, UInt16($0.count)] }
        == [[0, 1], [1, 1]])
    let logged = try #require(all.rows.first { $0.event.kind == .logEntry })
    #expect(logged.facts.last?.hasSuffix("An RPC error occurred.") == true)
  }

  @Test func `rare kinds come whole, and the others from the stretch until there is no room`()
    throws
  {
    // Six kinds happen once, three twice: eight events of the rarest leave room for two.
    let some = try Self.selection(most: 10, from: 100, to: 300)
    #expect(some.rows.count <= 10)
    #expect(some.total == SummaryTests.fault().events.count)
    for kind in [EventKind.groupFiled, .bind, .groupMissed, .callFailed, .logEntry, .coCancel] {
      #expect(some.rows.contains { $0.event.kind == kind }, "\(kind)")
    }
    let mail = some.rows.map(\.event).filter {
      $0.kind == .messageEnqueued || $0.kind == .messageDelivered
    }
    #expect(mail.allSatisfy { $0.time >= TraceInstant(nanoseconds: 100_000_000_000) })
    #expect(some.rows.map(\.event.sequence) == some.rows.map(\.event.sequence).sorted())
    #expect(try Self.selection(most: 0, from: 0, to: 300).rows.isEmpty)
  }
}
