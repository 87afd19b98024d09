/// The body of a `bind` PDU: a client's proposal for an association.
///
/// The fields are in wire order: C706, 12.6.4.3, `rpcconn_bind_hdr_t`.
package struct Bind: Equatable, Sendable {
  /// The largest fragment that the client will send, in octets; 0 means the 1432 that everyone can
  /// receive.
  package var maxTransmitFragment: UInt16
  /// The largest fragment that the client can receive, in octets; 0 means the 1432 that everyone
  /// can receive.
  package var maxReceiveFragment: UInt16
  /// The association group to join, or `nil` to have the server form one.
  package var associationGroup: AssociationGroupID?
  /// The presentation contexts proposed: 0 to 255, though a server accepts no bind with 0.
  package var contexts: [PresentationContext]

  package init(
    maxTransmitFragment: UInt16, maxReceiveFragment: UInt16,
    associationGroup: AssociationGroupID?, contexts: [PresentationContext]
  ) {
    self.maxTransmitFragment = maxTransmitFragment
    self.maxReceiveFragment = maxReceiveFragment
    self.associationGroup = associationGroup
    self.contexts = contexts
  }

  /// What an Exchange MTA sends: both fragment sizes 5840, one context (KB Q159298).
  ///
  /// All of them share one list of contexts, so that making one allocates nothing.
  package static func mta(joining group: AssociationGroupID? = nil) -> Self {
    Self(
      maxTransmitFragment: 5840, maxReceiveFragment: 5840, associationGroup: group,
      contexts: mtaContexts)
  }

  private static let mtaContexts = [PresentationContext.mta]
}

extension Bind: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    maxTransmitFragment = try input.readInteger()
    maxReceiveFragment = try input.readInteger()
    associationGroup = AssociationGroupID(rawValue: try input.readInteger())
    contexts = try input.readArray(reserved: 3)
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(maxTransmitFragment)
    output.writeInteger(maxReceiveFragment)
    output.writeInteger(associationGroup?.rawValue ?? 0)
    output.writeArray(contexts, reserved: 3)
  }

  package var length: Int { contexts.reduce(12) { $0 + $1.length } }
}
