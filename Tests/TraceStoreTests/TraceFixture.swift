import Foundation
import TraceModel
import TraceStore

/// A folder for one test's files, removed with it.
final class TestFolder {
  let path: String

  init() throws {
    let name = "mtatrace-\(UInt64.random(in: 0 ... .max))"
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func octets(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// What the command `sqlite3` answers: a judge that shares no line with the store.
func sqlite3(_ path: String, _ sql: String) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["sqlite3", "-batch", "-readonly", path, sql]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
}

/// Changes a file in a way that no recorder does.
func tamper(_ path: String, _ sql: String) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["sqlite3", "-batch", path, "PRAGMA writable_schema = ON; \(sql)"]
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
}

/// Events of a run as a test writes them down: numbered by themselves, at full seconds.
struct Script {
  static let hub = HostIndex(0)
  static let site = HostIndex(1)

  static let header = RunHeader(
    scenario: "q181721", build: "nt4-sp3", seed: 42, engineVersion: "1", source: .simulation,
    parameters: [
      Parameter(name: "mta.threshold", value: "50"), Parameter(name: "mail.rate", value: "10"),
    ],
    hosts: [
      Host(
        name: "HUB1", build: "nt4-sp3",
        addresses: [
          .init(protocolSequence: "ncacn_ip_tcp", network: "10.0.0.1", endpoint: "1911")
        ]),
      Host(
        name: "SLPS100", build: "nt4-sp3",
        addresses: [
          .init(protocolSequence: "ncacn_ip_tcp", network: "10.0.0.2", endpoint: "1912"),
          .init(protocolSequence: "ncacn_spx", network: "0:1", endpoint: "4006"),
        ]),
    ], duration: .hours(1))

  var events: [TraceEvent] = []

  /// Adds an event that the one before it caused.
  @discardableResult
  mutating func add(
    _ kind: EventKind, at seconds: Double, host: HostIndex = hub, peer: HostIndex? = site,
    _ change: (inout TraceEvent) -> Void = { _ in }
  ) -> EventSequence {
    let sequence = EventSequence(rawValue: Int64(events.count) + 1)
    var event = TraceEvent(
      sequence: sequence, time: TraceInstant(nanoseconds: Int64(seconds * 1e9)), kind: kind,
      host: host, peer: peer, cause: events.last?.sequence)
    change(&event)
    events.append(event)
    return sequence
  }

  /// HUB1 enqueues a message for SLPS100; `queue` is the backlog after it.
  mutating func enqueue(_ message: UInt32, at seconds: Double, queue: UInt32) {
    add(.messageEnqueued, at: seconds) {
      ($0.message, $0.queue) = (MessageID(rawValue: message), queue)
      ($0.length, $0.code) = (30_000, 0)
    }
  }

  /// SLPS100 accepts a message of HUB1; `queue` is the backlog after it.
  mutating func deliver(
    _ message: UInt32, at seconds: Double, queue: UInt32, association: UInt32? = 1
  ) {
    add(.messageDelivered, at: seconds, host: Self.site, peer: Self.hub) {
      ($0.message, $0.queue) = (MessageID(rawValue: message), queue)
      $0.association = association.map(MTAAssociationID.init(rawValue:))
    }
  }

  /// Records the events as one run that ends at `seconds`.
  func record(
    into sink: any TraceSink, end seconds: Double, header: RunHeader = Self.header,
    connections: [RPCConnection] = [], entries: [EventSequence: EventLogEntry] = [:]
  ) throws {
    try sink.begin(header)
    for connection in connections { try sink.declare(connection) }
    for event in events {
      try sink.record(event)
      if let entry = entries[event.sequence] { try sink.log(entry, at: event.sequence) }
    }
    try sink.end(.finished, at: TraceInstant(nanoseconds: Int64(seconds * 1e9)))
  }

  /// Records the events into a new file.
  func record(
    to path: String, end seconds: Double, connections: [RPCConnection] = [],
    entries: [EventSequence: EventLogEntry] = [:]
  ) throws {
    let store = try TraceWriter(creating: path)
    try record(
      into: store.makeRecorder(), end: seconds, connections: connections, entries: entries)
    try store.close()
  }
}
