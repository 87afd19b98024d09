import Foundation
import Testing
import TraceModel
import TraceStore

struct RecorderTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  /// Every field set, so that every column is used.
  static let fullEvent = TraceEvent(
    sequence: EventSequence(rawValue: 2), time: TraceInstant(nanoseconds: .max), kind: .bindNak,
    direction: .received, host: HostIndex(0), peer: HostIndex(1),
    association: MTAAssociationID(rawValue: 7), connection: RPCConnectionID(rawValue: .max),
    group: 0xFFFF_FFFF, call: 3, opnum: .max, context: 1, message: MessageID(rawValue: 9),
    length: 5_840, code: 0, queue: 12, cause: EventSequence(rawValue: 1))

  static let connection = RPCConnection(
    id: RPCConnectionID(rawValue: .max), client: HostIndex(0), server: HostIndex(1),
    clientEndpoint: "1024", serverAddress: 1, association: MTAAssociationID(rawValue: 7))

  static let entry = EventLogEntry(
    id: 9_316, type: .warning, category: "Interface",
    text: "An RPC error occurred. [BASE IL KERNEL 24 512] (12) – ’é’")

  func recordOfEverything(_ name: String) throws -> String {
    try Self.recordEverything(to: folder.file(name))
  }

  static func recordEverything(to path: String) throws -> String {
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try recorder.begin(Script.header)
    try recorder.declare(Self.connection)
    try recorder.record(
      TraceEvent(
        sequence: EventSequence(rawValue: 1), time: .start, kind: .logEntry, host: HostIndex(0)))
    try recorder.log(Self.entry, at: EventSequence(rawValue: 1))
    try recorder.record(Self.fullEvent)
    try recorder.end(.queueLimit, at: TraceInstant(nanoseconds: .max))
    try store.close()
    return path
  }

  @Test func `what was recorded is read back`() throws {
    let path = try recordOfEverything("a.trace")
    let reader = try TraceReader(path)
    let run = try #require(try reader.runs().first)
    #expect(run.header == Script.header)
    #expect(run.status == .complete)
    #expect(run.outcome == .queueLimit)
    #expect(run.end == TraceInstant(nanoseconds: .max))
    #expect(run.eventCount == 2)
    #expect(try reader.connections(of: 1) == [Self.connection])
    #expect(try reader.logEntry(at: EventSequence(rawValue: 1), of: 1) == Self.entry)
    #expect(try reader.event(EventSequence(rawValue: 2), of: 1) == Self.fullEvent)
    #expect(try reader.event(EventSequence(rawValue: 3), of: 1) == nil)
    let memory = MemorySink()
    memory.record(
      TraceEvent(
        sequence: EventSequence(rawValue: 1), time: .start, kind: .logEntry, host: HostIndex(0)))
    memory.log(Self.entry, at: EventSequence(rawValue: 1))
    memory.record(Self.fullEvent)
    #expect(run.fingerprint == memory.fingerprint)
  }

  @Test func `sqlite3 finds the file whole, marked and alone`() throws {
    let path = try recordOfEverything("a.trace")
    #expect(try folder.names == ["a.trace"])
    #expect(try sqlite3(path, "PRAGMA integrity_check") == "ok")
    #expect(try sqlite3(path, "PRAGMA foreign_key_check") == "")
    #expect(try sqlite3(path, "PRAGMA application_id") == "1297367380")
    #expect(try sqlite3(path, "PRAGMA user_version") == "6")
    #expect(try sqlite3(path, "PRAGMA journal_mode") == "delete")
    #expect(
      try sqlite3(
        path, "SELECT kind, direction, host, peer, group_id, code FROM events WHERE sequence = 2")
        == "bind_nak|received|HUB1|SLPS100|4294967295|0")
    #expect(try sqlite3(path, "SELECT log_text FROM events WHERE sequence = 1") == Self.entry.text)
  }

  @Test func `a file at rest holds no path, host name or time of day`() throws {
    let path = try recordOfEverything("a.trace")
    let names = try sqlite3(path, "SELECT group_concat(name) FROM pragma_table_info('run')")
    #expect(
      names
        == """
        id,scenario,build,seed,engine_version,source,duration,parent_run,branch_event,status,outcome,\
        end_time,event_count,fingerprint
        """)
    let text = String(decoding: try folder.octets("a.trace"), as: UTF8.self)
    #expect(!text.contains(folder.path))
  }

  @Test func `equal runs give equal files, whatever the zone, the language and the folder`()
    async throws
  {
    _ = try recordOfEverything("a.trace")
    let folder = folder.path
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      unsafe setenv("TZ", "Pacific/Kiritimati", 1)
      unsafe setenv("LANG", "tr_TR.UTF-8", 1)
      unsafe setenv("LC_ALL", "tr_TR.UTF-8", 1)
      try #require(FileManager.default.changeCurrentDirectoryPath(folder))
      _ = try Self.recordEverything(to: "b.trace")
    }
    #expect(try self.folder.octets("a.trace") == self.folder.octets("b.trace"))
  }

  @Test func `a file holds many runs, also ones added later`() throws {
    let path = folder.file("many.trace")
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try script.record(into: recorder, end: 2)
    try script.record(into: recorder, end: 3)
    try store.close()
    script.deliver(1, at: 2, queue: 0)
    let again = try TraceWriter(appendingTo: path)
    try script.record(into: again.makeRecorder(), end: 4)
    try again.close()
    let reader = try TraceReader(path)
    #expect(try reader.runs().map(\.id) == [1, 2, 3])
    #expect(try reader.runs().map(\.eventCount) == [1, 1, 2])
    #expect(
      try reader.runs().map(\.end.nanoseconds) == [2_000_000_000, 3_000_000_000, 4_000_000_000])
    #expect(recorder.recorded == Array(try reader.runs().prefix(2)))
    var events: [TraceEvent] = []
    try reader.forEachEvent(of: 3) { events.append($0) }
    #expect(events == script.events)
    #expect(try sqlite3(path, "SELECT count(*) FROM pragma_index_list('event')") == "2")
    #expect(try sqlite3(path, "PRAGMA integrity_check") == "ok")
  }

  @Test func `a what-if says where it leaves the run that it varies`() throws {
    let path = folder.file("branch.trace")
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    let store = try TraceWriter(creating: path)
    try script.record(into: store.makeRecorder(), end: 2)
    let branch = Run.Branch(run: 1, event: EventSequence(rawValue: 1))
    try script.record(into: store.makeRecorder(branch: branch), end: 2)
    let nowhere = Run.Branch(run: 1, event: EventSequence(rawValue: 2))
    #expect(throws: TraceStoreError.self) {
      try store.makeRecorder(branch: nowhere).begin(Script.header)
    }
    try store.close()
    #expect(try TraceReader(path).runs().map(\.branch) == [nil, branch])
    #expect(try sqlite3(path, "SELECT parent_run, branch_event FROM runs WHERE run = 2") == "1|1")
  }

  @Test func `a recording that is dropped tells how far it got`() throws {
    let path = folder.file("cut.trace")
    do {
      let store = try TraceWriter(creating: path)
      let recorder = store.makeRecorder()
      try recorder.begin(Script.header)
      for number in 1...Int64(25_000) {
        try recorder.record(
          TraceEvent(
            sequence: EventSequence(rawValue: number), time: TraceInstant(nanoseconds: number),
            kind: .turnGive, host: HostIndex(0)))
      }
    }
    // What was handed over is stored, and then the file is free.
    while (try? TraceReader(path)) == nil { usleep(1_000) }
    let reader = try TraceReader(path)
    let run = try reader.run(1)
    #expect(run.status == .interrupted)
    #expect(run.outcome == nil)
    #expect(run.eventCount == 20_000)
    #expect(run.end.nanoseconds == 20_000)
    #expect(try sqlite3(path, "SELECT status, event_count FROM runs") == "interrupted|20000")
    #expect(
      try sqlite3(path, "SELECT count(*), max(id) & 1099511627775 FROM event") == "20000|20000")
  }

  @Test func `checkpoints hold the hash of everything up to them`() throws {
    let path = folder.file("c.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try recorder.begin(Script.header)
    let memory = MemorySink()
    var expected: [Int64: Fingerprint] = [:]
    for number in 1...Int64(2_100) {
      let event = TraceEvent(
        sequence: EventSequence(rawValue: number), time: .start, kind: .logEntry, host: HostIndex(0)
      )
      for sink in [recorder, memory] as [any TraceSink] {
        try sink.record(event)
        if number == 1_024 { try sink.log(Self.entry, at: event.sequence) }
      }
      expected[number] = memory.fingerprint
    }
    try recorder.end(.finished, at: .start)
    try store.close()
    let checkpoints = try TraceReader(path).checkpoints(of: 1)
    #expect(checkpoints.map(\.sequence.rawValue) == [1_024, 2_048])
    for checkpoint in checkpoints {
      #expect(expected[checkpoint.sequence.rawValue] == checkpoint.fingerprint)
    }
  }

  @Test func `a producer's mistakes are refused in words`() throws {
    let store = try TraceWriter(creating: folder.file("m.trace"))
    let recorder = store.makeRecorder()
    let event = TraceEvent(
      sequence: EventSequence(rawValue: 1), time: .start + .seconds(1), kind: .turnGive,
      host: HostIndex(0))
    #expect(throws: TraceStoreError.self) { try recorder.record(event) }
    var header = Script.header
    header.seed = .max
    #expect(throws: TraceStoreError.self) { try recorder.begin(header) }
    try recorder.begin(Script.header)
    try recorder.record(event)
    #expect(throws: TraceStoreError.self) { try recorder.record(event) }
    var early = event
    (early.sequence, early.time) = (EventSequence(rawValue: 2), .start)
    let error = try #require(throws: TraceStoreError.self) { try recorder.record(early) }
    #expect(error.description.contains("Event 2 is earlier than the one before it"))
    #expect(throws: TraceStoreError.self) { try recorder.log(Self.entry, at: event.sequence) }
    #expect(throws: TraceStoreError.self) { try recorder.end(.finished, at: .start) }
    #expect(throws: TraceStoreError.self) { try recorder.begin(Script.header) }
    try recorder.end(.finished, at: event.time)
    try store.close()
    #expect(try TraceReader(store.path).run(1).eventCount == 1)
  }
}
