import DCERPC

/// The PDUs of the MTA interface, with the field values and sizes that KB Q159298 shows between two
/// servers.
///
/// A stub's contents are not public, so stubs are zeros of the right size. Bind, bind_ack, auth3
/// and requests carry NTLM authentication of the sizes in that trace; its level is not public and
/// taken to be packet integrity.
enum MTAInterface {
  /// Stub octets that fit a request of the largest fragment, 0x16D0 octets, which NT and Exchange
  /// offer both ways: less 24 of header, 8 of trailer and 16 of signature.
  static let maxStub = 0x16D0 - 48

  /// A bind of 136 octets; group 0 asks for a new group.
  static func bind(group: UInt32, callID: UInt32) -> PDU {
    authenticated(
      .bind(.mta(joining: AssociationGroupID(rawValue: group))), callID: callID, valueOctets: 56)
  }

  /// A bind_ack; of 108 octets if the endpoint has four digits.
  static func bindAck(group: AssociationGroupID, endpoint: SecondaryAddress, callID: UInt32) -> PDU
  {
    authenticated(
      .bindAck(
        .mta(group: group, secondaryAddress: endpoint)),
      callID: callID, valueOctets: 40)
  }

  /// A bind_nak of 24 octets, as Samba sends it.
  static func bindNak(_ reason: RejectReason, callID: UInt32) -> PDU {
    PDU(callID: callID, body: .bindNak(BindNak(reason: reason)))
  }

  /// An auth3 of 206 octets, which ends NTLM's exchange of three.
  static func auth3(callID: UInt32) -> PDU {
    authenticated(.auth3(Auth3()), callID: callID, valueOctets: 178)
  }

  /// One fragment of a request.
  ///
  /// - Parameters:
  ///   - stub: Its octets of stub data, at most ``maxStub``.
  ///   - rest: The stub octets that follow in later fragments.
  static func request(
    _ operation: Operation, callID: UInt32, context: UInt16, stub: Int, isFirst: Bool, rest: Int
  ) -> PDU {
    var flags: PDUFlags = .concurrentMultiplexing
    if isFirst { flags.insert(.firstFragment) }
    if rest == 0 { flags.insert(.lastFragment) }
    let body = PDU.Body.request(
      Request(
        allocationHint: UInt32(stub + rest), contextID: context, opnum: operation.opnum,
        object: nil, stub: .zeros(count: stub)))
    guard operation != .endpointMap else { return PDU(flags: flags, callID: callID, body: body) }
    return authenticated(body, flags: flags, callID: callID, valueOctets: 16)
  }

  /// A response in one fragment.
  static func response(to operation: Operation, callID: UInt32, context: UInt16) -> PDU {
    let octets = operation.responseOctets
    let body = PDU.Body.response(
      Response(allocationHint: UInt32(octets), contextID: context, stub: .zeros(count: octets)))
    guard operation != .endpointMap else { return PDU(callID: callID, body: body) }
    return authenticated(body, callID: callID, valueOctets: 16)
  }

  /// A fault of 56 octets: the call was not executed, unless it was cancelled.
  static func fault(_ status: FaultStatus, callID: UInt32) -> PDU {
    var flags = PDUFlags.whole
    if status != .cancelled { flags.insert(.didNotExecute) }
    return authenticated(
      .fault(Fault(contextID: 0, status: status)), flags: flags, callID: callID, valueOctets: 16)
  }

  /// A co_cancel of 16 octets.
  static func coCancel(callID: UInt32) -> PDU { PDU(callID: callID, body: .coCancel) }

  /// An orphaned of 16 octets.
  static func orphaned(callID: UInt32) -> PDU { PDU(callID: callID, body: .orphaned) }

  /// An alter_context for a second presentation context of the same interface.
  static func alterContext(callID: UInt32) -> PDU {
    authenticated(.alterContext(secondContext), callID: callID, valueOctets: 16)
  }

  /// The answer to an alter_context; of group and address it says nothing, since both are to be
  /// ignored.
  static func alterContextResponse(group: AssociationGroupID, callID: UInt32) -> PDU {
    authenticated(
      .alterContextResponse(.mta(group: group, secondaryAddress: noAddress)),
      callID: callID, valueOctets: 16)
  }

  private static let noAddress = SecondaryAddress("")

  private static let secondContext: AlterContext = {
    var context = AlterContext.mta()
    context.contexts = [
      PresentationContext(id: 1, abstractSyntax: .mta, transferSyntaxes: [.ndr])
    ]
    return context
  }()

  private static func authenticated(
    _ body: PDU.Body, flags: PDUFlags = .whole, callID: UInt32, valueOctets: Int
  ) -> PDU {
    PDU(
      flags: flags, callID: callID, body: body,
      authentication: Authentication(
        type: Authentication.ntlm, level: Authentication.integrityLevel, contextID: 0,
        value: .zeros(count: valueOctets), following: body))
  }
}
