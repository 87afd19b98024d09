import Analysis
import Foundation
import TraceModel
import TraceStore

/// A trace in a folder of its own, removed with it.
final class TestTrace {
  let reader: TraceReader
  private let folder: String

  /// Records runs, each by its own closure.
  init(_ runs: [(any TraceSink) throws -> Void]) throws {
    let name = "mtatrace-\(UInt64.random(in: 0 ... .max))"
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = try TraceWriter(creating: "\(folder)/test.trace")
    let recorder = store.makeRecorder()
    for run in runs { try run(recorder) }
    try store.close()
    reader = try TraceReader(store.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var analysis: TraceAnalysis { TraceAnalysis(reader: reader) }
}

/// Mail between two hosts, told in a few words.
struct MailScript {
  static let hub = HostIndex(0)
  static let site = HostIndex(1)
  static let link = Link(from: hub, to: site)

  var build = "nt4-sp3"
  var seed: UInt64 = 42
  var scenario = "q181721"
  var parameters = [Parameter(name: "mta.threshold", value: "50")]
  /// The names of hosts besides the two.
  var otherHosts: [String] = []
  /// Whether the hosts have endpoint mappers, as their last addresses.
  var hasMappers = false
  var end: Double = 14_400
  var events: [TraceEvent] = []
  var connections: [RPCConnection] = []
  var entries: [EventSequence: EventLogEntry] = [:]

  init(build: String = "nt4-sp3") { self.build = build }

  var header: RunHeader {
    let address = { (host: Int, endpoint: String, sequence: String) in
      Host.Address(
        protocolSequence: sequence, network: "10.0.0.\(host)", endpoint: endpoint)
    }
    return RunHeader(
      scenario: scenario, build: build, seed: seed, engineVersion: "1", source: .simulation,
      parameters: parameters,
      hosts: [
        Host(
          name: "HUB1", build: build,
          addresses: [address(1, "1911", "ncacn_ip_tcp")]
            + (hasMappers ? [address(1, "135", "ncacn_ip_tcp")] : [])),
        Host(
          name: "SLPS100", build: build,
          addresses: [address(2, "1912", "ncacn_ip_tcp"), address(2, "4006", "ncacn_spx")]
            + (hasMappers ? [address(2, "135", "ncacn_ip_tcp")] : [])),
      ] + otherHosts.map { Host(name: $0, build: build, addresses: []) }, duration: .hours(4))
  }

  /// Adds an event; the one before it is its cause.
  @discardableResult
  mutating func add(
    _ kind: EventKind, at seconds: Double, host: HostIndex = hub, peer: HostIndex? = site,
    _ change: (inout TraceEvent) -> Void = { _ in }
  ) -> EventSequence {
    var event = TraceEvent(
      sequence: EventSequence(rawValue: Int64(events.count) + 1),
      time: TraceInstant(nanoseconds: Int64((seconds * 1e9).rounded())), kind: kind, host: host,
      peer: peer, cause: events.last?.sequence)
    change(&event)
    events.append(event)
    return event.sequence
  }

  mutating func enqueue(_ message: UInt32, at seconds: Double, queue: UInt32) {
    add(.messageEnqueued, at: seconds) {
      ($0.message, $0.queue, $0.code) = (MessageID(rawValue: message), queue, 0)
    }
  }

  mutating func deliver(
    _ message: UInt32, at seconds: Double, queue: UInt32, association: UInt32 = 1
  ) {
    add(.messageDelivered, at: seconds, host: Self.site, peer: Self.hub) {
      ($0.message, $0.queue) = (MessageID(rawValue: message), queue)
      $0.association = MTAAssociationID(rawValue: association)
    }
  }

  /// A message that is delivered `wait` seconds after `seconds`, with none other on the way.
  mutating func pass(_ message: UInt32, at seconds: Double, wait: Double = 1) {
    enqueue(message, at: seconds, queue: 1)
    deliver(message, at: seconds + wait, queue: 0)
  }

  func record(into sink: any TraceSink) throws {
    try sink.begin(header)
    for connection in connections { try sink.declare(connection) }
    for event in events {
      try sink.record(event)
      if let entry = entries[event.sequence] { try sink.log(entry, at: event.sequence) }
    }
    try sink.end(.finished, at: TraceInstant(nanoseconds: Int64(end * 1e9)))
  }

  static func trace(_ scripts: [MailScript]) throws -> TestTrace {
    try TestTrace(scripts.map { script in { try script.record(into: $0) } })
  }
}
