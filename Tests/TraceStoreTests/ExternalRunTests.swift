import Testing
import TraceModel
import TraceStore

/// Runs whose events another simulator made.
struct ExternalRunTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  static func header(_ duration: TraceDuration) -> RunHeader {
    var header = Script.header
    header.source = .external
    header.duration = duration
    return header
  }

  @Test func `a run lasts until its end unless its producer says how long`() throws {
    var script = Script()
    script.enqueue(1, at: 3, queue: 1)
    let path = folder.file("a.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    for duration in [TraceDuration.zero, .seconds(60)] {
      try script.record(into: recorder, end: 5, header: Self.header(duration))
    }
    try recorder.begin(Self.header(.zero))
    for event in script.events { try recorder.record(event) }
    try recorder.breakOff()
    try store.close()
    #expect(recorder.recorded.map(\.header.duration) == [.seconds(5), .seconds(60)])
    #expect(try TraceReader(path).runs().map(\.header.source) == [.external, .external, .external])
    #expect(
      try sqlite3(path, "SELECT source, status, duration / 1000000000 FROM runs")
        == "external|complete|5\nexternal|complete|60\nexternal|interrupted|3")
  }

  @Test func `connections without an event are all recorded`() throws {
    let path = folder.file("a.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try recorder.begin(Self.header(.zero))
    for number in 1...25_001 as ClosedRange<UInt32> {
      try recorder.declare(
        RPCConnection(
          id: RPCConnectionID(rawValue: number), client: HostIndex(0), server: HostIndex(1),
          clientEndpoint: "", serverAddress: 0, association: nil))
    }
    try recorder.end(.finished, at: .start)
    try store.close()
    #expect(
      try sqlite3(path, "SELECT count(*), min(id), max(id) FROM connection") == "25001|1|25001")
  }
}
