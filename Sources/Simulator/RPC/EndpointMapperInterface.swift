import DCERPC

/// The PDUs that are exchanged with an endpoint mapper, with the sizes that KB Q159298 shows: a
/// bind of 72 octets, a bind_ack of 60, a request of 156 and a response of 152.
///
/// Nothing of it is authenticated.
enum EndpointMapperInterface {
  /// The endpoint at which it listens on TCP.
  static let endpoint = SecondaryAddress("135")

  static func bind(callID: UInt32) -> PDU { PDU(callID: callID, body: .bind(proposal)) }

  static func bindAck(group: AssociationGroupID, callID: UInt32) -> PDU {
    PDU(callID: callID, body: .bindAck(.mta(group: group, secondaryAddress: endpoint)))
  }

  private static let proposal: Bind = {
    var bind = Bind.mta()
    bind.contexts = [.endpointMapper]
    return bind
  }()
}
