package import TraceModel

/// What of a run an export writes, and how.
package struct ExportOptions: Sendable {
  /// The largest payload of a segment, in octets; `nil` for what fits a frame of Ethernet: 1500
  /// octets less the headers of IP and TCP.
  package var maximumSegment: Int?
  /// Whether all packets are IPv6.
  package var usesVersion6: Bool
  /// The program that exports, as the capture names it.
  package var program: String
  /// The hosts whose connections are written; `nil` means all.
  package var hosts: Set<HostIndex>?
  /// The first and the last moment written; `nil` means the run's.
  package var from: TraceInstant?
  package var to: TraceInstant?

  /// The sizes of segments that fit a packet of IPv4 and of IPv6; less than 64 octets makes no
  /// sense.
  package static let segmentSizes = 64...65_495

  package init(
    maximumSegment: Int? = nil, usesVersion6: Bool = false, program: String,
    hosts: Set<HostIndex>? = nil, from: TraceInstant? = nil, to: TraceInstant? = nil
  ) {
    precondition(
      maximumSegment.map(Self.segmentSizes.contains) ?? true, "A segment has 64 to 65,495 octets.")
    self.maximumSegment = maximumSegment
    self.usesVersion6 = usesVersion6
    self.program = program
    self.hosts = hosts
    self.from = from
    self.to = to
  }

  /// The largest payload of a connection's segments.
  func segmentSize(of connection: ExportedConnection) -> Int {
    maximumSegment ?? (connection.client.place.address.isVersion6 ? 1440 : 1460)
  }

  /// Whether a packet of a connection is to be written.
  func includes(_ connection: ExportedConnection, at time: TraceInstant) -> Bool {
    includes([connection.client.host, connection.server.host], at: time)
  }

  /// Whether what happens between hosts at a time is meant.
  func includes(_ ends: [HostIndex], at time: TraceInstant) -> Bool {
    guard time >= from ?? time, time <= to ?? time else { return false }
    return hosts.map { !$0.isDisjoint(with: ends) } ?? true
  }
}
