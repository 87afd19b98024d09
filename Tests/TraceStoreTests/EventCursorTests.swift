import Testing
import TraceModel
import TraceStore

struct EventCursorTests {
  let folder: TestFolder
  let reader: TraceReader
  let events: [TraceEvent]

  /// More events than a page holds, several at each moment, between another run's.
  init() throws {
    folder = try TestFolder()
    var script = Script()
    let kinds: [EventKind] = [.request, .bindNak, .messageEnqueued, .turnGive, .logEntry]
    for number in 0..<20_000 {
      script.add(
        kinds[number * 7 % 5], at: Double(number / 10),
        host: number % 4 == 0 ? Script.site : Script.hub)
    }
    events = script.events
    let store = try TraceWriter(creating: folder.file("events.trace"))
    let recorder = store.makeRecorder()
    for run in [Script(), script, Script()] { try run.record(into: recorder, end: 2_000) }
    try store.close()
    reader = try TraceReader(store.path)
  }

  func read(_ filter: EventFilter) throws -> [TraceEvent] {
    var found: [TraceEvent] = []
    try reader.forEachEvent(of: 2, filter) { found.append($0) }
    return found
  }

  func second(_ seconds: Int64) -> TraceInstant { .start + .seconds(seconds) }

  @Test func `all events come in their order, over all pages`() throws {
    #expect(try read(.all) == events)
    #expect(try reader.events(of: 1).nextEvent() == nil)
    #expect(try reader.events(of: 99).nextEvent() == nil)
  }

  @Test func `events that are read ahead are the same, also where nobody takes them all`() throws {
    let ahead = try EventReadAhead(of: reader.path, run: 2)
    var found: [TraceEvent] = []
    while let event = try ahead.nextEvent() { found.append(event) }
    #expect(found == events)
    #expect(try ahead.nextEvent() == nil)
    #expect(try EventReadAhead(of: reader.path, run: 99).nextEvent() == nil)
    #expect(try EventReadAhead(of: reader.path, run: 2).nextEvent() == events.first)
  }

  @Test func `what is read ahead of an event that no trace has comes before the error`() throws {
    try tamper(reader.path, "UPDATE event SET kind = 200 WHERE id = (2 << 40 | 15000)")
    let ahead = try EventReadAhead(of: reader.path, run: 2)
    var count = 0
    let error = #expect(throws: TraceStoreError.self) {
      while try ahead.nextEvent() != nil { count += 1 }
    }
    #expect(error?.row == "event 15000 of run 2")
    #expect((1..<15_000).contains(count))
  }

  @Test(arguments: [
    [EventKind.bindNak], [.messageEnqueued], [.request], [.bindNak, .logEntry],
    [.request, .messageEnqueued], [],
  ])
  func `kinds are picked, whether an index covers them or not`(kinds: [EventKind]) throws {
    #expect(try read(EventFilter(kinds: kinds)) == events.filter { kinds.contains($0.kind) })
  }

  @Test func `a window includes both its ends`() throws {
    let window = EventFilter(from: second(100), to: second(200))
    let expected = events.filter { $0.time >= second(100) && $0.time <= second(200) }
    #expect(try read(window) == expected)
    #expect(expected.count == 1_010)
    #expect(try read(EventFilter(from: second(5_000))) == [])
    #expect(try read(EventFilter(to: TraceInstant(nanoseconds: -1))) == [])
    #expect(try read(EventFilter(to: TraceInstant(nanoseconds: .max))) == events)
    #expect(try read(EventFilter(from: second(200), to: second(100))) == [])
  }

  @Test func `hosts, sequences and kinds combine`() throws {
    let filter = EventFilter(
      kinds: [.bindNak], hosts: [Script.site], from: second(10),
      first: EventSequence(rawValue: 1_000), last: EventSequence(rawValue: 4_000))
    let expected = events.filter {
      $0.kind == .bindNak && $0.host == Script.site && $0.time >= second(10)
        && (1_000...4_000).contains($0.sequence.rawValue)
    }
    #expect(try read(filter) == expected)
    #expect(!expected.isEmpty)
  }

  @Test func `a body may ask the reader while it reads`() throws {
    var causes = 0
    try reader.forEachEvent(of: 2, EventFilter(last: EventSequence(rawValue: 10))) { event in
      if let cause = event.cause, try reader.event(cause, of: 2) != nil { causes += 1 }
    }
    #expect(causes == 9)
  }
}
