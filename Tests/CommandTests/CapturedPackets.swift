import Foundation
import Testing

/// What Debian's tshark finds in a capture, with every checksum checked.
struct CapturedPackets {
  struct Packet {
    var number: Int
    /// Seconds since 1970, nine digits behind the point.
    var time: String
    var interface: String
    /// The PTYPEs of the PDUs that the packet completes.
    var types: [Int]
    var isMalformed: Bool
    /// What the analysis of TCP complains of.
    var complaints: String
    /// Whether each checksum is good; IPv6 has but that of TCP.
    var checksums: [Bool]
    var messages: String
    var comment: String
    var flags: String
  }

  let packets: [Packet]

  private static let fields = [
    "frame.number", "frame.time_epoch", "frame.interface_name", "dcerpc.pkt_type",
    "_ws.malformed", "tcp.analysis.flags", "ip.checksum.status", "tcp.checksum.status",
    "_ws.expert.message", "frame.comment", "tcp.flags.str",
  ]

  init(_ name: String, in folder: TemporaryFolder, filter: String = "") throws {
    let checks = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]
    let chosen = filter.isEmpty ? [] : ["-Y", filter]
    let run = try CommandRun.tool(
      "tshark",
      ["-2", "-r", name, "-T", "fields"] + checks + chosen + Self.fields.flatMap { ["-e", $0] },
      in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    packets = try run.output.split(separator: "\n").map { line in
      let values = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(values.count == Self.fields.count)
      return Packet(
        number: try #require(Int(values[0])), time: values[1], interface: values[2],
        types: values[3].split(separator: ",").compactMap { Int($0) },
        isMalformed: !values[4].isEmpty, complaints: values[5],
        checksums: [values[6], values[7]].filter { !$0.isEmpty }.map { $0 == "1" },
        messages: values[8], comment: values[9], flags: values[10])
    }
  }

  /// The PDUs by PTYPE.
  var counts: [Int: Int] {
    Dictionary(packets.flatMap(\.types).map { ($0, 1) }, uniquingKeysWith: +)
  }

  /// Fails for each packet that tshark finds fault with.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!packets.isEmpty, sourceLocation: sourceLocation)
    for packet in packets {
      let place = "packet \(packet.number): \(packet.messages)"
      #expect(!packet.isMalformed, "\(place)", sourceLocation: sourceLocation)
      #expect(packet.complaints == "", "\(place)", sourceLocation: sourceLocation)
      #expect(
        packet.checksums.allSatisfy { $0 } && !packet.checksums.isEmpty, "\(place)",
        sourceLocation: sourceLocation)
    }
  }
}
