import DCERPC
import Testing

/// The association of two Exchange MTAs on Windows NT 4 that KB Q159298 publishes.
///
/// The article gives association groups, call ids and allocation hints; the octets of each PDU
/// follow from its TCP sequence numbers.
struct PublishedTraceTests {
  struct Step: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pdu: PDU
    let octets: Int
  }

  static let steps = [
    Step(
      testDescription: "bind to the endpoint mapper",
      pdu: PDU(
        callID: 0x54004E,
        body: .bind(
          Bind(
            maxTransmitFragment: 0x16D0, maxReceiveFragment: 0x16D0, associationGroup: nil,
            contexts: [.endpointMapper]))), octets: 72),
    Step(
      testDescription: "bind_ack of the endpoint mapper",
      pdu: PDU(callID: 0x54004E, body: ack(group: 0x33CFA, address: "135")), octets: 60),
    Step(
      testDescription: "map request", pdu: PDU(callID: 1, body: request(opnum: 3, stub: 0x84)),
      octets: 156),
    Step(
      testDescription: "map response",
      pdu: PDU(
        callID: 1,
        body: .response(
          Response(allocationHint: 0x80, contextID: 0, stub: .zeros(count: 0x80)))),
      octets: 152),
    Step(
      testDescription: "bind to the MTA",
      pdu: authenticated(callID: 0x1EBE80, .bind(.mta()), value: 56), octets: 136),
    Step(
      testDescription: "bind_ack of the MTA",
      pdu: authenticated(
        callID: 0x1EBE80, ack(group: 0x3150_EAC1, address: "4764"), value: 40), octets: 108),
    Step(
      testDescription: "auth3", pdu: authenticated(callID: 0x1EBE80, .auth3(Auth3()), value: 178),
      octets: 206),
    Step(
      testDescription: "auth3 of the path back",
      pdu: authenticated(callID: 0x6C64_5F65, .auth3(Auth3()), value: 164), octets: 192),
    Step(
      testDescription: "MtaBind request",
      pdu: authenticated(callID: 1, request(opnum: 0, stub: 0x11E), value: 16), octets: 336),
    Step(
      testDescription: "MtaBindBack request",
      pdu: authenticated(callID: 0x7DF_E09C, request(opnum: 1, stub: 2), value: 16), octets: 56),
  ]

  @Test(arguments: steps)
  func `a PDU has as many octets as on the published wire`(step: Step) throws {
    #expect(step.pdu.fragmentLength == step.octets)
    #expect(step.pdu.encode().count == step.octets)
    #expect(try PDU(decoding: step.pdu.encode()) == step.pdu)
  }

  @Test(arguments: [(286, 2), (2, 6), (0, 0), (7, 1), (8, 0)])
  func `stub data is padded to a multiple of eight before a trailer`(stub: Int, padding: UInt8) {
    #expect(Authentication.padLength(following: Self.request(opnum: 0, stub: stub)) == padding)
  }

  @Test(arguments: [("135", 0), ("1", 0), ("13500", 0)])
  func `a bind_ack needs no padding before a trailer`(address: String, padding: UInt8) {
    let body = Self.ack(group: 1, address: address)
    #expect(Authentication.padLength(following: body) == padding)
  }

  @Test func `other bodies are padded to a multiple of four before a trailer`() {
    let nak = BindNak(reason: .notSpecified, trailing: .empty)
    #expect(Authentication.padLength(following: .bindNak(nak)) == 3)
    #expect(Authentication.padLength(following: .orphaned) == 0)
  }

  private static func ack(group: UInt32, address: String) -> PDU.Body {
    .bindAck(
      BindAck(
        maxTransmitFragment: 0x16D0, maxReceiveFragment: 0x16D0,
        associationGroup: AssociationGroupID(rawValue: group),
        secondaryAddress: SecondaryAddress(address), results: [.accepted]))
  }

  private static func request(opnum: UInt16, stub: Int) -> PDU.Body {
    .request(
      Request(
        allocationHint: UInt32(stub), contextID: 0, opnum: opnum, stub: .zeros(count: stub)))
  }

  private static func authenticated(callID: UInt32, _ body: PDU.Body, value: Int) -> PDU {
    PDU(
      callID: callID, body: body,
      authentication: Authentication(
        type: Authentication.ntlm, level: Authentication.connectLevel, contextID: 0,
        value: .zeros(count: value), following: body))
  }
}
