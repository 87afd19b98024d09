/// The body of a `bind_nak` PDU: a server's refusal of a bind.
///
/// The fields are in wire order: C706, 12.6.4.5, `rpcconn_bind_nak_hdr_t`.
package struct BindNak: Equatable, Sendable {
  package var reason: RejectReason
  /// The versions of the protocol that the server has: 0 to 255.
  ///
  /// Samba says 5.0; OSF DCE says 5.0 and 5.1.
  package var versions: [ProtocolVersion]
  /// What follows, of which C706 knows nothing.
  ///
  /// Samba pads with three zeros, OSF DCE has none, and newer Windows may append a signature and
  /// error information ([MS-RPCE] 2.2.2.9).
  package var trailing: Stub

  package init(
    reason: RejectReason, versions: [ProtocolVersion] = Self.onlyFive,
    trailing: Stub = .zeros(count: 3)
  ) {
    self.reason = reason
    self.versions = versions
    self.trailing = trailing
  }

  /// The one version that Samba and Windows have: 5.0.
  package static let onlyFive = [ProtocolVersion.connectionOriented]
}

extension BindNak: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    reason = RejectReason(rawValue: try input.readInteger())
    versions = try input.readArray(reserved: 0)
    trailing = .octets(try input.readRemainder())
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(reason.rawValue)
    output.writeArray(versions, reserved: 0)
    output.writeStub(trailing)
  }

  package var length: Int { 3 + 2 * versions.count + trailing.count }
}
