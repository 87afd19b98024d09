/// What a capture is handed to: a sink that also takes what only captures have.
///
/// Hosts and addresses are declared as they are met, each before the first connection that names
/// it, since a capture does not say beforehand who takes part.
package protocol CaptureSink: TraceSink {
  /// Declares the next host: its index is the number of hosts before it.
  func declare(_ host: Host) throws
  /// Declares the next address of a host: its index is the number of that host's before it.
  func declare(_ address: Host.Address, of host: HostIndex) throws
  /// Says between which ends a connection that was declared stood.
  func describe(_ connection: WireConnection) throws
  /// Takes a presentation context that a bind or alter_context proposes.
  func propose(_ context: ProposedContext) throws
  /// Takes the octets behind the PDU's event that was recorded last.
  func keep(_ pdu: WirePDU, at event: EventSequence) throws
  /// Takes what could not be read.
  func count(_ unread: UnreadCount) throws
}

/// The ends of a connection in a capture.
package struct WireConnection: Equatable, Sendable {
  package var id: RPCConnectionID
  /// `tcp`, or `smb1` and `smb2` for a named pipe.
  package var transport: String
  /// Addresses of IP as text, and ports of TCP.
  package var clientAddress: String
  package var clientPort: UInt16
  package var serverAddress: String
  package var serverPort: UInt16

  package init(
    id: RPCConnectionID, transport: String, clientAddress: String, clientPort: UInt16,
    serverAddress: String, serverPort: UInt16
  ) {
    self.id = id
    self.transport = transport
    self.clientAddress = clientAddress
    self.clientPort = clientPort
    self.serverAddress = serverAddress
    self.serverPort = serverPort
  }
}

/// A presentation context as a client proposes it: C706, 12.6.3.1.
package struct ProposedContext: Equatable, Sendable {
  package var connection: RPCConnectionID
  /// The sending of the PDU that proposes it.
  package var event: EventSequence
  package var id: UInt16
  /// The interface's UUID as text, and its version: `3.0`.
  package var interface: String
  package var version: String

  package init(
    connection: RPCConnectionID, event: EventSequence, id: UInt16, interface: String,
    version: String
  ) {
    self.connection = connection
    self.event = event
    self.id = id
    self.interface = interface
    self.version = version
  }
}

/// A PDU as a capture holds it.
package struct WirePDU: Equatable, Sendable {
  /// The frame that completed it, from 1, as Wireshark counts.
  package var frame: Int64
  /// Its place among the PDUs that the frame completed, from 0.
  package var place: Int
  /// When that was: nanoseconds since 1970-01-01T00:00:00Z.
  package var time: Int64
  /// The `pfc_flags`.
  package var flags: UInt8
  /// Its octets, or as many of the first as were captured.
  package var octets: [UInt8]

  package init(frame: Int64, place: Int, time: Int64, flags: UInt8, octets: [UInt8]) {
    self.frame = frame
    self.place = place
    self.time = time
    self.flags = flags
    self.octets = octets
  }
}

/// How often something of a capture could not be read.
package struct UnreadCount: Equatable, Sendable {
  /// Where it was met: `file`, `frame`, `ip`, `tcp`, `smb` or `rpc`.
  package var layer: String
  /// What it was, in lower case with underscores.
  package var reason: String
  package var count: Int64
  /// The octets concerned; 0 where none are known.
  package var octets: Int64
  /// The first frame concerned; `nil` where none is.
  package var firstFrame: Int64?

  package init(
    layer: String, reason: String, count: Int64, octets: Int64, firstFrame: Int64?
  ) {
    self.layer = layer
    self.reason = reason
    self.count = count
    self.octets = octets
    self.firstFrame = firstFrame
  }
}
