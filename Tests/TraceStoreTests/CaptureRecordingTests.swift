import Testing
import TraceModel

@testable import TraceStore

/// Runs that are read from captures: hosts as they are met, PDUs with their octets.
struct CaptureRecordingTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private static let header = RunHeader(
    scenario: "a.pcap", build: "unknown", seed: 0, engineVersion: "1", source: .capture,
    parameters: [Parameter(name: "capture.start", value: "1000000000")], hosts: [],
    duration: .zero)

  private static func event(
    _ sequence: Int64, _ kind: EventKind, _ direction: EventDirection?, host: Int, peer: Int
  ) -> TraceEvent {
    TraceEvent(
      sequence: EventSequence(rawValue: sequence), time: TraceInstant(nanoseconds: sequence * 10),
      kind: kind, direction: direction, host: HostIndex(host), peer: HostIndex(peer),
      connection: RPCConnectionID(rawValue: 1))
  }

  /// Records a bind and a request of one connection, as an importer does.
  private func recorded() throws -> String {
    let path = folder.file("a.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try recorder.begin(Self.header)
    try recorder.declare(Host(name: "10.0.0.2", build: "unknown", addresses: []))
    try recorder.declare(
      .init(protocolSequence: "ncacn_ip_tcp", network: "10.0.0.2", endpoint: "135"),
      of: HostIndex(0))
    try recorder.declare(Host(name: "10.0.0.1", build: "unknown", addresses: []))
    let id = RPCConnectionID(rawValue: 1)
    try recorder.declare(
      RPCConnection(
        id: id, client: HostIndex(1), server: HostIndex(0), clientEndpoint: "1024",
        serverAddress: 0, association: nil))
    try recorder.describe(
      WireConnection(
        id: id, transport: "tcp", clientAddress: "10.0.0.1", clientPort: 1_024,
        serverAddress: "10.0.0.2", serverPort: 135))
    try recorder.record(Self.event(1, .bind, .sent, host: 1, peer: 0))
    try recorder.keep(
      WirePDU(frame: 4, place: 0, time: 1_000_000_010, flags: 3, octets: [5, 0, 11]),
      at: EventSequence(rawValue: 1))
    for (context, interface) in [(0, "aa"), (1, "bb")] as [(UInt16, String)] {
      try recorder.propose(
        ProposedContext(
          connection: id, event: EventSequence(rawValue: 1), id: context, interface: interface,
          version: "3.0"))
    }
    try recorder.record(Self.event(2, .bind, .received, host: 0, peer: 1))
    var request = Self.event(3, .request, .sent, host: 1, peer: 0)
    request.context = 1
    try recorder.record(request)
    try recorder.keep(
      WirePDU(frame: 6, place: 0, time: 1_000_000_030, flags: 3, octets: [5, 0, 0]),
      at: EventSequence(rawValue: 3))
    try recorder.count(
      UnreadCount(layer: "tcp", reason: "octets_missing", count: 2, octets: 90, firstFrame: 5))
    try recorder.end(.finished, at: TraceInstant(nanoseconds: 90))
    try store.close()
    return path
  }

  @Test func `what a capture shows is found by sqlite3`() throws {
    let path = try recorded()
    #expect(try sqlite3(path, "PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok")
    #expect(
      try sqlite3(
        path,
        """
        SELECT sequence, frame, unix_time, source_address, source_port, destination_port, kind, \
        context_id, interface, interface_version, captured FROM pdus
        """) == """
          1|4|1000000010|10.0.0.1|1024|135|bind||aa bb|3.0 3.0|3
          3|6|1000000030|10.0.0.1|1024|135|request|1|bb|3.0|3
          """)
    #expect(try sqlite3(path, "SELECT * FROM unread") == "1|tcp|octets_missing|2|90|5")
    #expect(try sqlite3(path, "SELECT source, duration FROM runs") == "capture|90")
  }

  @Test func `what a capture shows is read again as it was recorded`() throws {
    let reader = try TraceReader(try recorded())
    let run = try reader.run(1)
    #expect(run.header.hosts.map(\.name) == ["10.0.0.2", "10.0.0.1"])
    #expect(run.header.hosts[0].addresses.map(\.shortName) == ["tcp[135]"])
    #expect(try reader.wireConnections(of: 1).map(\.clientPort) == [1_024])
    #expect(try reader.unreadCounts(of: 1).map(\.octets) == [90])
    #expect(try reader.wirePDU(at: EventSequence(rawValue: 3), of: 1)?.octets == [5, 0, 0])
    #expect(try reader.frame(at: EventSequence(rawValue: 2), of: 1) == 4)
    #expect(try reader.frame(at: EventSequence(rawValue: 3), of: 1) == 6)
  }

  @Test(arguments: [
    ("UPDATE captured_pdu SET frame = -1", "the PDU of event 1 of run 1"),
    ("UPDATE unread_count SET count = -1", "what is unread (0) of run 1"),
    ("UPDATE captured_connection SET client_port = 70000", "captured connection 1 of run 1"),
  ])
  func `an impossible value is refused with its row`(change: String, row: String) throws {
    let path = try recorded()
    try tamper(path, change)
    let reader = try TraceReader(path)
    let error = try #require(throws: TraceStoreError.self) {
      _ = try reader.frame(at: EventSequence(rawValue: 1), of: 1)
      _ = try reader.unreadCounts(of: 1)
      _ = try reader.wireConnections(of: 1)
    }
    #expect(error.row == row)
  }

  @Test func `a PDU whose event was not the last one is refused`() throws {
    let recorder = try TraceWriter(creating: folder.file("b.trace")).makeRecorder()
    try recorder.begin(Self.header)
    #expect(throws: TraceStoreError.self) {
      try recorder.keep(
        WirePDU(frame: 1, place: 0, time: 0, flags: 0, octets: []),
        at: EventSequence(rawValue: 1))
    }
  }
}
