import DCERPC

/// One PDU of every type, with and without authentication, where no field has the value of another.
enum SamplePDUs {
  static let bodies: [PDU.Body] = [
    .request(Request(allocationHint: 0x0102, contextID: 3, opnum: 4, stub: .octets([5, 6, 7]))),
    .request(
      Request(
        allocationHint: 9, contextID: 3, opnum: 4, object: SyntaxID.mta.uuid,
        stub: .octets([8]))),
    .response(
      Response(allocationHint: 0x0304, contextID: 5, cancelCount: 6, stub: .octets([7, 8]))),
    .fault(
      Fault(
        allocationHint: 0x0506, contextID: 7, cancelCount: 8, flags: 9, status: .cancelled,
        stub: .octets([10]))),
    .bind(proposal),
    .bindAck(answer("4764")),
    .bindNak(BindNak(reason: .temporaryCongestion)),
    .alterContext(proposal),
    .alterContextResponse(answer("")),
    .auth3(Auth3(padding: .octets([1, 2, 3, 4]))),
    .shutdown,
    .coCancel,
    .orphaned,
  ]

  static let all: [PDU] = bodies.flatMap { body in
    [DataRepresentation.littleEndian, .bigEndian].flatMap { representation in
      [nil, authentication(following: body)].map { authentication in
        PDU(
          flags: [.whole, .concurrentMultiplexing], callID: 0x0A0B_0C0D, body: body,
          authentication: authentication, dataRepresentation: representation)
      }
    }
  }

  private static let proposal = Bind(
    maxTransmitFragment: 5840, maxReceiveFragment: 4280,
    associationGroup: AssociationGroupID(rawValue: 0x1020_3040),
    contexts: [
      .mta,
      PresentationContext(
        id: 7, abstractSyntax: .endpointMapper, transferSyntaxes: [.ndr, .mta]),
    ])

  private static func answer(_ address: String) -> BindAck {
    BindAck(
      maxTransmitFragment: 4280, maxReceiveFragment: 5840,
      associationGroup: AssociationGroupID(rawValue: 0x5060_7080),
      secondaryAddress: SecondaryAddress(address),
      results: [.accepted, .rejected(.abstractSyntaxNotSupported)])
  }

  private static func authentication(following body: PDU.Body) -> Authentication {
    Authentication(
      type: Authentication.ntlm, level: Authentication.integrityLevel, contextID: 0x0E0F_1011,
      value: .octets(Array(1...16)), following: body)
  }
}
