import Foundation
import Testing
import TraceModel
import TraceStore

@testable import JSONLines

/// What is written and read again is equal, event by event.
struct RoundTripTests {
  /// The top of the package, whatever links lead to this file.
  private static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of a stored run.
  private static func lines(of run: Run, in reader: TraceReader) throws -> [UInt8] {
    var octets: [UInt8] = []
    try withoutActuallyEscaping({ octets += $0 }) { add in
      let writer = RunLineWriter(output: add)
      try writer.begin(run.header)
      for connection in try reader.connections(of: run.id) { try writer.declare(connection) }
      try reader.forEachEvent(of: run.id) { event in
        try writer.record(event)
        if let entry = try reader.logEntry(at: event.sequence, of: run.id) {
          try writer.log(entry, at: event.sequence)
        }
      }
      try writer.end(try #require(run.outcome), at: run.end)
    }
    return octets
  }

  @Test(arguments: ["q181721", "q189494", "q166594"])
  func `a sample that goes through lines is equal in the store`(name: String) throws {
    let reader = try TraceReader(Self.top.appending(path: "traces/\(name).sqlite").path)
    let run = try reader.run(1)
    let octets = try Self.lines(of: run, in: reader)
    let path = FileManager.default.temporaryDirectory
      .appending(path: "lines-\(UUID().uuidString).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    for line in try Lines.read(octets) { try line.hand(to: recorder) }
    try store.close()

    let again = try TraceReader(path)
    #expect(try again.runs() == [run])
    #expect(try again.connections(of: 1) == reader.connections(of: 1))
    #expect(try again.logEntries(of: 1).map(\.entry) == reader.logEntries(of: 1).map(\.entry))
    #expect(try again.logEntries(of: 1).map(\.event) == reader.logEntries(of: 1).map(\.event))
    let (mine, theirs) = (try again.events(of: 1), try reader.events(of: 1))
    var count = 0
    while let event = try theirs.nextEvent() {
      try #require(try mine.nextEvent() == event)
      count += 1
    }
    #expect(try mine.nextEvent() == nil)
    #expect(count == run.eventCount)
    #expect(try Self.lines(of: try again.run(1), in: again) == octets)
  }

  @Test func `every kind and every field at its limits comes back`() throws {
    let host = Host(
      name: "\"\\\n\t\r é😀/", build: "",
      addresses: [
        Host.Address(protocolSequence: "ncacn_np", network: "\\\\A", endpoint: "\\pipe\\x"),
        Host.Address(protocolSequence: "", network: "", endpoint: ""),
      ])
    let header = RunHeader(
      scenario: "", build: "nt4-sp3", seed: UInt64(Int64.max), engineVersion: "",
      source: .simulation, parameters: [Parameter(name: "", value: "\u{2028}")],
      hosts: [host, Host(name: "B", build: "b", addresses: [])],
      duration: TraceDuration(nanoseconds: .max))
    var octets: [UInt8] = []
    let sink = MemorySink()
    try withoutActuallyEscaping({ octets += $0 }) { add in
      for target in [RunLineWriter(output: add), sink] as [any TraceSink] {
        try target.begin(header)
        try target.declare(
          RPCConnection(
            id: RPCConnectionID(rawValue: .max), client: HostIndex(1), server: HostIndex(0),
            clientEndpoint: "é", serverAddress: 1, association: MTAAssociationID(rawValue: .max)))
        for (place, kind) in EventKind.allCases.enumerated() {
          let event = TraceEvent(
            sequence: EventSequence(rawValue: Int64(place) + 1),
            time: TraceInstant(nanoseconds: place == 0 ? 0 : .max), kind: kind,
            direction: place.isMultiple(of: 2) ? .sent : .received, host: HostIndex(0),
            peer: HostIndex(1), association: MTAAssociationID(rawValue: .max),
            connection: RPCConnectionID(rawValue: .max), group: .max, call: 0, opnum: .max,
            context: .max, message: MessageID(rawValue: .max), length: .max, code: .max, queue: 0,
            cause: place == 0 ? nil : EventSequence(rawValue: Int64(place)))
          try target.record(event)
          guard kind == .logEntry else { continue }
          let entry = EventLogEntry(id: 7, type: .error, category: "", text: "\"\n")
          try target.log(entry, at: event.sequence)
        }
        try target.end(.scheduleLimit, at: TraceInstant(nanoseconds: .max))
      }
    }
    let again = try Lines.memory(try Lines.read(octets))
    #expect(again.header == sink.header)
    #expect(again.connections == sink.connections)
    #expect(again.events == sink.events)
    #expect(again.entries.map(\.entry) == sink.entries.map(\.entry))
    #expect(again.outcome == .scheduleLimit && again.end == sink.end)
    #expect(again.fingerprint == sink.fingerprint)
  }

  @Test func `what lines do not hold is refused`() throws {
    var header = RunHeader(
      scenario: "a.pcap", build: "", seed: 0, engineVersion: "1", source: .capture, parameters: [],
      hosts: [], duration: .zero)
    #expect(RunLineWriter.obstacle(to: header)?.contains("read from a capture") == true)
    header.source = .external
    #expect(RunLineWriter.obstacle(to: header) == nil)
    header.parameters = [Parameter(name: "a", value: "1"), Parameter(name: "a", value: "2")]
    #expect(throws: RunLineWriter.Obstacle.self) {
      try RunLineWriter(output: { _ in }).begin(header)
    }
  }
}
