/// The body of a `bind_ack` PDU: a server's answer to a bind that it accepts.
///
/// Accepting a bind accepts no context by that: ``results`` says which. The fields are in wire
/// order: C706, 12.6.4.4, `rpcconn_bind_ack_hdr_t`.
package struct BindAck: Equatable, Sendable {
  /// The largest fragment that the server will send, in octets.
  package var maxTransmitFragment: UInt16
  /// The largest fragment that the server can receive, in octets.
  package var maxReceiveFragment: UInt16
  /// The association group that the connection now belongs to; `nil` (0) comes from no server
  /// known.
  package var associationGroup: AssociationGroupID?
  /// Where the server wants the group's further connections.
  package var secondaryAddress: SecondaryAddress
  /// The answers to the proposed contexts, in the order of the proposal: 0 to 255.
  package var results: [ContextResult]

  package init(
    maxTransmitFragment: UInt16, maxReceiveFragment: UInt16,
    associationGroup: AssociationGroupID?, secondaryAddress: SecondaryAddress,
    results: [ContextResult]
  ) {
    self.maxTransmitFragment = maxTransmitFragment
    self.maxReceiveFragment = maxReceiveFragment
    self.associationGroup = associationGroup
    self.secondaryAddress = secondaryAddress
    self.results = results
  }

  /// The answer that accepts ``Bind/mta(joining:)``: the same fragment sizes, the one context with
  /// NDR.
  ///
  /// All of them share one list of results, so that making one allocates nothing.
  package static func mta(
    group: AssociationGroupID, secondaryAddress: SecondaryAddress
  ) -> Self {
    Self(
      maxTransmitFragment: 5840, maxReceiveFragment: 5840, associationGroup: group,
      secondaryAddress: secondaryAddress, results: mtaResults)
  }

  private static let mtaResults = [ContextResult.accepted]
}

extension BindAck: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    maxTransmitFragment = try input.readInteger()
    maxReceiveFragment = try input.readInteger()
    associationGroup = AssociationGroupID(rawValue: try input.readInteger())
    secondaryAddress = try SecondaryAddress(parsing: &input)
    try input.align(to: 4)
    results = try input.readArray(reserved: 3)
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(maxTransmitFragment)
    output.writeInteger(maxReceiveFragment)
    output.writeInteger(associationGroup?.rawValue ?? 0)
    secondaryAddress.write(to: &output)
    output.align(to: 4)
    output.writeArray(results, reserved: 3)
  }

  package var length: Int {
    let address = 8 + secondaryAddress.length
    return address + address.distance(toMultipleOf: 4) + 4 + 24 * results.count
  }
}
