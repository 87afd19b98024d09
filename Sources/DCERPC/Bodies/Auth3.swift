/// The body of an `rpc_auth_3` PDU, the last leg of an authentication, which is in the trailer:
/// [MS-RPCE] 2.2.2.10.
package struct Auth3: Equatable, Sendable {
  /// The octets before the authentication trailer: four, of any value.
  package var padding: Stub

  package init(padding: Stub = .zeros(count: 4)) { self.padding = padding }
}

extension Auth3: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    padding = .octets(try input.readRemainder())
  }

  package func write(to output: inout PDUWriter) { output.writeStub(padding) }

  package var length: Int { padding.count }
}
