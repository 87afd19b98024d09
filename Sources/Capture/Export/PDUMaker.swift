import DCERPC
import TraceModel

/// Makes the octets of a simulated PDU again from its event: equal events, equal octets.
///
/// Length, call, group, operation, context, reason and status are the event's. What stubs say is
/// not public, so all but the endpoint mapper's are zeros; NTLM's messages have the sizes of KB
/// Q159298. A PDU that does not fit its length cannot be made.
struct PDUMaker {
  /// What both ends of the PDU's connection have agreed on so far, and where they are.
  struct Setting {
    var clientName: String
    /// The endpoint as the server calls it: `1911`.
    var serverEndpoint: String
    /// Where the MTA is met that an endpoint mapper tells of.
    var mta: WirePlace
    /// Whether the server is an endpoint mapper, to which nothing is authenticated.
    var isMapper: Bool
    /// The group that the server named last; 0 before it did.
    var group: UInt32 = 0
    /// The call whose request has fragments to come.
    var partialCall: UInt32?
  }

  /// The largest fragment that NT and Exchange offer, in octets (KB Q159298): a request of this
  /// size goes on.
  private static let largestFragment = 0x16D0
  /// Octets of an authentication's trailer and of a signature.
  private static let signatureLength = 8 + 16

  private let event: TraceEvent
  private let length: Int

  /// - Returns: `nil` for a PDU that has no length, or one that no PDU has.
  init?(_ event: TraceEvent) {
    guard let length = event.length, (16...UInt32(UInt16.max)).contains(length) else { return nil }
    self.event = event
    self.length = Int(length)
  }

  /// The octets; `nil` if the event's length is none that such a PDU has.
  func octets(_ setting: inout Setting) -> [UInt8]? {
    guard let pdu = pdu(&setting), pdu.fragmentLength == length else { return nil }
    return pdu.encode()
  }

  private func pdu(_ setting: inout Setting) -> PDU? {
    switch event.kind {
    case .request: request(&setting)
    case .response: response(setting)
    case .fault: fault()
    case .bind: bind(setting)
    case .bindAck: bindAck(&setting)
    case .bindNak: bindNak()
    case .alterContext: alterContext()
    case .alterContextResponse: alterContextResponse(setting)
    case .auth3:
      authenticated(.auth3(Auth3())) {
        NTLMToken.authenticate(workstation: setting.clientName, count: $0)
      }
    case .shutdown: PDU(callID: call, body: .shutdown)
    case .coCancel: PDU(callID: call, body: .coCancel)
    case .orphaned: PDU(callID: call, body: .orphaned)
    default: nil
    }
  }

  private var call: UInt32 { event.call ?? 0 }
  private var group: AssociationGroupID? { AssociationGroupID(rawValue: event.group ?? 0) }

  private func bind(_ setting: Setting) -> PDU? {
    var body = Bind.mta(joining: group)
    if setting.isMapper { body.contexts = [.endpointMapper] }
    return authenticated(.bind(body)) {
      NTLMToken.negotiate(workstation: setting.clientName, count: $0)
    }
  }

  private func bindAck(_ setting: inout Setting) -> PDU? {
    guard let group else { return nil }
    setting.group = group.rawValue
    let address = SecondaryAddress(setting.serverEndpoint)
    return authenticated(.bindAck(.mta(group: group, secondaryAddress: address))) {
      NTLMToken.challenge(UInt64(group.rawValue), count: $0)
    }
  }

  /// What follows the one version is padding: Samba has three octets of it.
  private func bindNak() -> PDU? {
    let bare = BindNak(reason: .notSpecified, trailing: .empty)
    let padding = length - PDUHeader.length - bare.length
    guard padding >= 0 else { return nil }
    let reason = RejectReason(rawValue: UInt16(clamping: event.code ?? 0))
    return PDU(
      callID: call, body: .bindNak(BindNak(reason: reason, trailing: .zeros(count: padding))))
  }

  /// Proposes a second context of the MTA's interface; the connection is authenticated already.
  private func alterContext() -> PDU? {
    var body = AlterContext.mta()
    body.contexts = [
      PresentationContext(id: 1, abstractSyntax: .mta, transferSyntaxes: [.ndr])
    ]
    return authenticated(.alterContext(body)) {
      NTLMToken.messageSignature(count: $0)
    }
  }

  private func alterContextResponse(_ setting: Setting) -> PDU? {
    guard let group = AssociationGroupID(rawValue: event.group ?? setting.group) else {
      return nil
    }
    let body = AlterContextResponse.mta(group: group, secondaryAddress: SecondaryAddress(""))
    return authenticated(.alterContextResponse(body)) {
      NTLMToken.messageSignature(count: $0)
    }
  }

  private func fault() -> PDU? {
    let status = FaultStatus(rawValue: event.code ?? 0)
    let flags: PDUFlags = status == .cancelled ? .whole : [.whole, .didNotExecute]
    return authenticated(
      .fault(Fault(contextID: event.context ?? 0, status: status)), flags: flags
    ) {
      NTLMToken.messageSignature(count: $0)
    }
  }
}

// PDUs with stub data.
extension PDUMaker {
  private func request(_ setting: inout Setting) -> PDU? {
    let isFirst = setting.partialCall != call
    let isLast = length < Self.largestFragment
    setting.partialCall = isLast ? nil : call
    var flags: PDUFlags = .concurrentMultiplexing
    if isFirst { flags.insert(.firstFragment) }
    if isLast { flags.insert(.lastFragment) }
    return stubbed(headerLength: 24, flags: flags, setting, count: requestStub) { stub in
      let asksMapper = setting.isMapper && stub == EndpointMapStub.requestCount
      // How much later fragments hold is not known when the first one goes, and 0 says so.
      return .request(
        Request(
          allocationHint: isFirst && isLast ? UInt32(stub) : 0, contextID: event.context ?? 0,
          opnum: event.opnum ?? 0, object: nil,
          stub: asksMapper ? .octets(EndpointMapStub.request()) : .zeros(count: stub)))
    }
  }

  private func response(_ setting: Setting) -> PDU? {
    stubbed(headerLength: 24, flags: .whole, setting, count: responseStub) { stub in
      let isMappers = setting.isMapper && stub == EndpointMapStub.responseCount
      return .response(
        Response(
          allocationHint: UInt32(stub), contextID: event.context ?? 0,
          stub: isMappers
            ? .octets(EndpointMapStub.response(server: setting.mta)) : .zeros(count: stub)))
    }
  }

  /// Octets of stub data where the length leaves some open, since padding to eight follows: those
  /// of MtaBind and MtaBindBack (KB Q159298), and of what asks for the turn.
  private var requestStub: Int { [0: 286, 1: 2][event.opnum ?? 2] ?? 12 }
  private var responseStub: Int { [0: 32, 1: 28][event.opnum ?? 2] ?? 4 }

  /// A PDU with as much stub data as its length leaves: `count`, if that fits.
  private func stubbed(
    headerLength: Int, flags: PDUFlags, _ setting: Setting, count: Int,
    body: (Int) -> PDU.Body
  ) -> PDU? {
    let rest = length - headerLength
    guard rest >= 0 else { return nil }
    let signed = rest - Self.signatureLength
    if !setting.isMapper, signed >= 0, (headerLength + signed).isMultiple(of: 8) {
      let isKnown = (0..<8).contains(signed - count)
      return authenticated(body(isKnown ? count : signed), flags: flags) {
        NTLMToken.messageSignature(count: $0)
      }
    }
    return PDU(flags: flags, callID: call, body: body(rest))
  }

  /// A PDU whose authentication has the octets that the body leaves; none, if none are left.
  private func authenticated(
    _ body: PDU.Body, flags: PDUFlags = .whole, token: (Int) -> [UInt8]
  ) -> PDU? {
    let bare = PDU(flags: flags, callID: call, body: body)
    let padding = Int(Authentication.padLength(following: body))
    let count = length - bare.fragmentLength - padding - 8
    guard count > 0 else { return bare }
    var pdu = bare
    pdu.authentication = Authentication(
      type: Authentication.ntlm, level: Authentication.integrityLevel, contextID: 0,
      value: .octets(token(count)), following: body)
    return pdu
  }
}
