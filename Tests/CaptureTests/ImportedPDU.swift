import Foundation
import Testing
import TraceModel

@testable import Capture

/// A PDU as a capture shows it, in the columns of the truth beside each fixture.
struct ImportedPDU: Equatable {
  var frame: Int64
  var place: Int
  var time: Int64
  var source: String
  var destination: String
  var transport: String
  var type: Int
  var flags: Int
  var length: Int
  var call: UInt32
  var group: UInt32?
  var reason: UInt32?
  var status: UInt32?
  var opnum: UInt16?
  var context: UInt16?
  var interfaces: String

  /// Reads a line of a truth file.
  init(truth line: Substring) throws {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    try #require(columns.count == 18)
    func number<Value: FixedWidthInteger>(_ column: Int) throws -> Value {
      try #require(Value(columns[column]))
    }
    frame = try number(0)
    place = try number(1)
    time = try number(2)
    source = "\(columns[3]) \(columns[4])"
    destination = "\(columns[5]) \(columns[6])"
    transport = columns[7]
    type = try number(8)
    flags = try number(9)
    length = try number(10)
    call = try number(11)
    group = UInt32(columns[12])
    reason = UInt32(columns[13])
    status = UInt32(columns[14])
    opnum = UInt16(columns[15])
    context = UInt16(columns[16])
    interfaces = columns[17]
  }

  init(
    _ event: TraceEvent, _ pdu: WirePDU, _ ends: WireConnection, isFromClient: Bool,
    _ contexts: [ProposedContext]
  ) {
    frame = pdu.frame
    place = pdu.place
    time = pdu.time
    let client = "\(ends.clientAddress) \(ends.clientPort)"
    let server = "\(ends.serverAddress) \(ends.serverPort)"
    source = isFromClient ? client : server
    destination = isFromClient ? server : client
    transport = ends.transport
    type = Int(event.kind.rawValue) - 32
    flags = Int(pdu.flags)
    length = Int(event.length ?? 0)
    call = event.call ?? 0
    group = event.group
    reason = event.kind == .bindNak ? event.code : nil
    status = event.kind == .fault ? event.code : nil
    opnum = event.opnum
    context = event.context
    interfaces = contexts.map { "\($0.interface)/\($0.version)" }.joined(separator: ",")
  }
}

/// A sink that keeps what an import hands it, and checks that it is a trace.
final class ImportedTrace: CaptureSink {
  private(set) var header: RunHeader?
  private(set) var hosts: [TraceModel.Host] = []
  private(set) var connections: [WireConnection] = []
  private(set) var servers: [HostIndex] = []
  private(set) var events: [TraceEvent] = []
  private(set) var unread: [UnreadCount] = []
  private(set) var octets: [[UInt8]] = []
  private(set) var duration: TraceInstant?
  private var kept: [(event: Int, pdu: WirePDU)] = []
  private var contexts: [EventSequence: [ProposedContext]] = [:]

  func begin(_ header: RunHeader) { self.header = header }
  func declare(_ host: TraceModel.Host) { hosts.append(host) }
  func declare(_ address: TraceModel.Host.Address, of host: HostIndex) {
    hosts[Int(host.rawValue)].addresses.append(address)
  }
  func declare(_ connection: RPCConnection) {
    #expect(hosts.indices.contains(Int(connection.client.rawValue)))
    #expect(
      hosts[Int(connection.server.rawValue)].addresses.indices
        .contains(Int(connection.serverAddress)))
    servers.append(connection.server)
  }
  func describe(_ connection: WireConnection) { connections.append(connection) }
  func record(_ event: TraceEvent) {
    #expect(event.sequence.rawValue == Int64(events.count + 1))
    #expect(event.time >= events.last?.time ?? .start)
    #expect(event.cause.map { $0 < event.sequence } ?? true)
    events.append(event)
  }
  func log(_ entry: EventLogEntry, at event: EventSequence) {}
  func propose(_ context: ProposedContext) { contexts[context.event, default: []].append(context) }
  func keep(_ pdu: WirePDU, at event: EventSequence) {
    #expect(event.rawValue == Int64(events.count))
    kept.append((events.count - 1, pdu))
    octets.append(pdu.octets)
  }
  func count(_ unread: UnreadCount) { self.unread.append(unread) }
  func end(_ outcome: RunOutcome, at time: TraceInstant) { duration = time }

  /// Its PDUs, in the order of frames.
  var pdus: [ImportedPDU] {
    kept.map { place, pdu in
      let event = events[place]
      let number = Int(event.connection?.rawValue ?? 1) - 1
      return ImportedPDU(
        event, pdu, connections[number], isFromClient: event.host != servers[number],
        contexts[event.sequence] ?? [])
    }
  }

  /// How often something could not be read.
  func count(of reason: String) -> Int64 { unread.first { $0.reason == reason }?.count ?? 0 }

  /// Imports a capture.
  static func of(
    _ octets: [UInt8], _ selection: CaptureSelection = CaptureSelection()
  ) throws -> ImportedTrace {
    let trace = ImportedTrace()
    _ = try CaptureImporter(MemorySource(octets), selection).run(named: "test", into: trace)
    return trace
  }
}

/// A capture of a real server, and what it holds.
struct Fixture {
  var name: String
  init(_ name: String) { self.name = name }

  static let names = [
    "s3_pipes_smb1.pcap", "s3_raw_v4.pcap", "s4_impacket_np311_encrypted.pcap",
    "s4_impacket_struct.pcapng",
    "s4_loss_retrans.pcap", "s4_mtu576.pcap", "s4_raw_any.pcapng", "s4_raw_netlogon_port.pcap",
    "s4_raw_sll.pcap", "s4_raw_v4.pcap", "s4_rpcclient_np_smb1.pcap", "s4_rpcclient_np_smb2.pcap",
    "s4_rpcclient_tcp_seal.pcap", "s4_rpcclient_tcp_sign.pcap", "s4_rpcclient_tcp_v6.pcapng",
    "s4_smbtorture_altercontext.pcap", "s4_smbtorture_bind.pcap", "s4_smbtorture_handles.pcap",
    "s4_smbtorture_handles_bigendian.pcap",
  ]

  private func file(_ suffix: String) -> URL? {
    Bundle.module.url(
      forResource: name + suffix, withExtension: nil, subdirectory: "Fixtures")
  }

  var octets: [UInt8] {
    get throws {
      let url = try #require(file("") ?? file(".gz"))
      return [UInt8](try Data(contentsOf: url))
    }
  }

  var truth: [ImportedPDU] {
    get throws {
      let text = try String(contentsOf: #require(file(".tsv")), encoding: .utf8)
      return try text.split(separator: "\n").dropFirst().map { try ImportedPDU(truth: $0) }
    }
  }

  /// Its frames as they were captured.
  var frames: [TestFrame] {
    get throws {
      var reader = try CaptureReader(MemorySource(try octets))
      var frames: [TestFrame] = []
      while let frame = try reader.next() {
        frames.append(
          TestFrame(
            time: frame.time ?? 0, link: frame.linkType.rawValue,
            octets: Array(reader.octets[frame.octets])))
      }
      return frames
    }
  }
}
