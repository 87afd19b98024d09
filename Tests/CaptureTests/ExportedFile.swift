import Capture
import TraceModel

/// A capture that an export made in memory, taken apart by the layouts of its sources and not by
/// the code under test.
final class ExportedFile {
  /// A packet: Ethernet, IPv4 and TCP by offsets of RFC 791 and RFC 9293.
  struct Packet: Equatable {
    var interface: UInt32
    var time: UInt64
    var length: UInt32
    var frame: [UInt8]
    var comment: String?

    private func number(at place: Int, count: Int) -> Int {
      frame[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    var sourcePort: Int { number(at: 34, count: 2) }
    var destinationPort: Int { number(at: 36, count: 2) }
    var sequence: UInt32 { UInt32(number(at: 38, count: 4)) }
    var acknowledgement: UInt32 { UInt32(number(at: 42, count: 4)) }
    var payload: [UInt8] { Array(frame[(34 + Int(frame[46] >> 4) * 4)...]) }
    /// The control bits by their first letters, in the order of the header.
    var flags: String {
      zip([0x10, 0x08, 0x04, 0x02, 0x01], ["A", "P", "R", "S", "F"])
        .filter { frame[47] & $0.0 != 0 }.map(\.1).joined()
    }
  }

  private(set) var octets: [UInt8] = []
  private(set) var packets: [Packet] = []
  private(set) var blockTypes: [UInt32] = []
  let summary: ExportSummary

  /// Exports a run with two hosts, HUB1 and SLPS100.
  init(
    _ events: [TraceEvent], header: RunHeader = ExportedFile.header,
    connections: [RPCConnection] = [ExportedFile.connection],
    options: ExportOptions = ExportOptions(program: "test"),
    stored: @escaping (TraceEvent) -> [UInt8]? = { _ in nil }
  ) throws {
    let run = Run(
      id: 1, header: header, status: .complete, outcome: .finished,
      end: (events.last?.time ?? .start) + .seconds(1), eventCount: events.count,
      fingerprint: Fingerprint())
    var octets: [UInt8] = []
    var exporter = try CaptureExporter(
      of: run, options: options,
      sources: CaptureExporter.Sources(
        connection: { id in connections.first { $0.id == id } }, storedOctets: stored)
    ) { octets += $0 }
    for event in events { try exporter.write(event) }
    summary = try exporter.finish()
    self.octets = octets
    parse()
  }

  /// Walks through the blocks: draft-ietf-opsawg-pcapng, 3.1 and 4.3.
  private func parse() {
    var place = 0
    while place + 12 <= octets.count {
      let length = Int(word(at: place + 4))
      blockTypes.append(word(at: place))
      if word(at: place) == 6 { parsePacket(at: place, end: place + length - 4) }
      place += length
    }
  }

  private func parsePacket(at place: Int, end: Int) {
    let captured = Int(word(at: place + 20))
    let start = place + 28
    var comment: String?
    let options = start + (captured + 3) / 4 * 4
    if options < end {
      let length = Int(word(at: options) >> 16)
      comment = String(decoding: octets[(options + 4)..<(options + 4 + length)], as: UTF8.self)
    }
    packets.append(
      Packet(
        interface: word(at: place + 8),
        time: UInt64(word(at: place + 12)) << 32 | UInt64(word(at: place + 16)),
        length: word(at: place + 24), frame: Array(octets[start..<start + captured]),
        comment: comment))
  }

  private func word(at place: Int) -> UInt32 {
    octets[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension ExportedFile {
  static let header = header(.simulation)

  static func header(
    _ source: RunHeader.Source, parameters: [Parameter] = [], hosts: [Host]? = nil
  ) -> RunHeader {
    RunHeader(
      scenario: "q181721", build: "nt4-sp3", seed: 8, engineVersion: "3", source: source,
      parameters: parameters,
      hosts: hosts ?? [
        host("HUB1", [("ncacn_ip_tcp", "100.5.51.10", "1764")]),
        host("SLPS100", [("ncacn_ip_tcp", "100.5.51.16", "1911")]),
      ], duration: .hours(4))
  }

  static func host(_ name: String, _ addresses: [(String, String, String)]) -> Host {
    Host(
      name: name, build: "nt4-sp3",
      addresses: addresses.map {
        Host.Address(protocolSequence: $0.0, network: $0.1, endpoint: $0.2)
      })
  }

  /// From HUB1 to the first address of SLPS100.
  static let connection = RPCConnection(
    id: RPCConnectionID(rawValue: 1), client: HostIndex(0), server: HostIndex(1),
    clientEndpoint: "1025", serverAddress: 0, association: nil)
}

/// Events of one connection as they happen, 10 ms apart.
struct WireEvents {
  private(set) var events: [TraceEvent] = []
  private var time = TraceInstant.start

  /// Adds an event at the client's or the server's end.
  mutating func add(
    _ kind: EventKind, _ direction: EventDirection? = nil, atServer: Bool = false,
    call: UInt32? = nil, group: UInt32? = nil, opnum: UInt16? = nil, length: UInt32? = nil,
    code: UInt32? = nil, cause: Int64? = nil
  ) {
    time = time + .milliseconds(10)
    events.append(
      TraceEvent(
        sequence: EventSequence(rawValue: Int64(events.count + 1)), time: time, kind: kind,
        direction: direction, host: HostIndex(atServer ? 1 : 0), peer: HostIndex(atServer ? 0 : 1),
        connection: RPCConnectionID(rawValue: 1), group: group, call: call, opnum: opnum,
        length: length, code: code, cause: cause.map(EventSequence.init(rawValue:))))
  }

  /// Adds a PDU that is sent and arrives.
  mutating func exchange(
    _ kind: EventKind, fromServer: Bool = false, call: UInt32 = 1, group: UInt32? = nil,
    opnum: UInt16? = nil, length: UInt32, code: UInt32? = nil
  ) {
    for direction in [EventDirection.sent, .received] {
      add(
        kind, direction, atServer: fromServer == (direction == .sent), call: call, group: group,
        opnum: opnum, length: length, code: code)
    }
  }

  /// Adds the opening of the connection.
  mutating func open() {
    add(.connect, .sent)
    add(.connect, .received, atServer: true)
    add(.connected)
  }
}
