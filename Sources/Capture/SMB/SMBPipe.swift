/// A named pipe that was opened over SMB, and the PDUs in both of its directions.
final class SMBPipe {
  /// Its name as it was opened: `lsarpc`; empty if the capture began later.
  let name: String
  let isVersion1: Bool
  var fromClient = PDUFraming()
  var fromServer = PDUFraming()
  /// Whether a PDU was seen in it; a file may be anything else.
  var isRPC = false
  /// What events call it, once it has any.
  private(set) var session: RPCSession?
  /// Its octets that wait to be whole PDUs, as its connection has counted them.
  var countedOctets = 0
  /// Its place among those that were opened on its connection.
  let number: Int
  /// When it was opened, or first seen.
  let opened: OctetStream.Stamp

  init(name: String, isVersion1: Bool, number: Int, _ opened: OctetStream.Stamp) {
    self.name = name
    self.isVersion1 = isVersion1
    self.number = number
    self.opened = opened
  }

  /// Octets that wait to be whole PDUs.
  var heldOctets: Int { fromClient.stream.count + fromServer.stream.count }

  /// What comes next in one direction; `nil` until more octets come.
  func next(isFromClient: Bool) -> PDUFraming.Piece? {
    isFromClient ? fromClient.next() : fromServer.next()
  }

  /// Its session, which its first PDU begins with the opening of the pipe.
  func session(
    client: NetworkEndpoint, server: NetworkEndpoint, _ findings: inout WireFindings
  ) -> RPCSession {
    if let session { return session }
    let session = RPCSession(
      client: client, server: server,
      transport: isVersion1 ? .smb1(pipe: name) : .smb2(pipe: name))
    self.session = session
    if !name.isEmpty {
      findings.take(.connect, of: session, isFromClient: true, opened)
      findings.take(.accept, of: session, isFromClient: false, opened)
    }
    return session
  }

  /// Takes what was written to it or read from it.
  ///
  /// - Parameter missing: Octets behind these that a snap length cut off.
  /// - Returns: Whether it is known to carry PDUs.
  func take(
    _ octets: Span<UInt8>, missing: Int, isFromClient: Bool, _ stamp: OctetStream.Stamp
  ) -> Bool {
    if !isRPC {
      guard PDUOutline.begins(octets) else { return false }
      isRPC = true
    }
    if isFromClient {
      fromClient.append(octets, missing: missing, stamp)
    } else {
      fromServer.append(octets, missing: missing, stamp)
    }
    return true
  }
}

/// What an SMB message did to a pipe.
struct SMBPipeChange {
  enum Kind { case octets, closed }
  var pipe: SMBPipe
  var kind: Kind
  var isFromClient: Bool
}

/// Messages of SMB that cannot be read, by reason.
enum SMBTrouble: Error, Equatable {
  /// The message is encrypted (SMB 3.0 and later) or compressed.
  case encrypted
  case compressed
  /// It contradicts itself or is cut.
  case malformed

  var unread: Unread {
    switch self {
    case .encrypted: .smbEncrypted
    case .compressed: .smbCompressed
    case .malformed: .smbMalformed
    }
  }
}
